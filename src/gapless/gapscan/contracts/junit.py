"""Verifications as JUnit XML: a suite for each gap, a case for each step of its contract."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from gapless.gapscan.contracts.result import Outcome, StepResult
from gapless.gapscan.contracts.verify import GapVerdict
from gapless.gapscan.language import Language
from gapless.gapscan.xml_text import clean


def as_junit(
    verdicts: Sequence[GapVerdict],
    *,
    allow_open: bool = False,
    language: Language = Language.EN,
) -> str:
    """The report. What does not make `verify` fail fails no case: with `allow_open` a step of a
    gap that nobody ever called Fixed is skipped, with what it showed as the reason.
    """
    root = Element("testsuites", name="gapless gaps verify")
    for verdict in verdicts:
        _suite(root, verdict, language, excused=allow_open and not verdict.once_fixed)
    indent(root, "")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'


def _suite(root: Element, verdict: GapVerdict, language: Language, *, excused: bool) -> None:
    run = verdict.run
    suite = SubElement(
        root,
        "testsuite",
        name=verdict.gap,
        timestamp=run.started.isoformat(timespec="seconds"),
        time=f"{(run.finished - run.started).total_seconds():.3f}",
    )
    properties = SubElement(suite, "properties")
    facts = {
        "from": verdict.before or "",
        "to": verdict.after or "",
        "summary": run.summary.text(language),
        "not moved": verdict.refused.text(language) if verdict.refused else "",
        **{f"evidence.{number}": name for number, name in enumerate(verdict.evidence, start=1)},
    }
    for name, value in facts.items():
        if value:
            SubElement(properties, "property", name=name, value=clean(value))
    said = [_case(suite, verdict, step, language, excused=excused) for step in run.steps]
    for kind in ("failure", "error", "skipped"):
        plural = {"failure": "failures", "error": "errors", "skipped": "skipped"}[kind]
        suite.set(plural, str(said.count(kind)))
    suite.set("tests", str(len(said)))


def _case(
    suite: Element, verdict: GapVerdict, step: StepResult, language: Language, *, excused: bool
) -> str:
    """Adds the step; returns which element tells of its outcome, empty for a pass."""
    redact = verdict.run.redactor.text
    case = SubElement(
        suite,
        "testcase",
        classname=f"gapless.{verdict.gap}",
        name=clean(redact(str(step.title))),
        time=f"{step.elapsed:.3f}",
    )
    kind = {Outcome.FAILED: "failure", Outcome.ERROR: "error", Outcome.SKIPPED: "skipped"}.get(
        step.outcome, ""
    )
    if kind == "failure" and excused:
        kind = "skipped"
    if kind:
        why = step.explanation.text(language) if step.explanation else ""
        SubElement(case, kind, message=clean(redact(why)))
    return kind
