"""Searching text as people compare it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, func


def folded(value: Any) -> ColumnElement[str]:
    """Text as it is compared: without case, and with I, İ, ı and i alike, as Turkish needs."""
    return func.lower(func.translate(value, "Iİı", "iii"))


def holds(column: Any, needle: str) -> ColumnElement[bool]:
    """Whether the column's text has `needle` in it; `%` and `_` mean themselves."""
    return func.strpos(folded(column), folded(needle)) > 0
