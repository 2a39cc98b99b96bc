"""SQL of runs and evidence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from gapless.features.gap_register.models import GapEntry, GapEvidence, GapRun
from gapless.features.gap_register.verification.runs import EvidenceFile


class RunRepository:
    """What runs left behind."""

    def __init__(self, db: AsyncSession) -> None:
        self.db = db

    async def of_job(self, job_id: UUID) -> list[GapRun]:
        """The runs of one job, in order."""
        rows = await self.db.scalars(
            select(GapRun).where(GapRun.job_id == job_id).order_by(GapRun.finished_at)
        )
        return list(rows)

    async def add(self, run: GapRun) -> None:
        """Keeps a run."""
        self.db.add(run)
        await self.db.flush()

    async def keep(self, files: Sequence[EvidenceFile]) -> None:
        """Keeps evidence under its hash; the same bytes are kept once."""
        for file in files:
            await self.db.execute(
                insert(GapEvidence)
                .values(
                    sha256=file.sha256,
                    media_type=file.media_type,
                    size=len(file.data),
                    data=file.data,
                )
                .on_conflict_do_nothing(index_elements=["sha256"])
            )

    async def evidence(self, sha256: str) -> GapEvidence | None:
        """A file of evidence."""
        return await self.db.get(GapEvidence, sha256)

    async def breaches_told(self) -> dict[str, datetime | None]:
        """For each gap the deadline whose breach was told."""
        rows = await self.db.execute(select(GapEntry.gap_id, GapEntry.breach_told_due))
        return {row.gap_id: row.breach_told_due for row in rows}

    async def tell_breach(self, gap_id: str, due: datetime) -> None:
        """Remembers that the breach of this deadline was told."""
        await self.db.execute(
            update(GapEntry)
            .where(GapEntry.gap_id == gap_id)
            .values(breach_told_due=due)
            .execution_options(synchronize_session=False)
        )
