"""Use cases of scheduled changes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from gapless.features.feature_flags.editor import FlagEditor, Loaded
from gapless.features.feature_flags.models import FlagVersion
from gapless.features.feature_flags.problems import (
    FlagMoved,
    ScheduleEnded,
    ScheduleInPast,
    ScheduleNotFound,
)
from gapless.features.feature_flags.repository import FlagRepository
from gapless.features.feature_flags.rules import Environment
from gapless.features.feature_flags.schedule.models import FlagScheduledChange
from gapless.features.feature_flags.schedule.repository import Row, ScheduleRepository
from gapless.features.feature_flags.soundness import normalised
from gapless.features.feature_flags.states import applied, moved_since, seen_by
from gapless.platform import clock, jobs
from gapless.platform.unit import Unit

JOB = "flags.scheduled_change"
WAITING = ("pending", "held")


class ScheduleService:
    """The scheduled changes of the brand acted in."""

    def __init__(self, unit: Unit, *, author: str | None = None) -> None:
        self.unit = unit
        self.repository = ScheduleRepository(unit.db, unit.tenant_id)
        flags = FlagRepository(unit.db, unit.tenant_id)
        self.editor = FlagEditor(unit, flags, author=author)

    async def all(self, flag_id: UUID | None, statuses: Sequence[str]) -> list[Row]:
        """Scheduled changes, what waits first."""
        return await self.repository.all(flag_id, statuses)

    async def add(
        self,
        loaded: Loaded,
        environment: Environment,
        change: dict[str, Any],
        due_at: datetime,
        *,
        comment: str = "",
        request_id: UUID | None = None,
    ) -> Row:
        """Schedule a change of a locked flag; it must be sound as things stand now.

        Raises `ScheduleInPast`, `FlagInvalid`, and `ApprovalRequired` unless it comes of a request.
        """
        delay = due_at - clock.now()
        if delay.total_seconds() <= 0:
            raise ScheduleInPast(due_at=clock.iso(due_at))
        before = loaded.state()
        patch = {"environments": {environment: change}}
        after = normalised(applied(before, patch))
        if request_id is None:
            await self.editor.require_consent(before, after, seen_by(before, after))
        await self.editor.soundness.require(after, [environment])
        made = FlagScheduledChange(
            tenant_id=self.unit.tenant_id,
            flag_id=loaded.flag.id,
            environment=environment,
            patch=change,
            base_version=loaded.flag.version,
            due_at=due_at,
            comment=comment,
            request_id=request_id,
            author=self.editor.author,
            ended_at=None,
            error=None,
        )
        self.unit.db.add(made)
        await self.unit.db.flush()
        job = await jobs.enqueue(
            self.unit.db,
            JOB,
            {"schedule_id": str(made.id)},
            tenant_id=self.unit.tenant_id,
            created_by=self.unit.known_actor.admin_id,
            request_id=self.unit.request_id,
            delay=delay,
        )
        made.job_id = job.id
        self._tell(loaded, made)
        return made, loaded.flag.key, loaded.flag.name

    async def cancel(self, schedule_id: UUID) -> Row:
        """Call a scheduled change off; raise `ScheduleNotFound`, `ScheduleEnded`."""
        found = await self._get(schedule_id)
        change = found[0]
        if change.status not in WAITING:
            raise ScheduleEnded(status=change.status)
        self._tell(await self.editor.load(change.flag_id), change)
        change.status, change.ended_at = "cancelled", clock.now()
        return found

    async def carry_out(self, schedule_id: UUID) -> bool:
        """Make the change that is due. False: it is not to be made (any more).

        Raises `FlagMoved` and whatever speaks against any change of the flag.
        """
        found = await self.repository.get(schedule_id)
        if found is None or found[0].status != "pending":
            return False
        change = found[0]
        loaded = await self.editor.changeable(change.flag_id, lambda _: None)
        patch = {"environments": {change.environment: change.patch}}
        base = await self.unit.db.get(FlagVersion, (change.flag_id, change.base_version))
        moved = moved_since(patch, base.snapshot, loaded.state()) if base else []
        if moved:
            raise FlagMoved(places=", ".join(moved), details={"places": moved})
        self.unit.change.reason = change.comment or None
        await self.editor.put(
            loaded,
            patch,
            "scheduled_change",
            comment=change.comment,
            consented=change.request_id is not None,
        )
        change.status, change.ended_at = "applied", clock.now()
        return True

    async def _get(self, schedule_id: UUID) -> Row:
        found = await self.repository.get(schedule_id)
        if found is None:
            raise ScheduleNotFound
        return found

    def _tell(self, loaded: Loaded, change: FlagScheduledChange) -> None:
        told = self.unit.change
        told.about("flag", loaded.flag.id)
        told.reason = told.reason or change.comment or None
        told.details = {
            "name": loaded.flag.name,
            "key": loaded.flag.key,
            "environments": [change.environment],
            "due_at": clock.iso(change.due_at),
            "patch": change.patch,
        }
