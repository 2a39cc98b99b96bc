"""Looks at the parts of a lowered expression, for who judges a handler."""

from __future__ import annotations

from collections.abc import Iterator

from gapless.gapscan.js import ir
from gapless.gapscan.js.walk import children

# What of a request its sender wrote; the rest of it (the user, the application) is from elsewhere.
_SENT = frozenset(
    {"body", "query", "params", "headers", "cookies", "get", "header", "ip", "ips", "path", "url",
     "originalUrl", "method", "protocol", "hostname", "files", "file", "is", "accepts", "param",
     "request", "response", "status", "set", "throw", "log", "type", "rawBody", "baseUrl", "xhr"}
)  # fmt: skip
_REQUESTS = frozenset({"req", "request", "ctx", "_req"})


def deepest(expr: ir.Expr) -> ir.Expr:
    """What a member is a member of."""
    while isinstance(expr, ir.Member | ir.Index):
        expr = expr.value
    return expr


def leaves_request(expr: ir.Expr) -> bool:
    """``req.user.name``, ``req.app.locals``: more than what the sender wrote."""
    first = ""
    while isinstance(expr, ir.Member | ir.Index | ir.Invoke):
        if isinstance(expr, ir.Member):
            first = expr.key
        expr = expr.callee if isinstance(expr, ir.Invoke) else expr.value
    return isinstance(expr, ir.Name) and expr.name in _REQUESTS and bool(first) and (
        first not in _SENT
    )  # fmt: skip


def parts_of(expr: ir.Expr) -> Iterator[ir.Expr]:
    """An expression and the values in it."""
    yield expr
    if isinstance(expr, ir.Object | ir.Array | ir.Choice | ir.Tpl):
        for part in children(expr):
            yield from parts_of(part)


def root_of(expr: ir.Expr) -> str:
    """The name that an expression begins with."""
    while True:
        if isinstance(expr, ir.Member | ir.Index):
            expr = expr.value
        elif isinstance(expr, ir.Invoke):
            expr = expr.callee
        else:
            return expr.name if isinstance(expr, ir.Name) else ""


def names_in(expr: ir.Expr) -> Iterator[str]:
    """The names in an expression."""
    if isinstance(expr, ir.Name):
        yield expr.name
    for part in children(expr):
        yield from names_in(part)


def is_empty(expr: ir.Expr) -> bool:
    """An empty list or object, or an object of nothing but such."""
    if isinstance(expr, ir.Array):
        return not expr.items
    if isinstance(expr, ir.Object):
        values = [value for _, value in expr.items]
        if not values:
            return True
        return any(isinstance(v, ir.Array | ir.Object) for v in values) and all(
            is_empty(v) or (isinstance(v, ir.Other) and v.constant) for v in values
        )
    return False
