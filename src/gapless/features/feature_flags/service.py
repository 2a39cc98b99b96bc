"""Use cases of flags."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from gapless.features.feature_flags.changes import ChangeLog, Loaded
from gapless.features.feature_flags.models import Flag, FlagConfiguration
from gapless.features.feature_flags.problems import FlagArchived, FlagExists, FlagNotFound
from gapless.features.feature_flags.repository import FlagFilter, FlagRepository
from gapless.features.feature_flags.rules import (
    ENVIRONMENTS,
    Environment,
    new_configuration,
    new_variants,
)
from gapless.features.feature_flags.schemas import FlagCreate
from gapless.platform.unit import Unit

CheckVersion = Callable[[int], None]


class FlagService:
    """The flags of the brand acted in."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self.repository = FlagRepository(unit.db, unit.tenant_id)
        self.log = ChangeLog(unit, self.repository)

    async def all(self, wanted: FlagFilter) -> list[Loaded]:
        """The flags that the filter leaves."""
        rows = await self.repository.all(wanted)
        found = await self.repository.configurations(flag.id for flag, _ in rows)
        return [Loaded(flag, group, found.get(flag.id, {})) for flag, group in rows]

    async def get(self, flag_id: UUID, *, lock: bool = False) -> Loaded:
        """One flag; raise `FlagNotFound`."""
        flag = await self.repository.get(flag_id, lock=lock)
        if flag is None:
            self.unit.change.about("flag", flag_id)
            raise FlagNotFound
        found = await self.repository.configurations([flag.id])
        return Loaded(flag, await self.repository.group_name(flag.group_id), found.get(flag.id, {}))

    async def create(self, wanted: FlagCreate) -> Loaded:
        """Make a flag, off in every environment; raise `FlagExists`."""
        self.unit.change.about("flag", wanted.flag_id)
        if await self.repository.by_key(wanted.flag_id) is not None:
            raise FlagExists(key=wanted.flag_id)
        group = await self.repository.group(wanted.group) if wanted.group else None
        flag = Flag(
            tenant_id=self.unit.tenant_id,
            key=wanted.flag_id,
            name=wanted.name,
            description=wanted.description,
            type=wanted.type,
            scope=wanted.scope,
            environment=wanted.environment,
            group_id=group.id if group else None,
            owner=wanted.owner,
            tags=list(dict.fromkeys(wanted.tags)),
            variants=new_variants(wanted.type, wanted.default_value),
            expires_at=wanted.expires_at,
            archived_at=None,
            created_by=self.log.author,
            updated_by=self.log.author,
        )
        self.unit.db.add(flag)
        try:
            await self.unit.db.flush()
        except IntegrityError as race:
            raise FlagExists(key=wanted.flag_id) from race
        made: dict[str, FlagConfiguration] = {
            name: FlagConfiguration(
                flag_id=flag.id,
                environment=name,
                tenant_id=flag.tenant_id,
                enabled=False,
                configuration=new_configuration(flag.variants),
                updated_by=self.log.author,
            )
            for name in ENVIRONMENTS
        }
        self.unit.db.add_all(made.values())
        await self.unit.db.flush()
        loaded = Loaded(flag, group.name if group else None, made)
        await self.log.write(loaded, "created", ENVIRONMENTS)
        return loaded

    async def switch(
        self,
        flag_id: UUID,
        environment: Environment | None,
        wanted: bool | None,
        check_version: CheckVersion,
    ) -> Loaded:
        """Switch a flag on or off in one environment (its own, if none is named).

        `wanted` None means the other of the present state. Raises `FlagNotFound`, `FlagArchived`,
        `StaleWrite`.
        """
        loaded = await self.changeable(flag_id, check_version)
        name: Environment = environment or loaded.flag.environment  # type: ignore[assignment]
        found = loaded.configurations[name]
        before = loaded.snapshot()
        enabled = (not found.enabled) if wanted is None else wanted
        if enabled == found.enabled:
            self.unit.change.about("flag", flag_id)
            self.unit.change.details = {"name": loaded.flag.name, "environments": [name]}
            return loaded
        found.enabled = enabled
        await self.log.write(
            loaded, "activated" if enabled else "deactivated", [name], before=before
        )
        return loaded

    async def changeable(self, flag_id: UUID, check_version: CheckVersion) -> Loaded:
        """One flag, locked, that may be changed as it is now."""
        loaded = await self.get(flag_id, lock=True)
        check_version(loaded.flag.version)
        if loaded.flag.archived_at is not None:
            raise FlagArchived(key=loaded.flag.key)
        return loaded
