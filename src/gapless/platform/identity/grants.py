"""What an admin may do, and why: the one place that says it.

An admin holds what their role gives (built-in or of their brand), what the default roles of their
teams give, and what was handed over to them for a time; less what they are limited away from by
`allowed_modules`, and less what only platform owners hold. A platform owner holds everything.

`source_rows()` is a column that belongs into any query of `Admin`, so that who asks for a session
or a key gets its grants in the same round trip. Another source of permissions is one more SELECT
in `_SOURCES`; nothing else has to know of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, literal_column, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from gapless.platform.identity.models import Admin
from gapless.platform.permissions import (
    OWNER_ONLY,
    Permission,
    built_in_permissions,
    group_of,
)

_SOURCES = (
    # The custom role.
    """
    SELECT 'role' AS kind, r.id, r.name, r.name AS role, r.permissions, NULL::jsonb AS only
    FROM roles r WHERE r.id = admins.role_id
    """,
    # The default roles of the teams, built-in (no row in roles) or custom.
    """
    SELECT 'team', t.id, t.name, t.default_role, r.permissions, NULL
    FROM team_members m JOIN teams t ON t.id = m.team_id
    LEFT JOIN roles r ON r.id = t.default_role_id
    WHERE m.admin_id = admins.id AND t.default_role IS NOT NULL
    """,
    # What was handed over for a time: never more than the giver's own role gives at this moment,
    # and nothing of a giver who was disabled meanwhile.
    """
    SELECT 'delegation', d.id, g.full_name, g.role, r.permissions, d.permissions
    FROM delegations d JOIN admins g ON g.id = d.from_admin_id
    LEFT JOIN roles r ON r.id = g.role_id
    WHERE d.to_admin_id = admins.id AND d.decision = 'approved' AND g.status = 'active'
      AND g.tenant_id = admins.tenant_id AND d.starts_at <= now() AND now() < d.ends_at
    """,
)


def source_rows() -> ColumnElement[Any]:
    """A column for a query of `Admin`: the rows that `read` makes grants of."""
    union = " UNION ALL ".join(_SOURCES)
    rows = f"SELECT jsonb_agg(to_jsonb(source) ORDER BY kind, name) FROM ({union}) AS source"  # noqa: S608 - constants
    return literal_column(f"coalesce(({rows}), '[]')", JSONB()).label("grant_sources")


class SourceKind(StrEnum):
    """Where a permission comes from."""

    ROLE = "role"
    TEAM = "team"
    DELEGATION = "delegation"


@dataclass(frozen=True, slots=True)
class Source:
    """One thing that gives permissions: the admin's own role, a team's, a delegation."""

    kind: SourceKind
    id: UUID | None
    name: str
    role: str
    permissions: frozenset[Permission]


class Check(StrEnum):
    """The questions that decide whether an admin holds a permission, in the order asked."""

    PLATFORM_OWNER = "platform_owner"
    OWNER_ONLY = "owner_only"
    ROLE = "role"
    TEAM = "team"
    DELEGATION = "delegation"
    ALLOWED_MODULES = "allowed_modules"


class Effect(StrEnum):
    """What the answer to a check means."""

    ALLOWS = "allows"
    DENIES = "denies"
    NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True)
class Step:
    """One check, its effect, and the thing it looked at."""

    check: str
    effect: Effect
    name: str | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Grants:
    """Everything that decides what an admin may do."""

    is_platform_owner: bool
    sources: tuple[Source, ...]
    allowed_modules: frozenset[str] | None = None

    @property
    def permissions(self) -> frozenset[Permission]:
        """What the admin holds."""
        if self.is_platform_owner:
            return frozenset(Permission)
        given = frozenset[Permission]().union(*(source.permissions for source in self.sources))
        return frozenset(p for p in given - OWNER_ONLY if self._within_limit(p))

    @property
    def delegable(self) -> frozenset[Permission]:
        """What the admin can hand over: what their own role gives, and they are not limited from.

        Neither what comes from a team, nor what was handed over to them.
        """
        given = (s.permissions for s in self.sources if s.kind is SourceKind.ROLE)
        own = frozenset[Permission]().union(*given) - OWNER_ONLY
        return frozenset(p for p in own if self._within_limit(p))

    def open_to_more(self, permissions: frozenset[Permission]) -> frozenset[Permission]:
        """The permissions that would add something if the admin were given them."""
        missing = permissions - self.permissions - OWNER_ONLY
        return frozenset(p for p in missing if self._within_limit(p))

    @property
    def grantable(self) -> frozenset[Permission]:
        """What the admin may pass on: held for good. What is lent to them is not theirs to give."""
        lasting = tuple(s for s in self.sources if s.kind is not SourceKind.DELEGATION)
        return replace(self, sources=lasting).permissions

    def explain(self, permission: Permission) -> tuple[Step, ...]:
        """Why the permission is held or not, check by check. The last that is not neutral decides.

        Agrees with `permissions` for every permission: `decided` of it is whether it is held.
        """
        if self.is_platform_owner:
            return (Step(Check.PLATFORM_OWNER, Effect.ALLOWS),)
        steps = [Step(Check.PLATFORM_OWNER, Effect.NEUTRAL)]
        if permission in OWNER_ONLY:
            return (*steps, Step(Check.OWNER_ONLY, Effect.DENIES))
        steps += [
            Step(
                Check(source.kind.value),
                Effect.ALLOWS if permission in source.permissions else Effect.NEUTRAL,
                source.name,
                source.role,
            )
            for source in self.sources
        ]
        if not any(step.effect is Effect.ALLOWS for step in steps):
            return tuple(steps)
        if not self._within_limit(permission):
            steps.append(Step(Check.ALLOWED_MODULES, Effect.DENIES, group_of(permission)))
        return tuple(steps)

    def _within_limit(self, permission: Permission) -> bool:
        group = group_of(permission)
        return self.allowed_modules is None or group is None or group in self.allowed_modules


def decided(steps: Iterable[Step]) -> bool:
    """Whether the checks allow: something did, and nothing denied."""
    effects = {step.effect for step in steps}
    return Effect.ALLOWS in effects and Effect.DENIES not in effects


def read(admin: Admin, rows: Sequence[dict[str, Any]]) -> Grants:
    """Grants from an admin and their `source_rows()`."""
    sources = [_source(row) for row in rows]
    if admin.role_id is None:
        held = built_in_permissions(admin.role)
        sources.insert(0, Source(SourceKind.ROLE, None, admin.role, admin.role, held))
    limit = admin.allowed_modules
    return Grants(
        is_platform_owner=admin.is_platform_owner,
        sources=tuple(sources),
        allowed_modules=frozenset(limit) if limit is not None else None,
    )


async def load(db: AsyncSession, admin: Admin) -> Grants:
    """The grants of an admin who was read already."""
    rows = await db.scalar(select(source_rows()).select_from(Admin).where(Admin.id == admin.id))
    return read(admin, rows or [])


def known(permissions: Iterable[str]) -> frozenset[Permission]:
    """The permissions of stored names; a name that this version does not know gives nothing."""
    names = {p.value: p for p in Permission}
    return frozenset(names[name] for name in permissions if name in names)


def _source(row: dict[str, Any]) -> Source:
    stored = row["permissions"]
    held = built_in_permissions(row["role"]) if stored is None else known(stored)
    return Source(
        kind=SourceKind(row["kind"]),
        id=UUID(row["id"]),
        name=row["name"],
        role=row["role"],
        permissions=held if row["only"] is None else held & known(row["only"]),
    )
