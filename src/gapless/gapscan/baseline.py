"""A baseline: the gaps that a team knows, so that only new ones fail a build."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from gapless.gapscan.files import shown
from gapless.gapscan.model import Finding, Location, ScanInputError, Severity

VERSION = 1


def read_baseline(path: Path) -> dict[str, str]:
    """Fingerprint to title of every known gap.

    Raises :class:`ScanInputError` for a file that is no baseline.
    """
    name = shown(path)
    try:
        document = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise ScanInputError(
            f"cannot be read: {error.strerror or error}", Location(name)
        ) from error
    except UnicodeDecodeError as error:
        raise ScanInputError("is no baseline: not UTF-8 text", Location(name)) from error
    except ValueError as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else 0
        raise ScanInputError(f"is no baseline: {error}", Location(name, line)) from error
    gaps = document.get("gaps") if isinstance(document, dict) else None
    if not isinstance(gaps, list) or document.get("version") != VERSION:
        raise ScanInputError("is no baseline of this version", Location(name, 1))
    known: dict[str, str] = {}
    for gap in gaps:
        if not isinstance(gap, dict) or not isinstance(gap.get("fingerprint"), str):
            raise ScanInputError("is no baseline: an entry has no fingerprint", Location(name))
        known[gap["fingerprint"]] = str(gap.get("title", ""))
    return known


def write_baseline(path: Path, findings: Iterable[Finding]) -> int:
    """Write the gaps among ``findings``; the number written. The file is never half-written."""
    gaps = [
        {
            "fingerprint": f.fingerprint, "kind": f.kind.value, "method": f.method, "path": f.path,
            "field": f.field, "title": f.title,
        }
        for f in sorted(findings, key=lambda f: (f.path, f.method, f.kind, f.field))
        if f.is_gap
    ]  # fmt: skip
    write_whole(
        path, json.dumps({"version": VERSION, "gaps": gaps}, indent=2, ensure_ascii=False) + "\n"
    )
    return len(gaps)


def write_whole(path: Path, text: str) -> None:
    """Write a file so that a reader sees the old or the new text, nothing between.

    Raises :class:`ScanInputError` when the place cannot be written.
    """
    temporary = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        # A temporary file is private; a report has the mode of any new file.
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(temporary, 0o666 & ~mask)
        os.replace(temporary, path)
    except OSError as error:
        if temporary and os.path.exists(temporary):
            os.unlink(temporary)
        raise ScanInputError(
            f"cannot be written: {error.strerror or error}", Location(shown(path))
        ) from error


def fails(findings: Iterable[Finding], new: frozenset[str], fail_on: str) -> bool:
    """Whether a build should fail: ``never``, ``any``, ``new``, or a severity and up.

    With a severity, only gaps that the baseline does not hold count.
    """
    gaps = [finding for finding in findings if finding.is_gap]
    if fail_on == "never":
        return False
    if fail_on == "any":
        return bool(gaps)
    fresh = [finding for finding in gaps if finding.fingerprint in new]
    if fail_on == "new":
        return bool(fresh)
    return any(finding.severity.rank <= Severity(fail_on).rank for finding in fresh)
