"""Use cases of flags."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from gapless.features.feature_flags.editor import CheckVersion, FlagEditor, Loaded
from gapless.features.feature_flags.models import Flag, FlagConfiguration
from gapless.features.feature_flags.problems import FlagExists
from gapless.features.feature_flags.repository import FlagFilter, FlagRepository
from gapless.features.feature_flags.rules import (
    ENVIRONMENTS,
    Environment,
    new_configuration,
    new_variants,
)
from gapless.features.feature_flags.schemas import FlagCreate
from gapless.features.feature_flags.states import Patch
from gapless.platform.unit import Unit


class FlagService:
    """The flags of the brand acted in."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self.repository = FlagRepository(unit.db, unit.tenant_id)
        self.editor = FlagEditor(unit, self.repository)

    async def all(self, wanted: FlagFilter) -> list[Loaded]:
        """The flags that the filter leaves."""
        rows = await self.repository.all(wanted)
        found = await self.repository.configurations(flag.id for flag, _ in rows)
        return [Loaded(flag, group, found.get(flag.id, {})) for flag, group in rows]

    async def get(self, flag_id: UUID) -> Loaded:
        """One flag; raise `FlagNotFound`."""
        return await self.editor.load(flag_id)

    async def create(self, wanted: FlagCreate) -> Loaded:
        """Make a flag, off in every environment; raise `FlagExists`, `FlagInvalid`."""
        self.unit.change.about("flag", wanted.flag_id)
        if await self.repository.by_key(wanted.flag_id) is not None:
            raise FlagExists(key=wanted.flag_id)
        group = await self.repository.group(wanted.group) if wanted.group else None
        author = self.editor.author
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
            variants=wanted.variants or new_variants(wanted.type, wanted.default_value),
            expires_at=wanted.expires_at,
            archived_at=None,
            created_by=author,
            updated_by=author,
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
                updated_by=author,
            )
            for name in ENVIRONMENTS
        }
        self.unit.db.add_all(made.values())
        loaded = Loaded(flag, group.name if group else None, made)
        await self.repository.advance(ENVIRONMENTS)
        await self.editor.soundness.require(loaded.state(), ENVIRONMENTS)
        await self.unit.db.flush()
        await self.editor.keep(loaded, "created", ENVIRONMENTS)
        return loaded

    async def edit(
        self,
        flag_id: UUID,
        patch: Patch,
        check_version: CheckVersion,
        *,
        action: str = "updated",
        comment: str | None = None,
    ) -> Loaded:
        """Apply a patch to a flag; raise what speaks against it. Without effect: no version."""
        loaded = await self.editor.changeable(flag_id, check_version)
        await self.editor.put(loaded, patch, action, comment=comment)
        return loaded

    async def switch(
        self,
        flag_id: UUID,
        environment: Environment | None,
        wanted: bool | None,
        check_version: CheckVersion,
    ) -> Loaded:
        """Switch a flag on or off in one environment (its own, if none is named).

        `wanted` None means the other of the present state.
        """
        loaded = await self.editor.changeable(flag_id, check_version)
        name = environment or loaded.flag.environment
        present = loaded.configurations[name].enabled
        enabled = (not present) if wanted is None else wanted
        patch: dict[str, Any] = {"environments": {name: {"enabled": enabled}}}
        await self.editor.put(loaded, patch, "activated" if enabled else "deactivated")
        return loaded

    async def archive(self, flag_id: UUID, check_version: CheckVersion) -> Loaded:
        """Take a flag out of use: it is served to nobody, and its key stays taken."""
        comment = self.unit.require_reason()
        loaded = await self.editor.changeable(flag_id, check_version)
        await self.editor.put(loaded, {"archived": True}, "archived", comment=comment)
        return loaded

    async def restore(self, flag_id: UUID, check_version: CheckVersion) -> Loaded:
        """Bring an archived flag back, set as it was but off everywhere."""
        loaded = await self.editor.load(flag_id, lock=True)
        check_version(loaded.flag.version)
        off = {name: {"enabled": False} for name in ENVIRONMENTS}
        patch = {"archived": False, "environments": off}
        # Off everywhere, it changes nothing for anybody: no consent is asked for.
        await self.editor.put(loaded, patch, "restored", consented=True)
        return loaded
