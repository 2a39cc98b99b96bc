"""How large and how strange a catalogue file may be."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one catalogue file. Whatever is beyond them is refused, never cut."""

    max_bytes: int = 50 * 1024 * 1024
    """Size of the upload, in bytes."""
    max_rows: int = 250_000
    """Rows in the file."""
    max_field_chars: int = 65_536
    """Characters of one text value; what a *field* may hold is ruled by row, and is far less."""
    max_row_chars: int = 1_048_576
    """Characters of one row as it is written in the file."""
    max_columns: int = 512
    """Fields of one row."""
    max_depth: int = 32
    """How deep lists and objects may nest inside one row."""
    max_members: int = 1_000
    """Members of an archive (a workbook is one, too)."""
    max_unpacked_bytes: int = 512 * 1024 * 1024
    """Size of an archive's content when unpacked, in bytes."""
    max_ratio: int = 250
    """How many times larger than packed an archive's content may be (from 1 MiB on)."""


DEFAULT_LIMITS = Limits()
