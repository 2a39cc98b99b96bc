"""Drops from a lowered panel module what can decide no address and is no part of an answer.

Whatever goes by a name that something kept mentions is kept, in whichever scope: more than is
needed stays, nothing that is needed goes.
"""

from __future__ import annotations

from collections.abc import Iterable

from gapless.gapscan.js import ir
from gapless.gapscan.js.walk import children

# Globals that call nobody: neither they nor what is read of them matters.
_IDLE = frozenset(
    {
        "String", "Number", "Boolean", "Math", "console", "Date", "parseInt", "parseFloat", "Intl",
        "isNaN", "isFinite", "clearTimeout", "clearInterval", "Symbol", "RegExp", "BigInt",
        "Error", "TypeError", "RangeError", "alert", "confirm", "prompt", "requestAnimationFrame",
        "cancelAnimationFrame", "structuredClone", "document", "localStorage", "sessionStorage",
        "performance",
    }
)  # fmt: skip


def prune(module: ir.Module) -> None:
    """Prune ``module`` in place."""
    module.invokes = [i for i in module.invokes if not _is_idle(i.callee, i.scope, module)]
    module.reads = [r for r in module.reads if not _is_idle(r[0], r[1], module)]
    live: set[str] = set()
    seen: set[int] = set()
    for root in _roots(module):
        _mention(root, live, seen)
    waiting: dict[str, list[ir.Expr]] = {}
    for scope in module.scopes:
        for name, assigns in scope.names.items():
            waiting.setdefault(name, []).extend(assign.value for assign in assigns)
    todo = [name for name in waiting if name in live]
    while todo:
        mentioned: set[str] = set()
        for value in waiting.pop(todo.pop(), ()):
            _mention(value, mentioned, seen)
        todo.extend(name for name in mentioned - live if name in waiting)
        live |= mentioned
    for number, scope in enumerate(module.scopes):
        # What stands in the file itself may be asked for from elsewhere.
        if number and any(name in waiting for name in scope.names):
            scope.names = {k: v for k, v in scope.names.items() if k not in waiting}


def _is_idle(expr: ir.Expr, scope: int, module: ir.Module) -> bool:
    while isinstance(expr, ir.Member):
        expr = expr.value
    if not isinstance(expr, ir.Name) or expr.name not in _IDLE:
        return False
    while scope >= 0:
        if expr.name in module.scopes[scope].names:
            return False
        scope = module.scopes[scope].parent
    return True


def _roots(module: ir.Module) -> Iterable[ir.Expr]:
    for invoke in module.invokes:
        yield invoke.callee
        yield from invoke.args
    for write in module.writes:
        yield write.target
        yield write.value
    for read, _ in module.reads:
        yield read
    yield from module.exports.values()
    for assigns in module.scopes[0].names.values():
        for assign in assigns:
            yield assign.value
    for function in module.functions.values():
        function.throws = []
        for value, _ in function.returns:
            yield value
        if function.passed_to is not None:
            yield function.passed_to[0]
        if function.owner is not None:
            yield function.owner
    for klass in module.classes.values():
        yield from klass.fields.values()
        yield from klass.decorators
        for decorators in klass.method_decorators.values():
            yield from decorators
        if klass.superclass is not None:
            yield klass.superclass


def _mention(expr: ir.Expr, names: set[str], seen: set[int]) -> None:
    """Add the names that an expression mentions; what was ``seen`` has given its names already."""
    todo = [expr]
    while todo:
        item = todo.pop()
        if isinstance(item, ir.Name):
            names.add(item.name)
        elif id(item) not in seen:
            seen.add(id(item))
            todo.extend(children(item))
