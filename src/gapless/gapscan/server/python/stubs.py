"""Judges whether a Python handler does anything, by what it returns and whom it asks."""

from __future__ import annotations

import ast

from gapless.gapscan.model import Confidence, Location, Stub, StubKind
from gapless.gapscan.server.python.collect import MUTATING, FunctionNode
from gapless.gapscan.server.python.evaluate import (
    ClassValue,
    FunctionValue,
    Made,
    ModuleValue,
    PyEvaluator,
    Thing,
)

_MAX_HOPS = 4
_READS = frozenset({"GET", "HEAD", "OPTIONS"})
# Calls that neither read nor change anything outside of the request.
_PURE_NAMES = frozenset(
    {
        "len", "dict", "list", "str", "int", "float", "bool", "set", "tuple", "sorted", "range",
        "print", "isinstance", "min", "max", "sum", "round", "zip", "enumerate", "any", "all",
        "getattr", "hasattr", "abs", "repr", "type", "id", "hash", "format", "reversed", "map",
        "filter", "uuid4", "Depends", "Query", "Body", "Path", "Header", "jsonify",
        "make_response", "next", "iter", "vars", "super", "uuid1",
    }
)  # fmt: skip
_PURE_PACKAGES = (
    "uuid", "datetime", "time", "random", "logging", "json", "math", "secrets", "string",
    "decimal", "copy", "asyncio.sleep", "fastapi", "starlette", "flask.jsonify",
    "flask.make_response", "flask.request", "flask.abort", "rest_framework.response",
    "rest_framework.status", "django.http", "structlog", "typing", "collections", "itertools",
    "functools", "hashlib", "base64", "re", "loguru", "http", "enum", "pydantic",
)  # fmt: skip
_PURE_METHODS = frozenset(
    {
        "dict", "model_dump", "json", "get", "strip", "lower", "upper", "split", "join", "format",
        "items", "keys", "values", "copy", "isoformat", "strftime", "info", "debug", "warning",
        "error", "exception", "get_json", "startswith", "endswith", "replace", "hex", "encode",
        "decode", "title", "utcnow", "now", "today", "total_seconds", "timestamp", "is_valid",
        "model_copy", "log", "critical", "count", "index",
    }
)  # fmt: skip
_HEALTH = frozenset(
    {"health", "healthz", "ping", "live", "liveness", "ready", "readiness", "version", "root",
     "index", "robots", "favicon", "readyz", "livez", "heartbeat", "health_check", "healthcheck",
     "home", "status_check"}
)  # fmt: skip


class StubJudge:
    """Judges handlers; what cannot be followed counts as real."""

    def __init__(self, evaluator: PyEvaluator) -> None:
        self.evaluator = evaluator
        self._known: dict[tuple[int, str], Stub | None] = {}

    def judge(self, handler: FunctionValue, method: str) -> Stub | None:
        """The verdict on a handler of a route, ``None`` when it seems real."""
        if handler.node.name.strip("_").lower() in _HEALTH:
            return None
        key = (id(handler.node), "read" if method in _READS else "write")
        if key not in self._known:
            self._known[key] = self._judge(handler, method, 0)
        return self._known[key]

    def _judge(self, handler: FunctionValue, method: str, hops: int) -> Stub | None:
        node, module = handler.node, handler.module
        module.body(node)
        place = Location(module.shown, node.lineno)
        if (refused := self._not_implemented(node, place)) is not None:
            return refused
        body = _without_docstring(node)
        if not body or all(isinstance(s, ast.Pass) or _is_ellipsis(s) for s in body):
            return Stub(StubKind.NOT_IMPLEMENTED, f"`{node.name}` has an empty body", place)
        touched, followed = self._work(handler, method, hops)
        if touched:
            return None
        if followed is not None:
            return Stub(
                followed.kind,
                f"`{node.name}` only calls a stub: {followed.why} ({followed.location})",
                place, followed.confidence,
            )  # fmt: skip
        return self._by_returns(handler, method, place)

    @staticmethod
    def _not_implemented(node: FunctionNode, place: Location) -> Stub | None:
        for statement in _without_docstring(node)[:2] + _without_docstring(node)[-1:]:
            text = ""
            if isinstance(statement, ast.Raise) and statement.exc is not None:
                text = ast.unparse(statement.exc)
            elif isinstance(statement, ast.Return) and statement.value is not None:
                text = ast.unparse(statement.value)
            elif isinstance(statement, ast.Expr) and "abort(" in (source := ast.unparse(statement)):
                text = source
            short = text[:80]
            if (
                "NotImplementedError" in text
                or "HTTP_501" in text
                or (
                    "501" in text
                    and any(
                        w in text for w in ("HTTPException", "status", "Response", "abort", ", 501")
                    )
                )
            ):
                return Stub(
                    StubKind.NOT_IMPLEMENTED, f"`{node.name}` answers only `{short}`", place
                )
            lowered = text.lower()
            if (
                "not implemented" in lowered
                or "not_implemented" in lowered
                or "coming soon" in lowered
            ):
                return Stub(
                    StubKind.NOT_IMPLEMENTED, f"`{node.name}` says so itself: `{short}`", place
                )
        return None

    # -- what the body does ----------------------------------------------------------------

    def _work(self, handler: FunctionValue, method: str, hops: int) -> tuple[bool, Stub | None]:
        """Whether anything outside of the request is touched; else the stub that it leads to."""
        followed: Stub | None = None
        body = [
            item for statement in _without_docstring(handler.node) for item in ast.walk(statement)
        ]
        for item in body:
            if isinstance(item, ast.Yield | ast.YieldFrom | ast.AsyncWith | ast.With):
                return True, None
            if isinstance(item, ast.Assign | ast.AugAssign | ast.Delete) and self._changes(
                item, handler
            ):
                return True, None
            if isinstance(item, ast.Name) and self._is_live_state(item, handler):
                return True, None
            if not isinstance(item, ast.Call):
                continue
            outcome = self._callee(item, handler, method, hops)
            if outcome is True:
                return True, None
            if isinstance(outcome, Stub):
                followed = outcome
        return False, followed

    def _callee(
        self, call: ast.Call, handler: FunctionValue, method: str, hops: int
    ) -> bool | Stub:
        """``True`` for a call that does something, ``False`` for a pure one, or a stub reached."""
        frame = handler.module.frame_of(handler.node)
        target = call.func
        if isinstance(target, ast.Name) and target.id in _PURE_NAMES:
            return False
        value = self.evaluator.value(target, handler.module, frame)
        if (
            isinstance(target, ast.Attribute)
            and isinstance(target.value, ast.Name)
            and target.value.id == "self"
            and handler.owner is not None
        ):
            value = self.evaluator.attribute(handler.owner, target.attr)
        if isinstance(value, FunctionValue):
            if value.node is handler.node or hops >= _MAX_HOPS:
                return True
            found = self._judge(value, method, hops + 1)
            if found is None and _is_pure_helper(value):
                return False
            return found if found is not None else True
        if isinstance(value, ClassValue):
            return False
        if isinstance(value, Thing):
            name = value.name
            if any(name == p or name.startswith(p + ".") for p in _PURE_PACKAGES):
                return False
            last = name.rsplit(".", 1)[-1]
            if last in _PURE_METHODS and not name.startswith(("requests.", "httpx.")):
                return False
            # A class of a package that is only made: `Response(...)`, `Decimal(...)`.
            return not (last[:1].isupper() and "." not in name.lstrip("."))
        if isinstance(target, ast.Attribute):
            if target.attr in MUTATING and isinstance(target.value, ast.Name):
                return not self._is_local(target.value.id, handler)
            return target.attr not in _PURE_METHODS
        return True

    def _changes(
        self, item: ast.Assign | ast.AugAssign | ast.Delete, handler: FunctionValue
    ) -> bool:
        targets = [item.target] if isinstance(item, ast.AugAssign) else item.targets
        for target in targets:
            root: ast.expr = target
            while isinstance(root, ast.Subscript | ast.Attribute):
                root = root.value
            if (
                root is not target
                and isinstance(root, ast.Name)
                and not self._is_local(root.id, handler)
            ):
                return True
        return False

    @staticmethod
    def _is_local(name: str, handler: FunctionValue) -> bool:
        frame = handler.module.frame_of(handler.node)
        arguments = handler.node.args
        names = {a.arg for a in [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]}
        return name in frame.assigns or name in frame.loops or name in names

    def _is_live_state(self, item: ast.Name, handler: FunctionValue) -> bool:
        """Whether a name is a module's list or table that something in the module changes."""
        if self._is_local(item.id, handler):
            return False
        if item.id in handler.module.frame.imports:
            # An object of another module (settings, a cache, a client) knows more than we see.
            found = self.evaluator.name(item.id, handler.module, handler.module.frame)
            return isinstance(found, Made) and not _is_pure_made(self.evaluator, found)
        if item.id not in handler.module.frame.assigns:
            return False
        value = handler.module.frame.assigns[item.id][-1]
        if isinstance(value, ast.Constant) or not isinstance(
            value, ast.List | ast.Dict | ast.Set | ast.Call | ast.ListComp | ast.DictComp
        ):
            return False
        if isinstance(value, ast.Call):
            made = self.evaluator.value(value, handler.module, handler.module.frame)
            if isinstance(made, Made) and not isinstance(made.what, ClassValue):
                return not _is_pure_made(self.evaluator, made)
            return isinstance(made, Made | ModuleValue)
        return item.id in handler.module.changed

    # -- what it returns -------------------------------------------------------------------

    def _by_returns(self, handler: FunctionValue, method: str, place: Location) -> Stub | None:
        node = handler.node
        returns = [
            item.value
            for statement in node.body
            for item in ast.walk(statement)
            if isinstance(item, ast.Return) and item.value is not None
        ]
        confidence = Confidence.CERTAIN
        todo = " under a TODO" if handler.module.has_todo(node) else ""
        if not returns:
            if method in _READS:
                return None
            why = f"`{node.name}` returns nothing and touches no storage{todo}"
            return Stub(StubKind.NO_STORAGE, why, place)
        shown = ast.unparse(returns[-1])[:80]
        if all(_is_empty(value) for value in returns):
            return Stub(
                StubKind.EMPTY, f"`{node.name}` always returns `{shown}`{todo}", place, confidence
            )
        parameters = {
            a.arg for a in [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        }
        uses_input = any(
            isinstance(item, ast.Name) and (item.id in parameters or item.id == "request")
            for statement in node.body
            for item in ast.walk(statement)
        )
        if method not in _READS:
            if uses_input:
                why = (
                    f"`{node.name}` answers its own input (`{shown}`) and touches no storage{todo}"
                )
                return Stub(StubKind.ECHO, why, place)
            why = f"`{node.name}` answers `{shown}` and touches no storage{todo}"
            return Stub(StubKind.NO_STORAGE, why, place)
        if not uses_input or all(_is_constant(value) for value in returns):
            why = f"`{node.name}` always returns the same: `{shown}`{todo}"
            return Stub(StubKind.CONSTANT, why, place)
        if any(
            isinstance(item, ast.Name) and item.id in parameters
            for v in returns
            for item in ast.walk(v)
        ):
            why = f"`{node.name}` answers only its own input (`{shown}`), reads no storage{todo}"
            return Stub(StubKind.ECHO, why, place, Confidence.PROBABLE)
        return None


def _without_docstring(node: FunctionNode) -> list[ast.stmt]:
    body = node.body
    return body[1:] if ast.get_docstring(node, clean=False) is not None else body


def _is_ellipsis(statement: ast.stmt) -> bool:
    return (
        isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Constant)
        and statement.value.value is Ellipsis
    )


def _is_constant(value: ast.expr) -> bool:
    return not any(
        isinstance(item, ast.Name | ast.Call | ast.Attribute) for item in ast.walk(value)
    )


def _is_empty(value: ast.expr) -> bool:
    """``[]``, ``{}``, or an object of nothing but such and zero: ``{"items": [], "total": 0}``."""
    match value:
        case ast.List() | ast.Tuple() | ast.Set():
            return not value.elts
        case ast.Dict():
            return not value.values or (
                all(_is_empty(v) or _is_falsy(v) for v in value.values)
                and any(isinstance(v, ast.List | ast.Dict) for v in value.values)
            )
        case ast.Call(func=ast.Name(id="list" | "dict" | "set"), args=[], keywords=[]):
            return True
        case ast.Call(args=[first, *_]):
            called = value.func
            name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            return name in ("jsonify", "JSONResponse", "Response", "JsonResponse") and _is_empty(
                first
            )
    return False


def _is_falsy(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and (not value.value or value.value == 1)


def _is_pure_helper(value: FunctionValue) -> bool:
    """A function of the project that calls nothing at all: a computation, not a store."""
    value.module.body(value.node)
    return not any(
        isinstance(item, ast.Call | ast.Await | ast.Yield | ast.Global | ast.With)
        for item in ast.walk(value.node)
        if item is not value.node
    )


def _is_pure_made(evaluator: PyEvaluator, made: Made) -> bool:
    """A logger, a router, a template: nothing that holds data."""
    return any(
        kind.startswith(
            ("logging", "structlog", "loguru", "fastapi", "starlette", "flask.", "typing")
        )
        for kind in evaluator.kind_of(made.what)
    )
