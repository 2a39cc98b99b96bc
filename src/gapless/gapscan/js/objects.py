"""What objects, classes and instances hold: the part of the evaluator about members."""

from __future__ import annotations

from collections.abc import Iterable, Sized

from gapless.gapscan.js import ir
from gapless.gapscan.js.builtins import builtin_member
from gapless.gapscan.js.modules import Modules
from gapless.gapscan.js.values import (
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
    Unknown,
    Value,
    When,
    one_of,
    options_of,
    refs_in,
    text,
    when,
)

# Callbacks whose first parameter is an element of what the method is called on.
ELEMENT_CALLBACKS = frozenset(
    {"map", "forEach", "filter", "find", "some", "every", "flatMap", "findIndex", "sort"}
)


class Objects:
    """Members of objects; :class:`Evaluator` provides the rest."""

    def __init__(self, modules: Modules) -> None:
        self.modules = modules
        self._busy: set[object] = set()
        self._components: dict[str, Record] = {}

    def value(self, expr: ir.Expr, module: ir.Module, scope: int) -> Value:
        """What an expression is worth."""
        raise NotImplementedError

    def export(self, path: str, name: str) -> Value:
        """An exported name of a module."""
        raise NotImplementedError

    def shared(self, value: External) -> Value:
        """What a global is worth."""
        raise NotImplementedError

    def bind(self, value: Value, bindings: Bindings) -> Value:
        """A value with parameters replaced."""
        raise NotImplementedError

    def module_of(self, owner: str) -> ir.Module | None:
        """The module that a function or class id belongs to."""
        raise NotImplementedError

    def function(self, fid: str) -> ir.Function | None:
        """The function with this id."""
        raise NotImplementedError

    def klass(self, cid: str) -> ir.Class | None:
        """The class with this id."""
        raise NotImplementedError

    def element(self, value: Value) -> Value:
        """Some element of a list."""
        raise NotImplementedError

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
                    owner = self.value(function.owner, module, module.scopes[function.scope].parent)
                finally:
                    self._busy.discard(key)
                if module.path.endswith(".vue"):
                    return Record(self.component(module).members, (owner,))
                return owner
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

    def is_begun(self, invoke: ir.Invoke, function: Func, args: Sized) -> bool:
        """Whether `f.bind(this, x)` leaves parameters open, so that it is no call yet."""
        if not isinstance(invoke.callee, ir.Member) or invoke.callee.key != "bind":
            return False
        known = self.function(function.fid)
        return known is None or len(args) < known.params or not known.params

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

    def component(self, module: ir.Module) -> Record:
        """What `this` of a Vue component has: its data, what it computes, its methods."""
        key = module.path
        if key in self._components:
            return self._components[key]
        if ("component", key) in self._busy:
            return Record({})
        self._busy.add(("component", key))
        try:
            options = self.export(key, "default")
            members: dict[str, Value] = {}
            for name in ("setup", "data", "computed", "methods"):
                part = self.member(options, name) if isinstance(options, Record) else None
                if isinstance(part, Func):
                    part = self.returned(part.fid)
                if not isinstance(part, Record):
                    continue
                for member, value in part.members.items():
                    if name == "computed" and isinstance(value, Func):
                        value = self.returned(value.fid)
                    members[member] = value
        finally:
            self._busy.discard(("component", key))
        self._components[key] = Record(members)
        return self._components[key]

    def returned(self, fid: str) -> Value:
        """What a function returns."""
        raise NotImplementedError

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
            case When():
                then, otherwise = self.member(value.then, key), self.member(value.otherwise, key)
                return when(value.subject, value.equals, then, otherwise)
        options = options_of(value)
        if len(options) > 1:
            return one_of([self.member(option, key) for option in options])
        found = builtin_member(value, key, self.modules.environment)
        return self.shared(found) if isinstance(found, External) else found

    def _record_member(self, value: Record, key: str) -> Value:
        if key == "#values":
            return Sequence(tuple(value.members.values()))
        if key == "#keys":
            return Sequence(tuple(text(name) for name in value.members))
        if key in value.members:
            return value.members[key]
        found: Value = Missing()
        for spread in value.spreads:
            later = self.member(spread, key)
            if isinstance(found, Missing) or not isinstance(later, Missing | Ref | Fallback):
                found = found if isinstance(later, Missing) else later
            elif not isinstance(later, Missing):
                # What a caller gives wins over what was spread before it, if the caller gives it.
                found = Fallback(later, found)
        return found

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
