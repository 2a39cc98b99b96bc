"""Routes of teams."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request, Response

from gapless.features.admin_users.problems import (
    AdminNotFound,
    AdminOutranksYou,
    PermissionsNotHeld,
    TenantOverrideForbidden,
)
from gapless.features.admin_users.reach import ListReach, OwnReach
from gapless.features.admin_users.roles.problems import PermissionOwnerOnly, UnknownRole
from gapless.features.admin_users.teams.problems import NotInTeam, TeamExists, TeamNotFound
from gapless.features.admin_users.teams.schemas import (
    MembersAdd,
    TeamChange,
    TeamCreate,
    TeamDetail,
    TeamRow,
)
from gapless.features.admin_users.teams.service import TeamService
from gapless.platform.etags import check_if_match, set_etag
from gapless.platform.ids import PathId
from gapless.platform.permissions import Permission
from gapless.platform.problems import InvalidTenantHeader, ReasonRequired, StaleWrite
from gapless.platform.routing import TAKES_ACCESS_AWAY, Router, policy
from gapless.platform.switches import BrandFeature
from gapless.platform.unit import UnitDep

router = Router(prefix="/admin/teams", tags=["admin users"])
FEATURE = BrandFeature.CAN_MANAGE_ADMINS


def _listing(unit: UnitDep, reach: ListReach) -> TeamService:
    return TeamService(unit, reach)


def _service(unit: UnitDep, reach: OwnReach) -> TeamService:
    return TeamService(unit, reach)


Listing = Annotated[TeamService, Depends(_listing)]
Teams = Annotated[TeamService, Depends(_service)]


@router.get("")
@policy(
    Permission.ADMINS_READ, feature=FEATURE,
    problems=[TenantOverrideForbidden, InvalidTenantHeader],
)  # fmt: skip
async def list_teams(teams: Listing) -> list[TeamRow]:
    """The brand's teams, by name."""
    return await teams.all()


@router.post("")
@policy(
    Permission.ADMINS_WRITE, feature=FEATURE, audit="team.created", step_up=True,
    problems=[TeamExists, UnknownRole, PermissionsNotHeld, PermissionOwnerOnly, AdminNotFound],
)  # fmt: skip
async def create_team(body: TeamCreate, teams: Teams) -> TeamDetail:
    """Make a team, with its default role and its first members."""
    return await teams.create(body)


@router.get("/{team_id}")
@policy(Permission.ADMINS_READ, feature=FEATURE, problems=[TeamNotFound])
async def get_team(team_id: PathId, teams: Teams, response: Response) -> TeamDetail:
    """One team and who is in it."""
    team = await teams.detail(team_id)
    set_etag(response, team.version)
    return team


@router.patch("/{team_id}")
@policy(
    Permission.ADMINS_WRITE, feature=FEATURE, audit="team.changed", step_up=True,
    problems=[
        TeamNotFound, TeamExists, UnknownRole, PermissionsNotHeld, PermissionOwnerOnly, StaleWrite,
    ],
)  # fmt: skip
async def change_team(
    team_id: PathId, body: TeamChange, teams: Teams, request: Request, response: Response
) -> TeamDetail:
    """Change a team's name, text or default role."""
    team = await teams.change(team_id, body, lambda version: check_if_match(request, version))
    set_etag(response, team.version)
    return team


@router.delete("/{team_id}", status_code=204)
@policy(
    Permission.ADMINS_WRITE, feature=FEATURE, audit="team.deleted", without_proof=TAKES_ACCESS_AWAY,
    problems=[TeamNotFound, PermissionsNotHeld, ReasonRequired],
)  # fmt: skip
async def delete_team(team_id: PathId, teams: Teams) -> None:
    """Delete a team; its members lose what it gave them, at once."""
    await teams.delete(team_id)


@router.post("/{team_id}/members")
@policy(
    Permission.ADMINS_WRITE, feature=FEATURE, audit="team.member_added", step_up=True,
    problems=[TeamNotFound, AdminNotFound, PermissionsNotHeld],
)  # fmt: skip
async def add_team_members(team_id: PathId, body: MembersAdd, teams: Teams) -> TeamDetail:
    """Put admins into a team."""
    await teams.add_members(team_id, body.admin_ids)
    return await teams.detail(team_id)


@router.delete("/{team_id}/members/{admin_id}")
@policy(
    Permission.ADMINS_WRITE, feature=FEATURE, audit="team.member_removed",
    without_proof=TAKES_ACCESS_AWAY,
    problems=[TeamNotFound, AdminNotFound, NotInTeam, AdminOutranksYou, PermissionsNotHeld],
)  # fmt: skip
async def remove_team_member(team_id: PathId, admin_id: PathId, teams: Teams) -> TeamDetail:
    """Take an admin out of a team."""
    await teams.remove_member(team_id, admin_id)
    return await teams.detail(team_id)
