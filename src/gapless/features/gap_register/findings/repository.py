"""SQL of captures and findings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from gapless.features.gap_register.models import GapCapture, GapFinding
from gapless.gapscan.model import Finding

_BATCH = 500


@dataclass(frozen=True, slots=True)
class FindingFilter:
    """What a list of findings is narrowed to; None is no limit."""

    kind: str | None = None
    severity: str | None = None
    linked: bool | None = None
    search: str | None = None


class FindingRepository:
    """Every finding of the platform's register."""

    def __init__(self, db: AsyncSession) -> None:
        self.db = db

    def _conditions(self, wanted: FindingFilter) -> list[ColumnElement[bool]]:
        found: list[ColumnElement[bool]] = []
        if wanted.kind:
            found.append(GapFinding.kind == wanted.kind)
        if wanted.severity:
            found.append(GapFinding.severity == wanted.severity)
        if wanted.linked is not None:
            found.append(GapFinding.gap_id.is_not(None) == wanted.linked)
        if wanted.search:
            needle = wanted.search.lower()
            columns = (GapFinding.path, GapFinding.title, GapFinding.module)
            text = func.lower(func.concat_ws(" ", *columns))
            found.append(text.contains(needle, autoescape=True))
        return found

    async def page(
        self, wanted: FindingFilter, offset: int, limit: int
    ) -> tuple[list[GapFinding], int]:
        """A page of findings, the most urgent first, and how many the filter leaves."""
        conditions = self._conditions(wanted)
        unlinked_first = case((GapFinding.gap_id.is_(None), 0), else_=1)
        rows = await self.db.scalars(
            select(GapFinding)
            .where(*conditions)
            .order_by(unlinked_first, GapFinding.severity, GapFinding.path, GapFinding.fingerprint)
            .offset(offset)
            .limit(limit)
        )
        total = await self.db.scalar(
            select(func.count()).select_from(GapFinding).where(*conditions)
        )
        return list(rows), total or 0

    async def get(self, fingerprint: str) -> GapFinding | None:
        """One finding."""
        found: GapFinding | None = await self.db.scalar(
            select(GapFinding)
            .where(GapFinding.fingerprint == fingerprint)
            .execution_options(populate_existing=True)
        )
        return found

    async def known(self, fingerprints: Sequence[str]) -> dict[str, str | None]:
        """Those of the fingerprints that were seen before, each with its gap."""
        rows = await self.db.execute(
            select(GapFinding.fingerprint, GapFinding.gap_id).where(
                GapFinding.fingerprint.in_(fingerprints)
            )
        )
        return {row.fingerprint: row.gap_id for row in rows}

    async def add_capture(self, capture: GapCapture) -> None:
        """Keeps what is known of an upload."""
        self.db.add(capture)
        await self.db.flush()

    async def see(self, findings: Sequence[Finding], capture_id: UUID, now: datetime) -> None:
        """Adds the findings, or counts that they were seen again."""
        rows = [_row(finding, capture_id, now) for finding in findings]
        for start in range(0, len(rows), _BATCH):
            statement = insert(GapFinding).values(rows[start : start + _BATCH])
            fresh = statement.excluded
            await self.db.execute(
                statement.on_conflict_do_update(
                    index_elements=["fingerprint"],
                    set_={
                        "last_seen": now,
                        "count": GapFinding.count + 1,
                        "capture_id": capture_id,
                        "title": fresh.title,
                        "why": fresh.why,
                        "severity": fresh.severity,
                        "severity_why": fresh.severity_why,
                        "confidence": fresh.confidence,
                        "places": fresh.places,
                        "facts": fresh.facts,
                    },
                )
            )


def _row(finding: Finding, capture_id: UUID, now: datetime) -> dict[str, object]:
    return {
        "fingerprint": finding.fingerprint,
        "kind": finding.kind.value,
        "method": finding.method,
        "path": finding.path,
        "field": finding.field,
        "title": finding.title,
        "why": finding.why,
        "severity": finding.severity.value,
        "severity_why": finding.severity_why,
        "module": finding.module,
        "confidence": finding.confidence.value,
        "places": [str(place) for place in finding.locations],
        "facts": dict(finding.evidence),
        "first_seen": now,
        "last_seen": now,
        "count": 1,
        "capture_id": capture_id,
    }
