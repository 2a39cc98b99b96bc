"""Use cases of groups."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.exc import IntegrityError

from gapless.features.feature_flags.groups.repository import GroupRepository
from gapless.features.feature_flags.groups.schemas import GroupEdit, GroupRow
from gapless.features.feature_flags.models import FlagGroup
from gapless.features.feature_flags.problems import GroupExists, GroupInUse, GroupNotFound
from gapless.platform import clock
from gapless.platform.unit import Unit


class GroupService:
    """The groups of the brand acted in."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self.repository = GroupRepository(unit.db, unit.tenant_id)

    async def all(self) -> list[GroupRow]:
        """Every group by name."""
        return [_row(group, count) for group, count in await self.repository.all()]

    async def create(self, wanted: GroupEdit) -> GroupRow:
        """Make a group; raise `GroupExists`."""
        group = FlagGroup(
            tenant_id=self.unit.tenant_id, name=wanted.name, description=wanted.description
        )
        self.unit.db.add(group)
        await self._flush(wanted.name)
        self._tell(group, None)
        return _row(group, 0)

    async def edit(self, group_id: UUID, wanted: GroupEdit) -> GroupRow:
        """Change a group; raise `GroupNotFound`, `GroupExists`."""
        group = await self._get(group_id)
        before = {"name": group.name, "description": group.description}
        group.name, group.description = wanted.name, wanted.description
        group.updated_at = clock.now()
        await self._flush(wanted.name)
        self._tell(group, before)
        return _row(group, await self.repository.count(group.id))

    async def delete(self, group_id: UUID) -> None:
        """Delete a group; raise `GroupNotFound`, `GroupInUse`."""
        group = await self._get(group_id)
        if await self.repository.count(group.id, archived=True):
            raise GroupInUse(name=group.name)
        self._tell(group, {"name": group.name, "description": group.description})
        self.unit.change.after = None
        await self.unit.db.delete(group)

    async def _get(self, group_id: UUID) -> FlagGroup:
        group = await self.repository.get(group_id)
        if group is None:
            self.unit.change.about("flag_group", group_id)
            raise GroupNotFound
        return group

    async def _flush(self, name: str) -> None:
        try:
            await self.unit.db.flush()
        except IntegrityError as taken:
            raise GroupExists(name=name) from taken

    def _tell(self, group: FlagGroup, before: dict[str, str] | None) -> None:
        change = self.unit.change
        change.about("flag_group", group.id)
        change.details = {"name": group.name}
        change.before = dict(before) if before else None
        change.after = {"name": group.name, "description": group.description}


def _row(group: FlagGroup, count: int) -> GroupRow:
    return GroupRow(id=group.id, name=group.name, description=group.description, flag_count=count)
