"""What the scan of a server's source gives."""

from __future__ import annotations

from dataclasses import dataclass

from gapless.gapscan.model import Location, Route


@dataclass(frozen=True, slots=True)
class SourceScan:
    """Routes, the numbers of files and lines looked at, and the places that could not be followed.

    ``blind`` are places where routes are declared in a way that the source does not show, so that
    there may be more of them.
    """

    routes: tuple[Route, ...] = ()
    files: int = 0
    lines: int = 0
    blind: tuple[Location, ...] = ()
