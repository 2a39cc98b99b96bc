"""Use cases of teams."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from gapless.features.admin_users.granting import check_may_grant, may_grant
from gapless.features.admin_users.problems import AdminNotFound
from gapless.features.admin_users.reach import Reach
from gapless.features.admin_users.roles.problems import PermissionOwnerOnly
from gapless.features.admin_users.roles.references import RoleRef, find_role
from gapless.features.admin_users.targets import Targets
from gapless.features.admin_users.teams.problems import NotInTeam, TeamExists, TeamNotFound
from gapless.features.admin_users.teams.repository import TeamRepository
from gapless.features.admin_users.teams.schemas import (
    TeamChange,
    TeamCreate,
    TeamDetail,
    TeamMemberRow,
    TeamRow,
)
from gapless.platform.identity.models import Team
from gapless.platform.permissions import Permission, role_key
from gapless.platform.unit import Unit


class TeamService:
    """The teams of a brand. Whoever changes one must hold what its default role gives."""

    def __init__(self, unit: Unit, reach: Reach) -> None:
        self.unit = unit
        self.tenant_id = reach.tenant_id or unit.tenant_id
        self.repository = TeamRepository(unit.db, self.tenant_id)
        self.targets = Targets(unit, Reach(self.tenant_id, unit.settings))

    async def all(self) -> list[TeamRow]:
        """Every team, by name."""
        grantable = await may_grant(self.unit)
        return [
            await self._row(team, count, grantable) for team, count in await self.repository.all()
        ]

    async def detail(self, team_id: UUID) -> TeamDetail:
        """One team with its members; raise `TeamNotFound`."""
        await self.unit.db.flush()
        team = await self._get(team_id)
        members = await self.repository.members(team.id)
        row = await self._row(team, len(members), await may_grant(self.unit))
        return TeamDetail(
            **row.model_dump(),
            members=[
                TeamMemberRow(
                    id=admin.id, full_name=admin.full_name, email=admin.email, role=admin.role,
                    status=admin.status, added_at=member.added_at,
                )
                for admin, member in members
            ],
        )  # fmt: skip

    async def create(self, wanted: TeamCreate) -> TeamDetail:
        """Make a team; raise `TeamExists`, `UnknownRole`, `PermissionsNotHeld`, `AdminNotFound`."""
        await self._check_free(wanted.name)
        role = await self._role(wanted.default_role_id)
        team = Team(
            tenant_id=self.tenant_id,
            name=wanted.name,
            description=wanted.description,
            default_role=role.name if role else None,
            default_role_id=role.id if role else None,
        )
        self.unit.db.add(team)
        await self._flush(team)
        self.unit.change.about("team", team.id)
        if wanted.member_ids:
            await self._add(team, wanted.member_ids)
        self.unit.change.after = {**_state(team), "members": len(set(wanted.member_ids))}
        return await self.detail(team.id)

    async def change(
        self, team_id: UUID, wanted: TeamChange, check_version: Callable[[int], None]
    ) -> TeamDetail:
        """Change a team; a new default role holds for its members at once."""
        role = await self._role(wanted.default_role_id)
        team = await self._changeable(team_id)
        check_version(team.version)
        before = _state(team)
        self.unit.change.before = before
        if "default_role_id" in wanted.model_fields_set:
            team.default_role = role.name if role else None
            team.default_role_id = role.id if role else None
        if wanted.description is not None:
            team.description = wanted.description
        if wanted.name is not None and wanted.name != team.name:
            await self._check_free(wanted.name, itself=team.id)
            team.name = wanted.name
        if _state(team) != before:
            team.version += 1
        await self._flush(team)
        self.unit.change.after = _state(team)
        return await self.detail(team.id)

    async def delete(self, team_id: UUID) -> None:
        """Delete a team; its members lose what it gave them."""
        team = await self._changeable(team_id)
        self.unit.require_reason()
        members = await self.repository.members(team.id)
        self.unit.change.before = {**_state(team), "members": [a.email for a, _ in members]}
        await self.unit.db.delete(team)
        await self.unit.db.flush()

    async def add_members(self, team_id: UUID, admin_ids: Sequence[UUID]) -> Team:
        """Put admins of the brand into a team; raise `AdminNotFound` if one is none."""
        team = await self._changeable(team_id)
        await self._add(team, admin_ids)
        return team

    async def remove_member(self, team_id: UUID, admin_id: UUID) -> None:
        """Take an admin out of a team; raise `NotInTeam`."""
        team = await self._changeable(team_id)
        await self.targets.find(admin_id, own=True)
        if not await self.repository.remove(team.id, admin_id):
            raise NotInTeam
        self.unit.change.details = {"team": team.name, "removed": str(admin_id)}

    async def _add(self, team: Team, admin_ids: Sequence[UUID]) -> None:
        wanted = sorted(set(admin_ids))
        if len(await self.repository.colleagues(wanted)) != len(wanted):
            raise AdminNotFound
        added = await self.repository.add(team.id, wanted)
        self.unit.change.details = {
            "team": team.name, "members": [str(a) for a in wanted], "added": added,
        }  # fmt: skip

    async def _changeable(self, team_id: UUID) -> Team:
        self.unit.change.about("team", team_id)
        team = await self.repository.get(team_id, lock=True)
        if team is None:
            raise TeamNotFound
        await check_may_grant(self.unit, await self._gives(team))
        return team

    async def _get(self, team_id: UUID) -> Team:
        team = await self.repository.get(team_id)
        if team is None:
            raise TeamNotFound
        return team

    async def _role(self, key: str | None) -> RoleRef | None:
        if key is None:
            return None
        role = await find_role(self.unit.db, self.tenant_id, key)
        if role.is_platform_owner:
            raise PermissionOwnerOnly(permissions=role.name)
        await check_may_grant(self.unit, role.permissions)
        return role

    async def _gives(self, team: Team) -> frozenset[Permission]:
        if team.default_role is None:
            return frozenset()
        key = _key(team)
        assert key is not None
        return (await find_role(self.unit.db, self.tenant_id, key)).permissions

    async def _row(self, team: Team, members: int, grantable: frozenset[Permission]) -> TeamRow:
        return TeamRow(
            id=team.id,
            name=team.name,
            description=team.description,
            member_count=members,
            default_role_id=_key(team),
            default_role=team.default_role,
            is_grantable=await self._gives(team) <= grantable,
            created_at=team.created_at,
            version=team.version,
        )

    async def _check_free(self, name: str, *, itself: UUID | None = None) -> None:
        other = await self.repository.by_name(name)
        if other is not None and other.id != itself:
            raise TeamExists(name=name)

    async def _flush(self, team: Team) -> None:
        try:
            await self.unit.db.flush()
        except IntegrityError as race:
            raise TeamExists(name=team.name) from race


def _key(team: Team) -> str | None:
    if team.default_role is None:
        return None
    return str(team.default_role_id) if team.default_role_id else role_key(team.default_role)


def _state(team: Team) -> dict[str, Any]:
    return {
        "name": team.name,
        "description": team.description,
        "default_role": team.default_role,
    }
