"""Use cases of segments."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from gapless.features.feature_flags.editor import CheckVersion, FlagEditor
from gapless.features.feature_flags.models import FlagSegment
from gapless.features.feature_flags.problems import (
    FlagInvalid,
    SegmentExists,
    SegmentInUse,
    SegmentNotFound,
)
from gapless.features.feature_flags.repository import FlagRepository
from gapless.features.feature_flags.rules import ENVIRONMENTS
from gapless.features.feature_flags.segments import populations
from gapless.features.feature_flags.segments.consent import require_free
from gapless.features.feature_flags.segments.populations import Population
from gapless.features.feature_flags.segments.repository import SegmentRepository
from gapless.features.feature_flags.segments.schemas import (
    SegmentCreate,
    SegmentEdit,
    SegmentRow,
    SegmentUse,
)
from gapless.features.feature_flags.soundness import field_error
from gapless.flagengine import check_segment, read_segment
from gapless.platform import clock, jobs
from gapless.platform.unit import Unit

COUNT_JOB = "flags.count_segments"


class SegmentService:
    """The segments of the brand acted in. A change of one is seen by every environment."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self.repository = SegmentRepository(unit.db, unit.tenant_id)
        self.flags = FlagRepository(unit.db, unit.tenant_id)
        self.author = FlagEditor(unit, self.flags).author

    async def all(self) -> list[SegmentRow]:
        """Every segment by name, with where it is used."""
        uses = await self.repository.uses()
        counted = await populations.of_segments(self.unit.db, self.unit.tenant_id)
        return [
            _row(segment, uses.get(segment.key, []), counted.get(segment.id))
            for segment in await self.repository.all()
        ]

    async def create(self, wanted: SegmentCreate) -> SegmentRow:
        """Make a segment; raise `SegmentExists`, `FlagInvalid`."""
        segment = FlagSegment(
            tenant_id=self.unit.tenant_id,
            key=wanted.key,
            name=wanted.name,
            description=wanted.description,
            conditions=wanted.rules,
            created_by=self.author,
            updated_by=self.author,
        )
        await self.flags.advance(ENVIRONMENTS)
        segment.conditions = await self._sound(wanted.key, wanted.rules)
        self.unit.db.add(segment)
        try:
            await self.unit.db.flush()
        except IntegrityError as taken:
            raise SegmentExists(key=wanted.key) from taken
        await self._keep(segment, "created", None)
        await self._count()
        return _row(segment, [])

    async def edit(
        self, segment_id: UUID, wanted: SegmentEdit, check_version: CheckVersion
    ) -> SegmentRow:
        """Change a segment.

        Raises `SegmentNotFound`, `StaleWrite`, `FlagInvalid`, `SegmentNeedsApproval`.
        """
        segment = await self._get(segment_id)
        check_version(segment.version)
        before = _state(segment)
        await self.flags.advance(ENVIRONMENTS)
        segment.conditions = await self._sound(segment.key, wanted.rules)
        if segment.conditions != before["rules"]:
            await require_free(self.repository, segment.key, await self.flags.environments())
        segment.name, segment.description = wanted.name, wanted.description
        if _state(segment) != before:
            segment.version += 1
            segment.updated_at, segment.updated_by = clock.now(), self.author
            # What was counted holds no longer, nor of the segments that are made of this one.
            await populations.forget_counts(self.unit.db, self.unit.tenant_id)
            await self._count()
        await self.unit.db.flush()
        await self._keep(segment, "updated", before)
        counted = await populations.of_segments(self.unit.db, self.unit.tenant_id)
        uses = (await self.repository.uses()).get(segment.key, [])
        return _row(segment, uses, counted.get(segment.id))

    async def delete(self, segment_id: UUID) -> None:
        """Delete a segment that nothing uses; raise `SegmentNotFound`, `SegmentInUse`."""
        segment = await self._get(segment_id)
        await self.flags.advance(ENVIRONMENTS)
        uses = (await self.repository.uses()).get(segment.key, [])
        if uses:
            where = [f"{u['key']} ({u['environment']})" if u["environment"] else u["key"]
                     for u in uses]  # fmt: skip
            raise SegmentInUse(key=segment.key, where=", ".join(where), details={"where": where})
        before = _state(segment)
        await self.unit.db.delete(segment)
        await self.unit.db.flush()
        await self._keep(segment, "deleted", before)
        self.unit.change.after = None

    async def _get(self, segment_id: UUID) -> FlagSegment:
        segment = await self.repository.get(segment_id)
        if segment is None:
            self.unit.change.about("segment", segment_id)
            raise SegmentNotFound
        return segment

    async def _sound(self, key: str, rules: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The conditions as they are stored; raise `FlagInvalid` with every fault and its place."""
        segment, issues = read_segment({"key": key, "when": rules})
        if segment is not None:
            issues = check_segment(segment, await self.flags.engine_segments())
            if not issues:
                found: list[dict[str, Any]] = segment.model_dump(mode="json")["when"]
                return found
        faults = [field_error(issue, issue.place.replace("when", "rules", 1)) for issue in issues]
        raise FlagInvalid(count=len(faults), first=faults[0].message, errors=faults)

    async def _count(self) -> None:
        """Have the brand's segments counted as soon as this is committed."""
        await jobs.enqueue(
            self.unit.db,
            COUNT_JOB,
            {},
            tenant_id=self.unit.tenant_id,
            created_by=self.unit.known_actor.admin_id,
            request_id=self.unit.request_id,
        )

    async def _keep(self, segment: FlagSegment, action: str, before: dict[str, Any] | None) -> None:
        await self.flags.announce()
        change = self.unit.change
        change.about("segment", segment.id)
        change.details = {"name": segment.name, "key": segment.key, "change": action}
        change.before, change.after = before, _state(segment)


def _state(segment: FlagSegment) -> dict[str, Any]:
    return {
        "key": segment.key,
        "name": segment.name,
        "description": segment.description,
        "rules": segment.conditions,
    }


def _row(
    segment: FlagSegment, uses: list[dict[str, Any]], counted: Population | None = None
) -> SegmentRow:
    return SegmentRow.model_validate(
        {
            **_state(segment),
            "id": segment.id,
            "population_size": counted.members if counted else 0,
            "population_known": counted is not None and counted.players > 0,
            "population_of": counted.players if counted else 0,
            "population_at": counted.counted_at if counted else None,
            "usage_count": len({(use["kind"], use["id"]) for use in uses}),
            "used_by": [SegmentUse.model_validate(use) for use in uses],
            "version": segment.version,
            "updated_at": segment.updated_at,
            "updated_by": segment.updated_by,
        }
    )
