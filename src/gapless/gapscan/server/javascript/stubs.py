"""Judges whether a JavaScript handler does anything."""

from __future__ import annotations

import re

from gapless.gapscan.js import ir
from gapless.gapscan.js.evaluate import Evaluator
from gapless.gapscan.js.parse import snippet
from gapless.gapscan.js.values import (
    Func,
    Klass,
    Missing,
    Record,
    Ref,
    Sequence,
    Text,
    Unknown,
    Value,
    options_of,
)
from gapless.gapscan.model import Confidence, Location, Stub, StubKind
from gapless.gapscan.server.javascript.parts import (
    deepest,
    is_empty,
    leaves_request,
    names_in,
    parts_of,
    root_of,
)

_READS = frozenset({"GET", "HEAD", "OPTIONS", "*"})
_MAX_HOPS = 4
_ANSWERS = frozenset({"json", "send", "end", "jsonp", "sendStatus"})
# Receivers whose methods neither read nor change anything outside of the request.
_PURE_ROOTS = frozenset(
    {"res", "req", "response", "request", "reply", "ctx", "next", "console", "JSON", "Date",
     "Math", "Object", "Array", "logger", "log", "Number", "String", "Promise", "crypto",
     "Buffer", "Logger"}
)  # fmt: skip
_PURE_NAMES = frozenset(
    {"parseInt", "parseFloat", "Number", "String", "Boolean", "uuid", "uuidv4", "v4", "nanoid",
     "next", "randomUUID", "isNaN", "encodeURIComponent", "decodeURIComponent", "Date",
     "setTimeout", "Error", "Map", "Set"}
)  # fmt: skip
_PURE_METHODS = frozenset(
    {"map", "filter", "find", "slice", "sort", "some", "every", "includes", "join", "split",
     "trim", "toString", "toISOString", "toLowerCase", "toUpperCase", "reduce", "concat", "keys",
     "values", "entries", "findIndex", "indexOf", "flat", "flatMap", "forEach", "toFixed",
     "getTime", "replace", "startsWith", "log", "warn", "error", "info", "debug"}
)  # fmt: skip
# Answers that are files and pages: what they hold does not stand in the handler.
_PAGES = frozenset(
    {"render", "sendFile", "sendfile", "redirect", "download", "view", "sendView", "pipe"}
)
_MUTATING = frozenset(
    {"push", "unshift", "splice", "pop", "shift", "set", "delete", "add", "clear"}
)
_NOT_IMPLEMENTED = re.compile(
    r"NotImplemented|(?:status|sendStatus|writeHead|code)\(\s*501"
    r"|not[ _-]?implemented|coming soon|\b501\b",
    re.I,
)
_HEALTH = re.compile(r"health|ping|ready|live|version|^root$|^index$", re.I)


class JsStubJudge:
    """Judges handlers by their function id; what cannot be followed counts as real."""

    def __init__(self, evaluator: Evaluator) -> None:
        self.evaluator = evaluator
        self._children: dict[str, dict[str, list[ir.Invoke]]] = {}
        self._known: dict[tuple[str, bool], Stub | None] = {}

    def judge(self, fid: str, method: str) -> Stub | None:
        """The verdict, ``None`` when the handler seems real."""
        key = fid, method in _READS
        if key not in self._known:
            function = self.evaluator.function(fid)
            named = function is not None and _HEALTH.search(function.name)
            self._known[key] = None if named else self._judge(fid, method, 0)
        return self._known[key]

    def _judge(self, fid: str, method: str, hops: int) -> Stub | None:
        function, module = self.evaluator.function(fid), self.evaluator.module_of(fid)
        if function is None or module is None:
            return None
        place = Location(module.shown, function.line)
        name = function.name or "the handler"
        todo = " under a TODO" if function.todo else ""
        invokes = self._invokes(fid, module)
        if not function.statements:
            return Stub(StubKind.NOT_IMPLEMENTED, f"`{name}` has an empty body", place)
        thrown = [t for t in function.throws if isinstance(t, ir.Invoke)]
        texts = [snippet(module.path, i) for i in [*invokes, *thrown] if not i.jsx]
        if function.statements <= 2 or all(
            self._is_pure(i, function, module, method, 9) is False for i in invokes
        ):
            refused = next((text for text in texts if _NOT_IMPLEMENTED.search(text)), None)
            if refused is not None:
                shown = " ".join(refused.split())[:80]
                return Stub(StubKind.NOT_IMPLEMENTED, f"`{name}` answers only `{shown}`", place)
        followed: Stub | None = None
        for invoke in invokes:
            outcome = self._is_pure(invoke, function, module, method, hops)
            if outcome is True:
                return None
            if isinstance(outcome, Stub):
                followed = outcome
        if self._writes_state(fid, module) or self._uses_live_state(fid, module, invokes, function):
            return None
        if followed is not None:
            why = f"`{name}` only calls code that is a stub: {followed.why} ({followed.location})"
            return Stub(followed.kind, why, place, followed.confidence)
        return self._by_answers(function, module, invokes, method, place, name, todo)

    # -- what the body does ----------------------------------------------------------------

    def _invokes(self, fid: str, module: ir.Module) -> list[ir.Invoke]:
        """The calls in a function and in the functions inside it."""
        found = []
        for invoke in module.invokes:
            inner = invoke.fid
            while inner != fid and (function := module.functions.get(inner)) is not None:
                inner = function.parent
            if inner == fid:
                found.append(invoke)
        return found

    def _is_pure(
        self, invoke: ir.Invoke, function: ir.Function, module: ir.Module, method: str, hops: int
    ) -> bool | Stub:
        """``False`` for a pure call, ``True`` for one that does something, or the stub it reaches.

        (``True`` reads as "not judged a stub".)
        """
        callee = invoke.callee
        root = root_of(callee)
        for value in options_of(self._callee_value(invoke, module)):
            if isinstance(value, Func):
                if value.fid == function.fid or hops >= _MAX_HOPS:
                    return hops < 9
                found = self._judge(value.fid, method, hops + 1)
                if found is None and not self._invokes(value.fid, self._module(value.fid, module)):
                    return False
                return found if found is not None else True
        if isinstance(callee, ir.Name):
            return callee.name not in _PURE_NAMES and not (
                invoke.new and "Exception" in callee.name
            )
        if isinstance(callee, ir.Member):
            if callee.key in _PAGES or leaves_request(callee):
                return True
            if root in _PURE_ROOTS or self._is_parameter(root, function, module):
                return False
            if callee.key in _PURE_METHODS and self._is_plain(root, function, module):
                return False
            if callee.key in _MUTATING and root and self._is_local(root, function, module):
                return False
        return True

    def _module(self, fid: str, default: ir.Module) -> ir.Module:
        return self.evaluator.module_of(fid) or default

    def _callee_value(self, invoke: ir.Invoke, module: ir.Module) -> Value:
        value = self.evaluator.value(invoke.callee, module, invoke.scope)
        if isinstance(value, Ref) and isinstance(invoke.callee, ir.Member):
            # `this.games.list()`: the type of the field says which class it is.
            owner = invoke.callee.value
            if isinstance(owner, ir.Member) and isinstance(owner.value, ir.Param):
                function = module.functions.get(owner.value.fid)
                klass = module.classes.get(function.cid) if function is not None else None
                kind = klass.field_types.get(owner.key, "") if klass is not None else ""
                if kind:
                    target = self.evaluator.name(kind, module, 0)
                    if isinstance(target, Klass):
                        return self.evaluator.member(target, invoke.callee.key)
        return value

    @staticmethod
    def _is_parameter(name: str, function: ir.Function, module: ir.Module) -> bool:
        # What stands before the request is bound to the handler, and not sent.
        return 0 <= _position("req", function, module) <= _position(name, function, module) or (
            _position("req", function, module) < 0 <= _position(name, function, module)
        )

    @staticmethod
    def _is_plain(root: str, function: ir.Function, module: ir.Module) -> bool:
        """Whether a name is a value that is made here: anything else may be a store."""
        at = function.scope
        for scope in module.scopes:
            if scope.fid == function.fid and root in scope.names:
                return not any(leaves_request(a.value) for a in scope.names[root])
        while at >= 0:
            scope = module.scopes[at]
            if root in scope.names:
                return scope.fid == module.path and all(
                    isinstance(a.value, ir.Array | ir.Object | ir.Lit | ir.Tpl | ir.Other)
                    for a in scope.names[root]
                )
            at = scope.parent
        return False

    @staticmethod
    def _is_local(name: str, function: ir.Function, module: ir.Module) -> bool:
        return any(scope.fid == function.fid and name in scope.names for scope in module.scopes)

    def _writes_state(self, fid: str, module: ir.Module) -> bool:
        for write in module.writes:
            if write.fid == fid:
                root = root_of(write.target)
                function = module.functions[fid]
                if root not in _PURE_ROOTS and not self._is_local(root, function, module):
                    return True
        return False

    def _uses_live_state(
        self, fid: str, module: ir.Module, invokes: list[ir.Invoke], function: ir.Function
    ) -> bool:
        """Whether it touches a list or table of the module that something in the module changes."""
        names = {root for invoke in invokes for root in names_in(invoke)}
        names |= {root for expr, _ in function.returns for root in names_in(expr)}
        for scope in module.scopes:
            if scope.fid == fid:
                for assigns in scope.names.values():
                    names |= {root for assign in assigns for root in names_in(assign.value)}
        return any(
            name in module.scopes[0].names
            and not self._is_local(name, function, module)
            and _is_changed(module, name)
            for name in names
        )

    # -- what it answers -------------------------------------------------------------------

    def _by_answers(
        self, function: ir.Function, module: ir.Module, invokes: list[ir.Invoke], method: str,
        place: Location, name: str, todo: str,
    ) -> Stub | None:  # fmt: skip
        answers = [
            invoke.args[0]
            for invoke in invokes
            if isinstance(invoke.callee, ir.Member)
            and invoke.callee.key in _ANSWERS
            and invoke.args
        ]
        responds = any(
            isinstance(i.callee, ir.Member) and i.callee.key in _ANSWERS for i in invokes
        )
        if not responds:
            answers = [expr for expr, _ in function.returns]
        answers += [
            w.value for w in module.writes if w.fid == function.fid and root_of(w.target) == "ctx"
        ]
        read = method in _READS
        if read and any(leaves_request(part) for answer in answers for part in parts_of(answer)):
            return None
        if not answers:
            if read:
                return None
            why = f"`{name}` answers without touching any storage{todo}"
            return Stub(StubKind.NO_STORAGE, why, place)
        if all(is_empty(answer) for answer in answers):
            return Stub(
                StubKind.EMPTY, f"`{name}` always answers with an empty list or object{todo}", place
            )
        uses_input = any(
            self._is_input(root, function, module)
            for answer in answers
            for root in self._origins(answer, function, module)
        )
        if not read:
            if uses_input:
                why = f"`{name}` answers with its own input and touches no storage{todo}"
                return Stub(StubKind.ECHO, why, place)
            return Stub(
                StubKind.NO_STORAGE, f"`{name}` reports success and touches no storage{todo}", place
            )
        if uses_input:
            why = f"`{name}` answers only from its own input and reads no storage{todo}"
            return Stub(StubKind.ECHO, why, place, Confidence.PROBABLE)
        if not all(
            self._is_written(root, function, module)
            for answer in answers
            for root in self._origins(answer, function, module)
        ):
            return None
        return Stub(StubKind.CONSTANT, f"`{name}` always answers the same{todo}", place)

    def _is_written(self, name: str, function: ir.Function, module: ir.Module) -> bool:
        """Whether a name stands for what is written in the source, and not for what is found out.

        A parameter of a function around this one, a setting and the result of a call are not.
        """
        if _position(name, function, module) >= 0 and not self._is_parameter(
            name, function, module
        ):
            return False
        if name in _PURE_ROOTS or self._is_local(name, function, module):
            return True
        assigned = module.scopes[0].names.get(name, ())
        if any(isinstance(part, ir.Invoke) for a in assigned for part in parts_of(a.value)):
            return False
        value = self.evaluator.name(name, module, function.scope)
        return isinstance(value, Record | Sequence | Text | Missing) or (
            isinstance(value, Unknown) and value.constant
        )

    def _is_input(self, root: str, function: ir.Function, module: ir.Module) -> bool:
        if root in ("res", "response", "reply", "next"):
            return False
        return self._is_parameter(root, function, module) or root in ("req", "request", "body")

    def _origins(self, expr: ir.Expr, function: ir.Function, module: ir.Module) -> set[str]:
        """The names in an expression, and the names behind the local variables among them."""
        names = set(names_in(expr))
        for name in tuple(names):
            for scope in module.scopes:
                if scope.fid == function.fid and name in scope.names:
                    for assign in scope.names[name]:
                        names |= set(names_in(assign.value))
                        first = deepest(assign.value)
                        asked = _position("req", function, module)
                        if isinstance(first, ir.Param) and first.index >= asked:
                            names.add("req")
        return names


def _position(name: str, function: ir.Function, module: ir.Module) -> int:
    """Which parameter of a function has the name; -1 for none."""
    assigns = module.scopes[function.scope].names.get(name, ())
    found = [a.value.index for a in assigns if isinstance(a.value, ir.Param)]
    return found[0] if found else -1


def _is_changed(module: ir.Module, name: str) -> bool:
    for invoke in module.invokes:
        callee = invoke.callee
        if (
            isinstance(callee, ir.Member)
            and callee.key in _MUTATING
            and root_of(callee.value) == name
        ):
            return True
    if any(
        isinstance(w.target, ir.Member | ir.Index) and root_of(w.target) == name
        for w in module.writes
    ):
        return True
    return len(module.scopes[0].names[name]) > 1
