"""Walks through lowered expressions."""

from __future__ import annotations

from collections.abc import Sequence

from gapless.gapscan.js import ir


def children(expr: ir.Expr) -> Sequence[ir.Expr]:
    """The expressions that ``expr`` is made of."""
    match expr:
        case ir.Member() | ir.Element():
            return (expr.value,)
        case ir.Tpl():
            return expr.parts
        case ir.Invoke():
            return (expr.callee, *expr.args)
        case ir.Object():
            return [value for _, value in expr.items]
        case ir.Array():
            return expr.items
        case ir.Choice():
            return expr.options if expr.subject is None else (*expr.options, expr.subject)
        case ir.Index():
            return (expr.value, expr.key)
    return ()


def add_member(whole: ir.Object, key: str, value: ir.Expr) -> None:
    """Give an object literal one more member, unless it would become a part of itself.

    ``exports.default = {...}`` makes the object what the module exports, and a member of that.
    """
    seen: set[int] = set()
    todo = [value]
    while todo:
        item = todo.pop()
        if item is whole:
            return
        if id(item) not in seen:
            seen.add(id(item))
            todo.extend(children(item))
    whole.items.append((key, value))
