"""Flags from other systems' files, and flags as files: pure, text in and values out.

One module a system. A flag is carried so that everybody gets what they got, or it is left with the
reason; what is carried but not in every respect as it was says so.
"""

from gapless.flagimport import export_flagd, own
from gapless.flagimport.bundle import (
    About,
    Bundle,
    CarriedFlag,
    CarriedSegment,
    Format,
    Left,
    Options,
)
from gapless.flagimport.files import Unreadable, read_file
from gapless.flagimport.notes import Note, NoteCode, Weight

__all__ = [
    "About",
    "Bundle",
    "CarriedFlag",
    "CarriedSegment",
    "Format",
    "Left",
    "Note",
    "NoteCode",
    "Options",
    "Unreadable",
    "Weight",
    "export_flagd",
    "own",
    "read_file",
]
