"""Use cases of versions."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from gapless.features.feature_flags.editor import CheckVersion, FlagEditor, Loaded
from gapless.features.feature_flags.models import FlagVersion
from gapless.features.feature_flags.problems import NothingChanges, VersionNotFound
from gapless.features.feature_flags.repository import FlagRepository
from gapless.features.feature_flags.rules import Environment
from gapless.features.feature_flags.states import Patch, State, patch_between
from gapless.platform.unit import Unit


class HistoryService:
    """The versions of the flags of the brand acted in."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self.repository = FlagRepository(unit.db, unit.tenant_id)
        self.editor = FlagEditor(unit, self.repository)

    async def all(self, flag_id: UUID, offset: int, limit: int) -> tuple[list[FlagVersion], int]:
        """A page of versions, newest first, and how many there are; raise `FlagNotFound`."""
        loaded = await self.editor.load(flag_id)
        rows = await self.unit.db.scalars(
            select(FlagVersion)
            .where(FlagVersion.flag_id == flag_id)
            .order_by(FlagVersion.number.desc())
            .offset(offset)
            .limit(limit)
        )
        return list(rows), loaded.flag.version

    async def one(self, flag_id: UUID, number: int) -> tuple[FlagVersion, State | None]:
        """A version, and the state before it; raise `FlagNotFound`, `VersionNotFound`."""
        await self.editor.load(flag_id)
        found = await self._version(flag_id, number)
        before = await self.unit.db.get(FlagVersion, (flag_id, number - 1))
        return found, before.snapshot if before else None

    async def back_to(
        self,
        flag_id: UUID,
        number: int,
        environment: Environment | None,
        check_version: CheckVersion,
    ) -> Loaded:
        """Set a flag as it was in a version. It is a new version: nothing is forgotten."""
        comment = self.unit.require_reason()
        loaded = await self.editor.changeable(flag_id, check_version)
        patch = await self.patch_to(loaded, number, environment)
        await self.editor.put(loaded, patch, "rolled_back", comment=comment)
        return loaded

    async def patch_to(self, loaded: Loaded, number: int, environment: Environment | None) -> Patch:
        """The patch that leads back; raise `VersionNotFound`, `NothingChanges`."""
        target = (await self._version(loaded.flag.id, number)).snapshot
        only = None if environment is None else [environment]
        patch = dict(patch_between(loaded.state(), {**target, "archived": False}, only))
        if not patch:
            raise NothingChanges
        return patch

    async def _version(self, flag_id: UUID, number: int) -> FlagVersion:
        found = await self.unit.db.get(FlagVersion, (flag_id, number))
        if found is None:
            raise VersionNotFound(number=number)
        return found
