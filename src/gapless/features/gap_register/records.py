"""SQL of what belongs to a gap beside the register: its runs and its findings."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from gapless.features.gap_register.models import GapFinding, GapRun
from gapless.features.gap_register.schemas import LinkedFinding, RunRow
from gapless.features.gap_register.speech import said
from gapless.gapscan.message import Message

_RUNS_SHOWN = 50


async def finding_counts(db: AsyncSession) -> dict[str, int]:
    """How many findings each gap has; gaps without any are left out."""
    rows = await db.execute(
        select(GapFinding.gap_id, func.count())
        .where(GapFinding.gap_id.is_not(None))
        .group_by(GapFinding.gap_id)
    )
    return {gap_id: count for gap_id, count in rows if gap_id is not None}


async def linked_findings(db: AsyncSession, gap_id: str) -> list[LinkedFinding]:
    """The gap's findings, the last seen first."""
    rows = await db.scalars(
        select(GapFinding)
        .where(GapFinding.gap_id == gap_id)
        .order_by(GapFinding.last_seen.desc(), GapFinding.fingerprint)
    )
    names = LinkedFinding.model_fields
    return [LinkedFinding(**{name: getattr(row, name) for name in names}) for row in rows]


async def link(db: AsyncSession, fingerprints: Sequence[str], gap_id: str | None) -> list[str]:
    """Links findings to a gap (None: to none); returns the fingerprints there are."""
    if not fingerprints:
        return []
    rows = await db.scalars(
        update(GapFinding)
        .where(GapFinding.fingerprint.in_(fingerprints))
        .values(gap_id=gap_id)
        .returning(GapFinding.fingerprint)
        .execution_options(synchronize_session=False)
    )
    return list(rows)


async def runs(db: AsyncSession, gap_id: str) -> list[RunRow]:
    """The gap's newest runs, newest first."""
    rows = await db.scalars(
        select(GapRun)
        .where(GapRun.gap_id == gap_id)
        .order_by(GapRun.started_at.desc())
        .limit(_RUNS_SHOWN)
    )
    return [run_row(row) for row in rows]


def run_row(row: GapRun) -> RunRow:
    """A run on the wire."""
    plain = set(RunRow.model_fields) - {"id", "job_id", "summary", "refused"}
    return RunRow(
        id=str(row.id),
        job_id=str(row.job_id),
        summary=said(Message.from_data(row.message), row.summary),
        refused=said(Message.from_data(row.refused_message), row.refused),
        **{name: getattr(row, name) for name in plain},
    )
