"""Registers in the layout, English and Turkish, with the inconsistencies that real ones have."""

from datetime import UTC, datetime
from pathlib import Path

from gapless.gapscan.register.model import Register
from gapless.gapscan.register.parse import parse_register, read_register

DATA = Path(__file__).parent / "data"
ENGLISH = DATA / "library.en.md"
TURKISH = DATA / "library.tr.md"
# Two days after the gaps were first seen: nothing is overdue.
NOW = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)


def english() -> Register:
    return read_register(ENGLISH)


def turkish() -> Register:
    return read_register(TURKISH)


def changed(old: str, new: str) -> Register:
    """The English register with one piece of its text changed."""
    text = ENGLISH.read_text(encoding="utf-8")
    assert text.count(old) >= 1, old
    return parse_register(text.replace(old, new, 1), name="changed.en.md")
