"""SQL of flags. Built with the brand: it cannot read another's."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from gapless.features.feature_flags.models import (
    Flag,
    FlagConfiguration,
    FlagEnvironment,
    FlagGroup,
    FlagVersion,
)
from gapless.features.feature_flags.rules import Environment
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

    async def by_key(self, key: str) -> Flag | None:
        """The flag that programs ask for by this key."""
        found: Flag | None = await self.db.scalar(
            select(Flag).where(Flag.tenant_id == self.tenant_id, Flag.key == key)
        )
        return found

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

    async def groups(self) -> list[tuple[FlagGroup, int]]:
        """The groups by name, with how many flags each has."""
        rows = await self.db.execute(
            select(FlagGroup, func.count(Flag.id))
            .outerjoin(Flag, (Flag.group_id == FlagGroup.id) & Flag.archived_at.is_(None))
            .where(FlagGroup.tenant_id == self.tenant_id)
            .group_by(FlagGroup.id)
            .order_by(func.lower(FlagGroup.name))
        )
        return [(group, count) for group, count in rows]

    async def group_name(self, group_id: UUID | None) -> str | None:
        """The name of a group."""
        if group_id is None:
            return None
        found: str | None = await self.db.scalar(
            select(FlagGroup.name).where(FlagGroup.id == group_id)
        )
        return found

    async def versions(self, flag_id: UUID) -> Sequence[FlagVersion]:
        """Every version of a flag, newest first."""
        return list(
            await self.db.scalars(
                select(FlagVersion)
                .where(FlagVersion.tenant_id == self.tenant_id, FlagVersion.flag_id == flag_id)
                .order_by(FlagVersion.number.desc())
            )
        )

    async def environments(self) -> dict[str, FlagEnvironment]:
        """The environments that were changed or set up before, by name."""
        rows = await self.db.scalars(
            select(FlagEnvironment).where(FlagEnvironment.tenant_id == self.tenant_id)
        )
        return {row.environment: row for row in rows}

    async def publish(self, environments: Iterable[Environment]) -> dict[str, int]:
        """Give each environment its next version and tell who listens, when this commits.

        Always in one order, and held until the commit: writers of one environment stand in line,
        so that a version that is seen is never followed by a smaller one.
        """
        made: dict[str, int] = {}
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
            )
            made[environment] = int(version or 0)
        if made:
            told = {"tenant": self.tenant_id, "environments": made}
            await announce(self.db, CHANNEL, json.dumps(told))
        return made
