"""Reading a catalogue file: one module a format, and `open_bundle` before them all."""

from gapless.features.games.imports.reading.bundle import Bundle, Format, open_bundle

__all__ = ["Bundle", "Format", "open_bundle"]
