"""From a plan to its wire shape."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from uuid import UUID

from gapless.features.feature_flags.transfer.asked import Asked
from gapless.features.feature_flags.transfer.planning import WRITING, Plan
from gapless.features.feature_flags.transfer.schemas import (
    FlagImportCounts,
    FlagImportNote,
    FlagImportPlan,
    FlagImportRow,
    Outcome,
)
from gapless.flagimport import Bundle, Note, Weight
from gapless.platform.i18n import current_locale


def import_plan(
    asked: Asked,
    bundle: Bundle,
    plan: Plan,
    *,
    approvals: bool,
    ids: Mapping[tuple[str, str], UUID],
    applied: bool = False,
) -> FlagImportPlan:
    """The plan, row by row: what is refused first, for it needs looking at."""
    rows = [
        FlagImportRow(
            kind="segment" if one.kind == "segment" else "flag", key=one.key,
            name=one.name or one.key, type=None, enabled=None, outcome="not_carried", act="none",
            new_key=one.key, notes=_notes(one.notes),
        )
        for one in plan.refused
    ]  # fmt: skip
    rows += [
        FlagImportRow(
            kind="flag", key=one.key, name=one.about.name or one.key, type=one.flag.type.value,
            enabled=one.flag.enabled, outcome=_outcome(one.notes), act=one.act,
            new_key=one.flag.key, notes=_notes(one.notes), id=ids.get(("flag", one.key)),
        )
        for one in plan.flags
    ]  # fmt: skip
    rows += [
        FlagImportRow(
            kind="segment", key=one.key, name=one.about.name or one.key, type=None, enabled=None,
            outcome=_outcome(one.notes), act=one.act, new_key=one.segment.key,
            notes=_notes(one.notes), id=ids.get(("segment", one.key)),
        )
        for one in plan.segments
    ]  # fmt: skip
    return FlagImportPlan.model_validate(
        {
            "format": bundle.format.value,
            "environments": list(bundle.environments),
            "source_environment": bundle.environment,
            "environment": asked.environment,
            "on_conflict": asked.on_conflict,
            "counts": _counts(rows),
            "approvals_required": approvals,
            "plan": plan.digest(asked.data, *asked.options()),
            "applied": applied,
            "rows": rows,
        }
    )


def _counts(rows: Iterable[FlagImportRow]) -> FlagImportCounts:
    listed = list(rows)
    found = Counter(row.outcome for row in listed)
    return FlagImportCounts(
        carried=found["carried"],
        changed=found["changed"],
        not_carried=found["not_carried"],
        written=sum(row.act in WRITING for row in listed),
    )


def _outcome(notes: Iterable[Note]) -> Outcome:
    return "changed" if any(note.weight is Weight.CHANGED for note in notes) else "carried"


def _notes(notes: Iterable[Note]) -> list[FlagImportNote]:
    return [
        FlagImportNote(
            code=note.code.value, weight=note.weight.value, message=note.text(current_locale())
        )
        for note in notes
    ]
