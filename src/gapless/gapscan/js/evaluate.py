"""Works out what expressions are worth, on demand and once each."""

from __future__ import annotations

from gapless.gapscan.js import ir
from gapless.gapscan.js.builtins import (
    BEGUN,
    PASSING,
    begun,
    bound_to,
    builtin_call,
    builtin_new,
    given_by,
)
from gapless.gapscan.js.modules import Modules
from gapless.gapscan.js.objects import Objects
from gapless.gapscan.js.scripts import Shared
from gapless.gapscan.js.size import is_full, too_big
from gapless.gapscan.js.substitute import resite, substitute
from gapless.gapscan.js.values import (
    MAX_OPTIONS,
    Answer,
    Bindings,
    External,
    Func,
    Instance,
    Klass,
    Missing,
    Namespace,
    Record,
    Ref,
    Rewrite,
    Sequence,
    Text,
    Unknown,
    Value,
    When,
    concat,
    fallback,
    one_of,
    options_of,
    text,
    when,
)

_MAX_DEPTH = 60
# For one call in the source. Whatever takes more is written to take more.
_MAX_STEPS = 200_000


class Evaluator(Objects):
    """Evaluates expressions of all modules of one project.

    ``answers`` maps calls (by ``id``) to what they answer, ``resited`` calls of wrappers to the
    site to which their answer belongs; both are filled once the calls are known.
    """

    def __init__(self, modules: Modules) -> None:
        super().__init__(modules)
        self.axios_base: Value = Missing()
        self.rewrites: list[Rewrite] = []
        self.scripts: Shared = {}
        self.answers: dict[int, Value] = {}
        self.resited: dict[int, tuple[str, int]] = {}
        self.setters: dict[tuple[str, int, str], list[Value]] = {}
        self._names: dict[tuple[str, int, str], Value] = {}
        self._exports: dict[tuple[str, str], Value] = {}
        self._returns: dict[str, Value] = {}
        self._depth = 0
        self._steps = 0

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
        self._components.clear()

    # -- evaluation ------------------------------------------------------------------------

    def spend(self) -> bool:
        """Take one more step; whether that was one too many."""
        self._steps += 1
        return self._steps > _MAX_STEPS

    def value(self, expr: ir.Expr, module: ir.Module, scope: int) -> Value:
        """What ``expr`` is worth in ``scope`` of ``module``."""
        self._steps = self._steps if self._depth else 0
        self._depth += 1
        try:
            if self.spend() or self._depth > _MAX_DEPTH:
                return Unknown()
            found = self._value(expr, module, scope)
            return Unknown() if too_big(found) else found
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
                return concat(
                    [self._part(part, n, module, scope) for n, part in enumerate(expr.parts)]
                )
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
                if expr.subject is not None:
                    subject = self.value(expr.subject, module, scope)
                    return when(subject, expr.equals, values[0], values[1])
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

    def _part(self, part: ir.Expr, number: int, module: ir.Module, scope: int) -> Value:
        """A part of a text. A variable that begins empty gets its value from the page, later."""
        value = self.value(part, module, scope)
        if number and value == Text(()) and not isinstance(part, ir.Lit):
            while isinstance(part, ir.Invoke) and part.args:
                part = part.args[0]
            return Unknown(part.name if isinstance(part, ir.Name) else "value")
        return value

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
        if module.path.endswith(".vue"):
            # In its markup, the members of a component go by their names.
            member = self.component(module).members.get(name)
            if member is not None:
                return member
        return self.shared(External("", name))

    def shared(self, value: External) -> Value:
        """What a global is worth: what a classic script of the project made of it, if one did."""
        places = self.scripts.get(value.name) if not value.package else None
        key = ("global", value.name)
        if not places or key in self._busy:
            return value
        self._busy.add(key)
        try:
            found = one_of([self.value(expr, module, scope) for module, expr, scope in places])
        finally:
            self._busy.discard(key)
        return value if isinstance(found, Unknown) else found

    def _assigned(
        self, name: str, assigns: list[ir.Assign], module: ir.Module, key: tuple[str, int, str]
    ) -> Value:
        current: list[Value] = []
        queried = False
        for assign in assigns:
            value = self.value(assign.value, module, assign.scope)
            if isinstance(value, Unknown) and not value.name and not value.constant:
                value = Unknown(name)
            if assign.append:
                # Once a query has begun, what is appended says nothing of the path.
                constant = value.parts[0] if isinstance(value, Text) and value.parts else ""
                queried = queried or (isinstance(constant, str) and constant[:1] in ("?", "&"))
                if queried:
                    continue
                extended = [old if is_full(old) else concat([old, value]) for old in current] or [
                    value
                ]
                # Each append that may not happen doubles what there may be.
                current = ([*current, *extended] if assign.conditional else extended)[:MAX_OPTIONS]
            elif assign.conditional:
                current.append(value)
            else:
                current = [value]
        current.extend(self.setters.get(key, ()))
        if not current:
            return Unknown(name)
        return one_of(current)

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

    def _index(self, expr: ir.Index, module: ir.Module, scope: int) -> Value:
        owner = self.value(expr.value, module, scope)
        key = self.value(expr.key, module, scope)
        if (
            isinstance(key, Ref)
            and isinstance(owner, Record)
            and 1 < len(owner.members) <= MAX_OPTIONS
        ):
            # Which entry of the table is meant, who calls will say.
            entry: Value = Unknown(key.name)
            for name, value in reversed(owner.members.items()):
                entry = When(key, name, value, entry)
            return entry
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

    # -- calls -----------------------------------------------------------------------------

    def call(self, expr: ir.Invoke, module: ir.Module) -> Value:
        """What a call gives."""
        if (answer := self.answers.get(id(expr))) is not None:
            return answer
        # The receiver is worked out once: in a chain of calls each link has the one before.
        receiver: Value = Unknown()
        if isinstance(expr.callee, ir.Member):
            receiver = self.value(expr.callee.value, module, expr.scope)
            callee = self.member(receiver, expr.callee.key)
        else:
            callee = self.value(expr.callee, module, expr.scope)
        args = given_by(expr, receiver, [self.value(a, module, expr.scope) for a in expr.args])
        if isinstance(receiver, Func) and getattr(expr.callee, "key", "") == "bind":
            return bound_to(receiver, args)
        if expr.new:
            if isinstance(callee, Klass):
                return self.instantiate(callee, args)
            return builtin_new(self, callee, args, id(expr))
        results = [self.result(option, args, expr, receiver) for option in options_of(callee)]
        result = one_of(results)
        if (site := self.resited.get(id(expr))) is not None:
            return resite(result, site)
        if isinstance(result, Unknown) and not result.name and isinstance(expr.callee, ir.Member):
            return Unknown(expr.callee.key)
        return result

    def result(self, callee: Value, args: list[Value], expr: ir.Invoke, receiver: Value) -> Value:
        """What calling ``callee``, a member of ``receiver``, with ``args`` gives."""
        if isinstance(callee, Func):
            return self.bind(self.returned(callee.fid), self.bindings(callee, args))
        if isinstance(callee, External) and callee.name in PASSING and args:
            if callee.name == "useMemo" and isinstance(args[0], Func):
                return self.bind(self.returned(args[0].fid), dict(args[0].env))
            return args[0]
        return builtin_call(self, callee, args, expr, receiver)

    def bindings(self, callee: Func, args: list[Value]) -> Bindings:
        """The parameters of a function with what a call gives them."""
        bound: Bindings = dict(callee.env)
        args = [*begun(bound.pop((callee.fid, BEGUN), None)), *args]
        for value in tuple(bound.values()):
            if isinstance(value, Instance):  # what its constructor was given, its methods know
                bound.update({key: item for key, item in value.env if key not in bound})
        function = self.function(callee.fid)
        for index in range(function.params if function else len(args)):
            bound[(callee.fid, index)] = args[index] if index < len(args) else Missing()
        return bound

    def bind(self, value: Value, bindings: Bindings) -> Value:
        """Substitute parameters; see :func:`substitute`."""
        self._steps = self._steps if self._depth else 0
        self._depth += 1
        try:
            if self._depth > _MAX_DEPTH:
                return Unknown()
            return substitute(value, bindings, self)
        finally:
            self._depth -= 1

    def returned(self, fid: str) -> Value:
        """What a function returns, in terms of its parameters."""
        if fid in self._returns:
            return self._returns[fid]
        function, module = self.function(fid), self.module_of(fid)
        key = ("return", fid)
        if function is None or module is None or key in self._busy:
            return Unknown()
        self._busy.add(key)
        try:
            values = [self.value(expr, module, scope) for expr, scope in function.returns]
            result = one_of(values) if values else Missing()
        finally:
            self._busy.discard(key)
        self._returns[fid] = result
        return result
