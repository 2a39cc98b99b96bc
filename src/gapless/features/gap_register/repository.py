"""SQL of the register itself: its text, its log, and what is kept of each gap."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.ext.asyncio import AsyncSession

from gapless.features.gap_register.desk import file_name, parsed
from gapless.features.gap_register.models import (
    GapDocument,
    GapEntry,
    GapRegister,
    GapTransition,
)
from gapless.gapscan.message import Message
from gapless.gapscan.register import Cause, Language, Snapshot, Status, Transition
from gapless.gapscan.register.log import TransitionLog
from gapless.gapscan.register.snapshot import signatures
from gapless.platform import clock


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of a gap beside its text."""

    version: int = 0
    contract: str | None = None


@dataclass(frozen=True, slots=True)
class Book:
    """The register as it was at one reading."""

    snapshot: Snapshot
    version: int
    kept: Mapping[str, Kept]

    @property
    def is_empty(self) -> bool:
        """Whether nobody has begun a register yet."""
        return not self.snapshot.registers

    def version_of(self, gap_id: str) -> int:
        """The version of that gap; it grows with every change of the gap."""
        return self.kept.get(gap_id, Kept()).version


class RegisterRepository:
    """The one register of the platform."""

    def __init__(self, db: AsyncSession) -> None:
        self.db = db

    async def read(self, *, lock: bool = False) -> Book:
        """The register now; with `lock`, nobody else changes it until the transaction ends."""
        statement = select(GapRegister.version).where(GapRegister.id == 1)
        version = await self.db.scalar(statement.with_for_update() if lock else statement)
        documents = await self.db.execute(select(GapDocument.language, GapDocument.text))
        registers = {
            Language(language): parsed(text, file_name(Language(language)))
            for language, text in documents
        }
        steps = await self.db.scalars(select(GapTransition).order_by(GapTransition.id))
        log = TransitionLog(tuple(_transition(step) for step in steps))
        rows = await self.db.execute(select(GapEntry.gap_id, GapEntry.version, GapEntry.contract))
        kept = {gap_id: Kept(number, contract) for gap_id, number, contract in rows}
        return Book(Snapshot(registers, log), version or 0, kept)

    async def save(self, before: Book, after: Snapshot) -> None:
        """Stores what changed; `before` must have been read with `lock`."""
        for language, register in after.registers.items():
            old = before.snapshot.registers.get(language)
            if old is None or old.text != register.text:
                await self._store_text(language, register.text)
        new = after.log.transitions[len(before.snapshot.log.transitions) :]
        if new:
            await self.db.execute(insert(GapTransition), [_row(step) for step in new])
        was, now = signatures(before.snapshot), signatures(after)
        await self.touch([gap_id for gap_id in now if was.get(gap_id) != now[gap_id]])

    async def touch(self, gap_ids: list[str]) -> None:
        """Counts a change of those gaps, and of the register."""
        moment = clock.now()
        if gap_ids:
            statement = pg_insert(GapEntry).values(
                [{"gap_id": gap_id, "version": 1, "updated_at": moment} for gap_id in gap_ids]
            )
            await self.db.execute(
                statement.on_conflict_do_update(
                    index_elements=["gap_id"],
                    set_={"version": GapEntry.version + 1, "updated_at": moment},
                )
            )
        await self.db.execute(
            update(GapRegister)
            .values(version=GapRegister.version + 1)
            .execution_options(synchronize_session=False)
        )

    async def set_contract(self, gap_id: str, contract: str | None) -> None:
        """Keeps a gap's contract, or none."""
        await self.db.execute(
            update(GapEntry)
            .where(GapEntry.gap_id == gap_id)
            .values(contract=contract)
            .execution_options(synchronize_session=False)
        )

    async def _store_text(self, language: Language, text: str) -> None:
        values = {"text": text, "updated_at": func.now()}
        await self.db.execute(
            pg_insert(GapDocument)
            .values(language=language.value, **values)
            .on_conflict_do_update(index_elements=["language"], set_=values)
        )


def _transition(row: GapTransition) -> Transition:
    return Transition(
        row.gap_id,
        Status(row.before) if row.before else None,
        Status(row.after),
        row.at,
        row.by,
        Cause(row.cause),
        row.reason,
        tuple(row.evidence),
        Message.from_data(row.message),
    )


def _row(step: Transition) -> dict[str, object]:
    return {
        "gap_id": step.gap,
        "before": step.before.value if step.before else None,
        "after": step.after.value,
        "at": step.at,
        "by": step.by,
        "cause": step.cause.value,
        "reason": step.reason,
        "message": step.message.as_data() if step.message else None,
        "evidence": list(step.evidence),
    }
