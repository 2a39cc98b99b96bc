"""Works out what expressions are worth, on demand and once each."""

from __future__ import annotations

from collections.abc import Iterable

from gapless.gapscan.js import ir
from gapless.gapscan.js.builtins import builtin_call, builtin_member, builtin_new
from gapless.gapscan.js.modules import Modules
from gapless.gapscan.js.values import (
    Answer,
    Bindings,
    External,
    Fallback,
    Func,
    Instance,
    Klass,
    Missing,
    Namespace,
    Record,
    Ref,
    Sequence,
    Text,
    Unknown,
    Value,
    concat,
    fallback,
    one_of,
    options_of,
    refs_in,
    resite,
    substitute,
    text,
)

_MAX_DEPTH = 60
# Callbacks whose first parameter is an element of what the method is called on.
ELEMENT_CALLBACKS = frozenset(
    {"map", "forEach", "filter", "find", "some", "every", "flatMap", "findIndex", "sort"}
)
_PASSING = frozenset(
    {"useCallback", "useMemo", "memo", "forwardRef", "debounce", "throttle", "cache"}
)


class Evaluator:
    """Evaluates expressions of all modules of one project.

    ``answers`` maps calls (by ``id``) to what they answer, ``resited`` calls of wrappers to the site
    to which their answer belongs; both are filled once the calls are known.
    """

    def __init__(self, modules: Modules) -> None:
        self.modules = modules
        self.answers: dict[int, Value] = {}
        self.resited: dict[int, tuple[str, int]] = {}
        self.setters: dict[tuple[str, int, str], list[Value]] = {}
        self._names: dict[tuple[str, int, str], Value] = {}
        self._exports: dict[tuple[str, str], Value] = {}
        self._returns: dict[str, Value] = {}
        self._busy: set[object] = set()
        self._depth = 0

    # -- lookups ---------------------------------------------------------------------------

    def module_of(self, owner: str) -> ir.Module | None:
        """The module that a function or class id belongs to."""
        return self.modules.loaded.get(owner.rsplit("#", 1)[0])

    def function(self, fid: str) -> ir.Function | None:
        """The function with this id."""
        module = self.module_of(fid)
        return module.functions.get(fid) if module else None

    def klass(self, cid: str) -> ir.Class | None:
        """The class with this id."""
        module = self.module_of(cid)
        return module.classes.get(cid) if module else None

    def encloses(self, outer: str, inner: str) -> bool:
        """Whether the function ``inner`` lies in ``outer``."""
        function = self.function(inner)
        while function is not None:
            if function.parent == outer:
                return True
            function = self.function(function.parent) if "#" in function.parent else None
        return False

    def forget(self) -> None:
        """Drop what was worked out, after something new became known."""
        self._names.clear()
        self._exports.clear()
        self._returns.clear()

    # -- evaluation ------------------------------------------------------------------------

    def value(self, expr: ir.Expr, module: ir.Module, scope: int) -> Value:
        """What ``expr`` is worth in ``scope`` of ``module``."""
        self._depth += 1
        try:
            if self._depth > _MAX_DEPTH:
                return Unknown()
            return self._value(expr, module, scope)
        finally:
            self._depth -= 1

    def _value(self, expr: ir.Expr, module: ir.Module, scope: int) -> Value:
        match expr:
            case ir.Lit():
                return text(expr.text)
            case ir.Name():
                return self.name(expr.name, module, scope)
            case ir.Member():
                return self.member(self.value(expr.value, module, scope), expr.key)
            case ir.Tpl():
                return concat([self.value(part, module, scope) for part in expr.parts])
            case ir.Invoke():
                return self.call(expr, module)
            case ir.Param():
                return self.parameter(expr, module)
            case ir.Closure():
                return Func(expr.fid)
            case ir.ClassRef():
                return Klass(expr.cid)
            case ir.Imported():
                return self.imported(expr, module)
            case ir.Choice():
                values = [self.value(option, module, scope) for option in expr.options]
                if expr.fallback and len(values) == 2:
                    return fallback(values[0], values[1])
                return one_of(values)
            case ir.Object():
                return self._object(expr, module, scope)
            case ir.Array():
                return Sequence(tuple(self.value(item, module, scope) for item in expr.items))
            case ir.Element():
                return self.element(self.value(expr.value, module, scope))
            case ir.Index():
                return self._index(expr, module, scope)
            case ir.Other():
                return Unknown(expr.name, expr.constant)
        return Unknown()

    def name(self, name: str, module: ir.Module, scope: int) -> Value:
        """What a name is worth; names that nothing declares are globals."""
        at = scope
        while at >= 0:
            entry = module.scopes[at]
            if name in entry.names:
                key = (module.path, at, name)
                if key not in self._names:
                    if key in self._busy:
                        return Unknown(name)
                    self._busy.add(key)
                    try:
                        self._names[key] = self._assigned(name, entry.names[name], module, key)
                    finally:
                        self._busy.discard(key)
                return self._names[key]
            at = entry.parent
        if name == "undefined":
            return Missing()
        return External("", name)

    def _assigned(
        self, name: str, assigns: list[ir.Assign], module: ir.Module, key: tuple[str, int, str]
    ) -> Value:
        current: list[Value] = []
        for assign in assigns:
            value = self.value(assign.value, module, assign.scope)
            if isinstance(value, Unknown) and not value.name and not value.constant:
                value = Unknown(name)
            if assign.append:
                constant = value.parts[0] if isinstance(value, Text) and value.parts else ""
                if isinstance(constant, str) and constant[:1] in ("?", "&"):
                    continue
                extended = [concat([old, value]) for old in current] or [value]
                current = [*current, *extended] if assign.conditional else extended
            elif assign.conditional:
                current.append(value)
            else:
                current = [value]
        current.extend(self.setters.get(key, ()))
        if not current:
            return Unknown(name)
        return one_of(current)

    def parameter(self, param: ir.Param, module: ir.Module) -> Value:
        """A parameter: known for callbacks of lists and promises, else a reference."""
        function = module.functions.get(param.fid)
        if function is None:
            return Unknown()
        if param.index == -1:
            if function.owner is not None and not function.cid:
                key: object = ("owner", param.fid)
                if key in self._busy:
                    return Unknown("this")
                self._busy.add(key)
                try:
                    return self.value(function.owner, module, module.scopes[function.scope].parent)
                finally:
                    self._busy.discard(key)
            return Ref(param.fid, -1, (), "this")
        if function.passed_to is not None and param.index == 0:
            receiver, method, position = function.passed_to
            if position == 0 and method in ELEMENT_CALLBACKS:
                outer = module.scopes[function.scope].parent
                found = self.element(self.value(receiver, module, outer))
                if not isinstance(found, Unknown):
                    return found
            elif position == 0 and method == "then":
                outer = module.scopes[function.scope].parent
                found = self.value(receiver, module, outer)
                if not isinstance(found, Unknown):
                    return found
        return Ref(param.fid, param.index, (), self._parameter_name(function, param, module))

    @staticmethod
    def _parameter_name(function: ir.Function, param: ir.Param, module: ir.Module) -> str:
        for name, assigns in module.scopes[function.scope].names.items():
            for assign in assigns:
                value = assign.value
                if isinstance(value, ir.Choice):
                    value = value.options[0]
                if isinstance(value, ir.Param) and value.index == param.index:
                    return name
        return "value"

    def imported(self, expr: ir.Imported, module: ir.Module) -> Value:
        """What an import brings."""
        path = self.modules.resolve(expr.module, module.path)
        if path is None:
            return External(expr.module, "default" if expr.name == "require" else expr.name)
        if expr.name == "*":
            return Namespace(path)
        if expr.name == "require":
            found = self.export(path, "default")
            return Namespace(path) if isinstance(found, Unknown) else found
        return self.export(path, expr.name)

    def export(self, path: str, name: str) -> Value:
        """An exported name of a module, through re-exports."""
        key = (path, name)
        if key in self._exports:
            return self._exports[key]
        if key in self._busy:
            return Unknown(name)
        self._busy.add(key)
        try:
            found: Value = Unknown(name)
            module = self.modules.get(path)
            if module is not None:
                expr = module.exports.get(name)
                if expr is not None:
                    found = self.value(expr, module, 0)
                else:
                    for spec in module.star_exports:
                        target = self.modules.resolve(spec, path)
                        if target is None:
                            continue
                        candidate = self.export(target, name)
                        if not isinstance(candidate, Unknown):
                            found = candidate
                            break
            self._exports[key] = found
            return found
        finally:
            self._busy.discard(key)

    def _object(self, expr: ir.Object, module: ir.Module, scope: int) -> Value:
        members: dict[str, Value] = {}
        spreads: list[Value] = []
        for key, item in expr.items:
            value = self.value(item, module, scope)
            if key is not None:
                members[key] = value
            elif isinstance(value, Record):
                members.update(value.members)
                spreads.extend(value.spreads)
            else:
                spreads.append(value)
                if refs_in(value):
                    # What is spread later wins over what stands before it.
                    members = {k: Fallback(self.member(value, k), v) for k, v in members.items()}
        return Record(members, tuple(spreads))

    def _index(self, expr: ir.Index, module: ir.Module, scope: int) -> Value:
        owner = self.value(expr.value, module, scope)
        key = self.value(expr.key, module, scope)
        found: list[Value] = []
        for option in options_of(key):
            constant = option.constant if isinstance(option, Text) else None
            if constant is None:
                # Any entry of a table may be meant.
                found.append(self.element(self.member(owner, "#values")))
            else:
                found.append(self.member(owner, constant))
        result = one_of(found)
        if isinstance(result, Unknown):
            name = key.name if isinstance(key, Unknown | Ref | External) else ""
            return Unknown(result.name or name)
        return result

    def element(self, value: Value) -> Value:
        """Some element of a list."""
        match value:
            case Sequence():
                return one_of(list(value.items)) if value.items else Unknown()
            case Answer():
                return Answer(value.site, (*value.path, "[]"))
            case Unknown() if value.name:
                return Unknown(value.name)
        options = options_of(value)
        if len(options) > 1:
            return one_of([self.element(option) for option in options])
        return Unknown()

    def member(self, value: Value, key: str) -> Value:
        """``value.key``."""
        match value:
            case Record():
                return self._record_member(value, key)
            case Ref():
                return self._ref_member(value, key)
            case Instance() | Klass():
                return self._class_member(value, key)
            case Namespace():
                found = self.export(value.path, key)
                if isinstance(found, Unknown) and key != "default":
                    whole = self.export(value.path, "default")
                    if isinstance(whole, Record):
                        return self.member(whole, key)
                return found
            case Fallback():
                return Fallback(self.member(value.first, key), self.member(value.second, key))
        options = options_of(value)
        if len(options) > 1:
            return one_of([self.member(option, key) for option in options])
        return builtin_member(self, value, key)

    def _record_member(self, value: Record, key: str) -> Value:
        if key == "#values":
            return Sequence(tuple(value.members.values()))
        if key == "#keys":
            return Sequence(tuple(text(name) for name in value.members))
        if key in value.members:
            return value.members[key]
        for spread in reversed(value.spreads):
            found = self.member(spread, key)
            if not isinstance(found, Missing):
                return found
        return Missing()

    def _ref_member(self, value: Ref, key: str) -> Value:
        if value.index == -1:
            function = self.function(value.fid)
            if function is not None and function.cid and not value.path:
                if (fid := self._method(function.cid, key)) is not None:
                    return Func(fid, (((fid, -1), value),))
                found = self._field(function.cid, key, value)
                if found is not None:
                    return found
        return Ref(value.fid, value.index, (*value.path, key), value.name)

    def _method(self, cid: str, key: str) -> str | None:
        for klass in self._lineage(cid):
            if key in klass.methods:
                return klass.methods[key]
        return None

    def _lineage(self, cid: str) -> Iterable[ir.Class]:
        for _ in range(8):
            klass, module = self.klass(cid), self.module_of(cid)
            if klass is None or module is None:
                return
            yield klass
            if klass.superclass is None:
                return
            parent = self.value(klass.superclass, module, klass.scope)
            if not isinstance(parent, Klass):
                return
            cid = parent.cid

    def _field(self, cid: str, key: str, this: Value) -> Value | None:
        """A field: its initialiser, or what the constructor assigns; in terms of its parameters."""
        for klass in self._lineage(cid):
            module = self.module_of(klass.cid)
            if module is None:
                return None
            busy = ("field", klass.cid, key)
            if busy in self._busy:
                return None
            self._busy.add(busy)
            try:
                found: list[Value] = []
                if key in klass.fields:
                    found.append(self.value(klass.fields[key], module, klass.scope))
                methods = set(klass.methods.values())
                for write in module.writes:
                    target = write.target
                    if (
                        isinstance(target, ir.Member)
                        and target.key == key
                        and isinstance(target.value, ir.Param)
                        and target.value.index == -1
                        and target.value.fid in methods
                    ):
                        found.append(self.value(write.value, module, write.scope))
                if found:
                    return one_of(found)
            finally:
                self._busy.discard(busy)
        return None

    def _class_member(self, value: Instance | Klass, key: str) -> Value:
        if (fid := self._method(value.cid, key)) is not None:
            return Func(fid, (((fid, -1), value),))
        found = self._field(value.cid, key, value)
        if found is None:
            return Unknown(key)
        if isinstance(value, Instance):
            return self.bind(found, dict(value.env))
        return found

    # -- calls -----------------------------------------------------------------------------

    def call(self, expr: ir.Invoke, module: ir.Module) -> Value:
        """What a call gives."""
        if (answer := self.answers.get(id(expr))) is not None:
            return answer
        callee = self.value(expr.callee, module, expr.scope)
        args = [self.value(arg, module, expr.scope) for arg in expr.args]
        if expr.new:
            if isinstance(callee, Klass):
                return self.instantiate(callee, args)
            return builtin_new(self, callee, args, id(expr))
        results = [self.result(option, args, expr) for option in options_of(callee)]
        result = one_of(results)
        if (site := self.resited.get(id(expr))) is not None:
            return resite(result, site)
        if isinstance(result, Unknown) and not result.name and isinstance(expr.callee, ir.Member):
            return Unknown(expr.callee.key)
        return result

    def instantiate(self, klass: Klass, args: list[Value]) -> Instance:
        """``new klass(args)``."""
        env: Bindings = {}
        for ancestor in self._lineage(klass.cid):
            constructor = ancestor.methods.get("constructor")
            if constructor is None:
                continue
            for index in range(8):
                env[(constructor, index)] = args[index] if index < len(args) else Missing()
            args = self._super_arguments(constructor, env)
        return Instance(klass.cid, tuple(env.items()))

    def _super_arguments(self, constructor: str, env: Bindings) -> list[Value]:
        module = self.module_of(constructor)
        if module is None:
            return []
        for invoke in module.invokes:
            if invoke.fid == constructor and isinstance(invoke.callee, ir.Param):
                values = [self.value(arg, module, invoke.scope) for arg in invoke.args]
                return [self.bind(value, env) for value in values]
        return []

    def result(self, callee: Value, args: list[Value], expr: ir.Invoke) -> Value:
        """What calling ``callee`` with ``args`` gives."""
        if isinstance(callee, Func):
            return self.bind(self.returned(callee.fid), self.bindings(callee, args))
        if isinstance(callee, External) and callee.name in _PASSING and args:
            if callee.name == "useMemo" and isinstance(args[0], Func):
                return self.bind(self.returned(args[0].fid), dict(args[0].env))
            return args[0]
        return builtin_call(self, callee, args, expr)

    def bindings(self, callee: Func, args: list[Value]) -> Bindings:
        """The parameters of a function with what a call gives them."""
        bound: Bindings = dict(callee.env)
        for value in tuple(bound.values()):
            if isinstance(value, Instance):  # what its constructor was given, its methods know
                bound.update({key: item for key, item in value.env if key not in bound})
        function = self.function(callee.fid)
        for index in range(function.params if function else len(args)):
            bound[(callee.fid, index)] = args[index] if index < len(args) else Missing()
        return bound

    def bind(self, value: Value, bindings: Bindings) -> Value:
        """Substitute parameters; see :func:`substitute`."""
        self._depth += 1
        try:
            if self._depth > _MAX_DEPTH:
                return Unknown()
            return substitute(value, bindings, self.member, self.encloses)
        finally:
            self._depth -= 1

    def returned(self, fid: str) -> Value:
        """What a function returns, in terms of its parameters."""
        if fid in self._returns:
            return self._returns[fid]
        function, module = self.function(fid), self.module_of(fid)
        if function is None or module is None or ("return", fid) in self._busy:
            return Unknown()
        key = ("return", fid)
        self._busy.add(key)
        try:
            values = [self.value(expr, module, scope) for expr, scope in function.returns]
            result = one_of(values) if values else Missing()
        finally:
            self._busy.discard(key)
        self._returns[fid] = result
        return result
