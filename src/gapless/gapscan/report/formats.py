"""The formats by name."""

from __future__ import annotations

from collections.abc import Callable

from gapless.gapscan.model import Scan
from gapless.gapscan.report.json_report import as_json
from gapless.gapscan.report.junit import as_junit
from gapless.gapscan.report.sarif import as_sarif
from gapless.gapscan.report.tables import as_csv, as_markdown, as_table

FORMATS: dict[str, Callable[[Scan, frozenset[str]], str]] = {
    "table": as_table,
    "json": as_json,
    "sarif": as_sarif,
    "junit": as_junit,
    "csv": as_csv,
    "markdown": as_markdown,
}


def render(scan: Scan, form: str, new: frozenset[str] | None = None) -> str:
    """The scan as text in a format of :data:`FORMATS`.

    ``new`` are the fingerprints that a baseline does not hold; all, if there is no baseline.
    Raises ``KeyError`` for a format that does not exist.
    """
    fresh = new if new is not None else frozenset(f.fingerprint for f in scan.findings)
    return FORMATS[form](scan, fresh)
