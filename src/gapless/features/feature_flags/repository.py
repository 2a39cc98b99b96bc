"""SQL of flags. Built with the brand: it cannot read another's."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, cast, func, or_, select
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.ext.asyncio import AsyncSession

from gapless.features.feature_flags.models import (
    Flag,
    FlagConfiguration,
    FlagEnvironment,
    FlagGroup,
    FlagSegment,
)
from gapless.features.feature_flags.rules import Environment
from gapless.flagengine import Segment, read_segment
from gapless.platform import clock
from gapless.platform.notifications import announce
from gapless.platform.search import folded, holds

CHANNEL = "flags"
"""Where changes are announced: `{"tenant": ..., "environments": {name: version}}`."""


@dataclass(frozen=True, slots=True)
class FlagFilter:
    """What a list of flags is narrowed to; None is no limit."""

    search: str | None = None
    group: str | None = None
    type: str | None = None
    scope: str | None = None
    owner: str | None = None
    tag: str | None = None
    archived: bool = False


class FlagRepository:
    """The flags of one brand."""

    def __init__(self, db: AsyncSession, tenant_id: str) -> None:
        self.db = db
        self.tenant_id = tenant_id
        self._advanced: dict[str, int] = {}

    def _conditions(self, wanted: FlagFilter) -> list[ColumnElement[bool]]:
        found: list[ColumnElement[bool]] = [
            Flag.tenant_id == self.tenant_id,
            Flag.archived_at.is_not(None) if wanted.archived else Flag.archived_at.is_(None),
        ]
        for column in ("type", "scope", "owner"):
            value = getattr(wanted, column)
            if value:
                found.append(getattr(Flag, column) == value)
        if wanted.group:
            found.append(folded(FlagGroup.name) == folded(wanted.group))
        if wanted.tag:
            found.append(Flag.tags.contains([wanted.tag]))
        if wanted.search:
            found.append(
                holds(Flag.key, wanted.search)
                | holds(Flag.name, wanted.search)
                | holds(Flag.description, wanted.search)
            )
        return found

    async def all(self, wanted: FlagFilter) -> list[tuple[Flag, str | None]]:
        """The flags that the filter leaves, by name, with the names of their groups."""
        rows = await self.db.execute(
            select(Flag, FlagGroup.name)
            .outerjoin(FlagGroup, FlagGroup.id == Flag.group_id)
            .where(*self._conditions(wanted))
            .order_by(func.lower(Flag.name), Flag.id)
        )
        return [(flag, group) for flag, group in rows]

    async def get(self, flag_id: UUID, *, lock: bool = False) -> Flag | None:
        """One flag; locked until the transaction ends, if asked for."""
        statement = select(Flag).where(Flag.tenant_id == self.tenant_id, Flag.id == flag_id)
        if lock:
            statement = statement.with_for_update().execution_options(populate_existing=True)
        found: Flag | None = await self.db.scalar(statement)
        return found

    async def locked(self, flags: Iterable[UUID]) -> list[tuple[Flag, str | None]]:
        """Those flags with the names of their groups, locked until the transaction ends."""
        rows = await self.db.execute(
            select(Flag, FlagGroup.name)
            .outerjoin(FlagGroup, FlagGroup.id == Flag.group_id)
            .where(Flag.tenant_id == self.tenant_id, Flag.id.in_(list(flags)))
            .order_by(Flag.id)
            .with_for_update(of=Flag)
            .execution_options(populate_existing=True)
        )
        return [(flag, group) for flag, group in rows]

    async def by_key(self, key: str) -> Flag | None:
        """The flag that programs ask for by this key."""
        found: Flag | None = await self.db.scalar(
            select(Flag).where(Flag.tenant_id == self.tenant_id, Flag.key == key)
        )
        return found

    async def archived_keys(self) -> list[str]:
        """The keys of archived flags: they stay taken."""
        return list(
            await self.db.scalars(
                select(Flag.key).where(
                    Flag.tenant_id == self.tenant_id, Flag.archived_at.is_not(None)
                )
            )
        )

    async def total(self) -> int:
        """How many flags there are that are not archived."""
        found = await self.db.scalar(
            select(func.count())
            .select_from(Flag)
            .where(Flag.tenant_id == self.tenant_id, Flag.archived_at.is_(None))
        )
        return found or 0

    async def configurations(
        self, flags: Iterable[UUID]
    ) -> dict[UUID, dict[str, FlagConfiguration]]:
        """How those flags are set, by flag and environment."""
        rows = await self.db.scalars(
            select(FlagConfiguration).where(
                FlagConfiguration.tenant_id == self.tenant_id,
                FlagConfiguration.flag_id.in_(list(flags)),
            )
        )
        found: dict[UUID, dict[str, FlagConfiguration]] = {}
        for row in rows:
            found.setdefault(row.flag_id, {})[row.environment] = row
        return found

    async def group(self, name: str) -> FlagGroup:
        """The group of this name, whatever its case; made if there is none."""
        await self.db.execute(
            insert(FlagGroup).values(tenant_id=self.tenant_id, name=name).on_conflict_do_nothing()
        )
        return (
            await self.db.scalars(
                select(FlagGroup).where(
                    FlagGroup.tenant_id == self.tenant_id,
                    func.lower(FlagGroup.name) == func.lower(name),
                )
            )
        ).one()

    async def group_name(self, group_id: UUID | None) -> str | None:
        """The name of a group."""
        if group_id is None:
            return None
        found: str | None = await self.db.scalar(
            select(FlagGroup.name).where(FlagGroup.id == group_id)
        )
        return found

    async def environments(self) -> dict[str, FlagEnvironment]:
        """The environments that were changed or set up before, by name."""
        rows = await self.db.scalars(
            select(FlagEnvironment).where(FlagEnvironment.tenant_id == self.tenant_id)
        )
        return {row.environment: row for row in rows}

    async def environment(self, name: str) -> FlagEnvironment:
        """One environment, locked until the transaction ends; made if it is not there yet."""
        await self.db.execute(
            insert(FlagEnvironment)
            .values(tenant_id=self.tenant_id, environment=name)
            .on_conflict_do_nothing()
        )
        found: FlagEnvironment = (
            await self.db.scalars(
                select(FlagEnvironment)
                .where(
                    FlagEnvironment.tenant_id == self.tenant_id,
                    FlagEnvironment.environment == name,
                )
                .with_for_update()
                .execution_options(populate_existing=True)
            )
        ).one()
        return found

    async def counts(self) -> dict[str, tuple[int, int]]:
        """How many flags there are in each environment, and how many of them are on."""
        rows = await self.db.execute(
            select(
                FlagConfiguration.environment,
                func.count(),
                func.count().filter(FlagConfiguration.enabled),
            )
            .join(Flag, Flag.id == FlagConfiguration.flag_id)
            .where(FlagConfiguration.tenant_id == self.tenant_id, Flag.archived_at.is_(None))
            .group_by(FlagConfiguration.environment)
        )
        return {name: (flags, on) for name, flags, on in rows}

    async def engine_segments(self) -> dict[str, Segment]:
        """The brand's segments, as the engine reads them."""
        rows = await self.db.execute(
            select(FlagSegment.key, FlagSegment.conditions).where(
                FlagSegment.tenant_id == self.tenant_id
            )
        )
        read = (read_segment({"key": key, "when": when})[0] for key, when in rows)
        return {segment.key: segment for segment in read if segment is not None}

    async def related(self, environment: str, named: Sequence[str]) -> list[dict[str, Any]]:
        """The flags of an environment that build on others, and those named, for the engine."""
        builds = FlagConfiguration.configuration["prerequisites"] != cast("[]", JSONB)
        rows = await self.db.execute(
            self._served(environment).where(or_(builds, Flag.key.in_(named)))
        )
        return [_engine_row(*row) for row in rows]

    async def named(self, environment: str, keys: Sequence[str]) -> list[dict[str, Any]]:
        """Those flags of an environment that are not archived, for the engine."""
        rows = await self.db.execute(self._served(environment).where(Flag.key.in_(keys)))
        return [_engine_row(*row) for row in rows]

    async def served(self, environment: str) -> list[dict[str, Any]]:
        """Every flag of an environment that is not archived, for the engine, by key."""
        rows = await self.db.execute(self._served(environment).order_by(Flag.key))
        return [_engine_row(*row) for row in rows]

    def _served(self, environment: str) -> Any:
        return (
            select(
                Flag.key,
                Flag.type,
                Flag.variants,
                FlagConfiguration.enabled,
                FlagConfiguration.configuration,
            )
            .join(FlagConfiguration, FlagConfiguration.flag_id == Flag.id)
            .where(
                Flag.tenant_id == self.tenant_id,
                Flag.archived_at.is_(None),
                FlagConfiguration.environment == environment,
            )
        )

    async def advance(self, environments: Iterable[Environment]) -> None:
        """Give each environment its next version.

        Always in one order, and held until the commit: writers of an environment stand in line.
        """
        for environment in sorted(set(environments)):
            version = await self.db.scalar(
                insert(FlagEnvironment)
                .values(
                    tenant_id=self.tenant_id,
                    environment=environment,
                    version=1,
                    changed_at=clock.now(),
                )
                .on_conflict_do_update(
                    index_elements=["tenant_id", "environment"],
                    set_={"version": FlagEnvironment.version + 1, "changed_at": clock.now()},
                )
                .returning(FlagEnvironment.version)
                .execution_options(populate_existing=True)
            )
            self._advanced[environment] = int(version or 0)

    async def announce(self) -> None:
        """Tell every process of the versions made, when this commits. Call it last."""
        if self._advanced:
            told = {"tenant": self.tenant_id, "environments": self._advanced}
            await announce(self.db, CHANNEL, json.dumps(told))
            self._advanced = {}


def _engine_row(
    key: str, kind: str, variants: Any, enabled: bool, configuration: dict[str, Any]
) -> dict[str, Any]:
    return {
        "key": key,
        "type": kind,
        "enabled": enabled,
        "variants": variants,
        **configuration,
    }
