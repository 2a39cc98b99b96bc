"""A scan as a table for the terminal, as CSV and as Markdown."""

from __future__ import annotations

import csv
import io
from collections import Counter
from itertools import groupby

from gapless.gapscan.model import Finding, Kind, Scan

_COLUMNS = (
    "fingerprint", "severity", "kind", "method", "path", "field", "module", "confidence", "new",
    "title", "why", "severity_why", "file", "line",
)  # fmt: skip
# A cell that begins so would be run as a formula by a spreadsheet.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def _gaps(scan: Scan) -> list[Finding]:
    return [finding for finding in scan.findings if finding.is_gap]


def summary(scan: Scan, new: frozenset[str]) -> str:
    """One line: how many gaps of which severity, in how many calls and routes."""
    gaps = _gaps(scan)
    counts = Counter(finding.severity.value for finding in gaps)
    told = ", ".join(f"{number} {severity}" for severity, number in sorted(counts.items()))
    fresh = sum(1 for finding in gaps if finding.fingerprint in new)
    statistics = scan.statistics
    size = (
        f"{statistics.get('calls', 0)} calls, {statistics.get('routes', 0)} routes, "
        f"{len(scan.unresolved)} unresolved, {statistics.get('seconds', 0)} s"
    )
    if not gaps:
        return f"no gaps ({size})"
    known = f", {len(gaps) - fresh} of them in the baseline" if fresh < len(gaps) else ""
    noun = "gap" if len(gaps) == 1 else "gaps"
    return f"{len(gaps)} {noun}: {told}{known} ({size})"


def as_table(scan: Scan, new: frozenset[str]) -> str:
    """A table for the terminal, grouped by module; then what could not be worked out."""
    lines: list[str] = []
    gaps = sorted(_gaps(scan), key=lambda f: (f.module, f.severity.rank, f.path, f.method))
    for module, group in groupby(gaps, key=lambda finding: finding.module):
        lines.append(module)
        for finding in group:
            mark = "+" if finding.fingerprint in new else " "
            probable = "" if finding.confidence == "certain" else " (probable)"
            lines.append(
                f" {mark} {finding.severity.value:<4} {finding.kind.value:<14} "
                f"{finding.title}{probable}  [{finding.fingerprint}]"
            )
            lines.append(f"        why: {finding.why}")
            lines.append(f"        {finding.severity.value}: {finding.severity_why}")
        lines.append("")
    if scan.unresolved:
        lines.append("unresolved calls (not judged)")
        lines.extend(
            f"   {item.location}: {item.why}: {_one_line(item.expression)}"
            for item in scan.unresolved
        )
        lines.append("")
    if scan.notices:
        lines.append("not read")
        lines.extend(f"   {notice}" for notice in scan.notices)
        lines.append("")
    lines.extend(f"note: {note}" for note in scan.notes)
    orphans = sum(1 for finding in scan.findings if finding.kind is Kind.ORPHAN)
    if orphans:
        lines.append(f"note: {orphans} routes are called by nobody (listed in the other formats)")
    lines.append(summary(scan, new))
    return "\n".join(lines) + "\n"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def as_csv(scan: Scan, new: frozenset[str]) -> str:
    """One line a finding; cells that a spreadsheet would take for formulas are quoted."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for f in scan.findings:
        place = f.locations[0] if f.locations else None
        row = (
            f.fingerprint, f.severity.value, f.kind.value, f.method, f.path, f.field, f.module,
            f.confidence.value, "yes" if f.fingerprint in new else "no", f.title, f.why,
            f.severity_why,
            place.file if place else "", place.line if place else "",
        )  # fmt: skip
        writer.writerow(
            [f"'{c}" if isinstance(c, str) and c.startswith(_FORMULA) else c for c in row]
        )
    return out.getvalue()


def as_markdown(scan: Scan, new: frozenset[str]) -> str:
    """A report with one table a module."""
    lines = ["# Gaps between panel and server", "", summary(scan, new), ""]
    gaps = sorted(_gaps(scan), key=lambda f: (f.module, f.severity.rank, f.path, f.method))
    for module, group in groupby(gaps, key=lambda finding: finding.module):
        lines += [
            f"## {_cell(module)}",
            "",
            "| Severity | Kind | Gap | Why | Fingerprint |",
            "|---|---|---|---|---|",
        ]
        lines += [
            f"| {f.severity.value} | {f.kind.value} | {_cell(f.title)} | {_cell(f.why)} "
            f"| `{f.fingerprint}`{' (new)' if f.fingerprint in new else ''} |"
            for f in group
        ]
        lines.append("")
    if scan.unresolved:
        lines += ["## Unresolved calls", "", "| Place | Call | Why |", "|---|---|---|"]
        lines += [
            f"| {item.location} | {_code(item.expression)} | {_cell(item.why)} |"
            for item in scan.unresolved
        ]
        lines.append("")
    orphans = [finding for finding in scan.findings if finding.kind is Kind.ORPHAN]
    if orphans:
        lines += ["## Declared, but called by nobody", ""]
        lines += [f"- `{f.method} {f.path}` ({f.locations[0]})" for f in orphans]
        lines.append("")
    if scan.notices:
        lines += ["## Not read", ""]
        lines += [f"- {_cell(str(notice))}" for notice in scan.notices]
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def _code(text: str) -> str:
    return "`" + _cell(text).replace("`", "'") + "`"


def _cell(text: str) -> str:
    return _one_line(text).replace("|", "\\|").replace("<", "&lt;")
