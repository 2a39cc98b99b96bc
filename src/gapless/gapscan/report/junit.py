"""A scan as JUnit XML: each operation that the panel calls is a test case."""

from __future__ import annotations

from collections import defaultdict
from xml.sax.saxutils import escape, quoteattr

from gapless.gapscan.model import Finding, Scan
from gapless.gapscan.paths import anonymous, module_of
from gapless.gapscan.xml_text import clean


def as_junit(scan: Scan, new: frozenset[str]) -> str:
    """One suite a module; a case fails for a new gap, and is skipped for one in the baseline."""
    findings: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    cases: dict[tuple[str, str], tuple[str, str]] = {}
    for finding in scan.findings:
        if finding.is_gap:
            key = finding.method, anonymous(finding.path)
            findings[key].append(finding)
            cases.setdefault(key, (finding.method, finding.path))
    for operation in scan.operations:
        if operation.called:
            key = operation.method, anonymous(operation.path)
            cases.setdefault(key, (operation.method, operation.path))
    suites: dict[str, list[tuple[str, list[Finding]]]] = defaultdict(list)
    for key, (method, path) in sorted(cases.items(), key=lambda entry: entry[1][::-1]):
        suites[module_of(path)].append((f"{method} {path}", findings.get(key, [])))
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<testsuites name="gapless">']
    for module, entries in sorted(suites.items()):
        failed = sum(1 for _, found in entries if any(f.fingerprint in new for f in found))
        skipped = sum(
            1 for _, found in entries if found and all(f.fingerprint not in new for f in found)
        )
        lines.append(
            f'<testsuite name={_attribute(module)} tests="{len(entries)}" failures="{failed}" '
            f'skipped="{skipped}" errors="0">'
        )
        for name, found in entries:
            lines.extend(_case(module, name, found, new))
        lines.append("</testsuite>")
    return "\n".join([*lines, "</testsuites>"]) + "\n"


def _case(module: str, name: str, found: list[Finding], new: frozenset[str]) -> list[str]:
    head = f"<testcase classname={_attribute('gapless.' + module)} name={_attribute(name)}"
    if not found:
        return [head + "/>"]
    fresh = [finding for finding in found if finding.fingerprint in new]
    if not fresh:
        ids = ", ".join(finding.fingerprint for finding in found)
        return [
            head + ">",
            f"<skipped message={_attribute('in the baseline: ' + ids)}/>",
            "</testcase>",
        ]
    text = "\n".join(f"{f.fingerprint} {f.severity.value} {f.title}\nwhy: {f.why}" for f in fresh)
    message = "; ".join(finding.title for finding in fresh)
    kind = fresh[0].kind.value
    return [
        head + ">",
        f"<failure type={_attribute(kind)} message={_attribute(message)}>",
        f"{escape(clean(text))}</failure>",
        "</testcase>",
    ]


def _attribute(text: str) -> str:
    return quoteattr(clean(text))
