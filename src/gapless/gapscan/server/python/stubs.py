"""Judges whether a Python handler does anything, by what it returns and whom it asks."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from gapless.gapscan.model import Confidence, Location, Stub, StubKind
from gapless.gapscan.server.python.collect import FunctionNode
from gapless.gapscan.server.python.evaluate import FunctionValue, PyEvaluator
from gapless.gapscan.server.python.origins import Origin, Origins

_MAX_HOPS = 4
_READS = frozenset({"GET", "HEAD", "OPTIONS"})
_HEALTH = frozenset(
    {"health", "healthz", "ping", "live", "liveness", "ready", "readiness", "version", "root",
     "index", "robots", "favicon", "readyz", "livez", "heartbeat", "health_check", "healthcheck",
     "home", "status_check", "alive", "is_alive"}
)  # fmt: skip
_ALIVE = re.compile(r"_(alive|health|ping|heartbeat|healthcheck|liveness|readiness)$")
_REFUSES = re.compile(r"HTTPException|status|Response|abort|, 501")
_SAYS_SO = re.compile(r"not[ _]implemented|coming soon", re.I)
# What a helper that is one of these brings is as little as if it stood in the handler.
_BARE = (StubKind.EMPTY, StubKind.CONSTANT, StubKind.NOT_IMPLEMENTED)


@dataclass(frozen=True, slots=True)
class _Verdict:
    """``touched``: something outside of the request was asked or changed; else maybe a stub."""

    touched: bool
    stub: Stub | None = None


class StubJudge:
    """Judges handlers; what cannot be followed counts as real."""

    def __init__(self, evaluator: PyEvaluator) -> None:
        self.evaluator = evaluator
        self._known: dict[tuple[int, bool], _Verdict] = {}
        self._busy: set[int] = set()

    def judge(self, handler: FunctionValue, method: str) -> Stub | None:
        """The verdict on a handler of a route, ``None`` when it seems real."""
        name = handler.node.name.strip("_").lower()
        if name in _HEALTH or _ALIVE.search(name):
            return None
        try:
            return self._verdict(handler, method in _READS, 0).stub
        except RecursionError:
            return None

    def _verdict(self, handler: FunctionValue, reads: bool, hops: int) -> _Verdict:
        key = id(handler.node), reads
        if key not in self._known:
            if id(handler.node) in self._busy or hops > _MAX_HOPS:
                return _Verdict(touched=True)
            self._busy.add(id(handler.node))
            try:
                self._known[key] = self._judge(handler, reads, hops)
            finally:
                self._busy.discard(id(handler.node))
        return self._known[key]

    def _judge(self, handler: FunctionValue, reads: bool, hops: int) -> _Verdict:
        node, module = handler.node, handler.module
        module.body(node)
        place = Location(module.shown, node.lineno)
        body = _without_docstring(node)
        if not body or all(isinstance(s, ast.Pass) or _is_ellipsis(s) for s in body):
            why = f"`{node.name}` has an empty body"
            return _Verdict(False, Stub(StubKind.NOT_IMPLEMENTED, why, place))
        if (refused := _refusal(node, place)) is not None:
            return _Verdict(False, refused)
        followed: dict[int, Stub] = {}
        computed: list[str] = []

        def follow(value: FunctionValue) -> Origin | None:
            if value.node is node or _is_abstract(self.evaluator, value):
                return Origin.OUTSIDE
            verdict = self._verdict(value, reads=True, hops=hops + 1)
            if verdict.touched:
                return Origin.OUTSIDE
            if _by_chance(value):
                computed.append(value.node.name)
                return None
            if verdict.stub is not None and verdict.stub.kind in _BARE:
                followed[id(value.node)] = verdict.stub
                return Origin.NOWHERE
            computed.append(value.node.name)
            return None

        origins = Origins(self.evaluator, handler, follow)
        if any(_touches(item, origins) for s in body for item in ast.walk(s)):
            return _Verdict(touched=True)
        returns = list(_returns(node))
        brought = Origin.NOWHERE
        computed.clear()
        for value in returns:
            brought |= origins.of(value)
        if reads and brought & Origin.OUTSIDE:
            return _Verdict(touched=True)
        if reads and computed and not hops:
            return _Verdict(touched=False)  # it works something out, which is what it is for
        bare = next(iter(followed.values()), None)
        if bare is not None and returns and all(_is_call(value) for value in returns):
            why = f"`{node.name}` only calls a stub: {bare.why} ({bare.location})"
            return _Verdict(False, Stub(bare.kind, why, place, bare.confidence))
        used = brought & Origin.INPUT or (not reads and self._uses_input(body, origins))
        return _Verdict(False, self._by_returns(handler, returns, reads, bool(used), place))

    @staticmethod
    def _uses_input(body: list[ast.stmt], origins: Origins) -> bool:
        return any(
            isinstance(item, ast.Name) and origins.of(item) & Origin.INPUT
            for statement in body
            for item in ast.walk(statement)
        )

    @staticmethod
    def _by_returns(
        handler: FunctionValue, returns: list[ast.expr], reads: bool, uses_input: bool,
        place: Location,
    ) -> Stub | None:  # fmt: skip
        name = handler.node.name
        todo = " under a TODO" if handler.module.has_todo(handler.node) else ""
        if not returns:
            if reads:
                return None
            why = f"`{name}` returns nothing and touches no storage{todo}"
            return Stub(StubKind.NO_STORAGE, why, place)
        shown = " ".join(ast.unparse(returns[-1]).split())[:80]
        if all(_is_empty(value) for value in returns):
            return Stub(StubKind.EMPTY, f"`{name}` always returns `{shown}`{todo}", place)
        if not reads:
            if uses_input:
                why = f"`{name}` answers its own input (`{shown}`) and touches no storage{todo}"
                return Stub(StubKind.ECHO, why, place)
            why = f"`{name}` answers `{shown}` and touches no storage{todo}"
            return Stub(StubKind.NO_STORAGE, why, place)
        if not uses_input:
            how = (
                "makes its answer up by chance"
                if _by_chance(handler)
                else "always returns the same"
            )
            why = f"`{name}` {how}: `{shown}`{todo}"
            return Stub(StubKind.CONSTANT, why, place)
        why = f"`{name}` answers only its own input (`{shown}`), reads no storage{todo}"
        return Stub(StubKind.ECHO, why, place, Confidence.PROBABLE)


def _touches(item: ast.AST, origins: Origins) -> bool:
    """Whether a part of a body asks or changes something outside of the request."""
    match item:
        case ast.Yield() | ast.YieldFrom() | ast.With() | ast.AsyncWith() | ast.Global():
            return True
        case ast.Call():
            return bool(origins.of(item) & Origin.OUTSIDE)
        case ast.Assign() | ast.Delete():
            targets = item.targets
        case ast.AugAssign():
            targets = [item.target]
        case _:
            return False
    for target in targets:
        root: ast.expr = target
        while isinstance(root, ast.Subscript | ast.Attribute):
            root = root.value
        if root is not target and origins.of(root) & Origin.OUTSIDE:
            return True
    return False


def _refusal(node: FunctionNode, place: Location) -> Stub | None:
    """The one thing a function does, if that is to say that it does not work yet."""
    body = _without_docstring(node)
    for number, statement in enumerate(body):
        if number not in (0, 1, len(body) - 1):
            continue
        text = ""
        if isinstance(statement, ast.Raise) and statement.exc is not None:
            text = ast.unparse(statement.exc)
        elif isinstance(statement, ast.Return) and statement.value is not None:
            text = ast.unparse(statement.value)
        elif isinstance(statement, ast.Expr) and "abort(" in (source := ast.unparse(statement)):
            text = source
        returns = [value for value in _returns(node) if ast.unparse(value) != text]
        if not text or any(not _SAYS_SO.search(ast.unparse(value)) for value in returns):
            continue
        short = text[:80]
        if "NotImplementedError" in text or "HTTP_501" in text or (
            "501" in text and _REFUSES.search(text)
        ):  # fmt: skip
            why = f"`{node.name}` answers only `{short}`"
            return Stub(StubKind.NOT_IMPLEMENTED, why, place)
        if _SAYS_SO.search(text):
            why = f"`{node.name}` says so itself: `{short}`"
            return Stub(StubKind.NOT_IMPLEMENTED, why, place)
    return None


def _is_abstract(evaluator: PyEvaluator, value: FunctionValue) -> bool:
    """Whether another class gives the method its meaning, so that this body says nothing."""
    for decorator in value.node.decorator_list:
        name = decorator.attr if isinstance(decorator, ast.Attribute) else ""
        name = decorator.id if isinstance(decorator, ast.Name) else name
        if name.startswith("abstract"):
            return True
    if value.owner is None:
        return False
    bases = evaluator.lineage(value.owner)[1]
    body = value.module.body(value.node)
    raises = isinstance(body[-1], ast.Raise) if body else False
    return any(base.rsplit(".", 1)[-1] in ("ABC", "Protocol", "Generic") for base in bases) or (
        raises and "NotImplementedError" in ast.unparse(body[-1])
    )


def _by_chance(value: FunctionValue) -> bool:
    """Whether a helper makes something new each time: a password, a key, a number."""
    return any(
        isinstance(item, ast.Name) and item.id in ("random", "secrets", "uuid", "hashlib", "os")
        for item in ast.walk(value.node)
    )


def _returns(node: FunctionNode) -> Iterator[ast.expr]:
    """What a function returns; functions in it return something of their own."""
    todo: list[ast.AST] = list(node.body)
    while todo:
        item = todo.pop(0)
        if isinstance(item, FunctionNode | ast.Lambda | ast.ClassDef):
            continue
        if isinstance(item, ast.Return) and item.value is not None:
            yield item.value
        todo.extend(ast.iter_child_nodes(item))


def _is_call(value: ast.expr) -> bool:
    return isinstance(value.value if isinstance(value, ast.Await) else value, ast.Call)


def _without_docstring(node: FunctionNode) -> list[ast.stmt]:
    body = node.body
    return body[1:] if ast.get_docstring(node, clean=False) is not None else body


def _is_ellipsis(statement: ast.stmt) -> bool:
    return (
        isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Constant)
        and statement.value.value is Ellipsis
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
