"""Routes of invites."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Query

from gapless.features.admin_users.invites.problems import (
    InviteNotFound,
    InviteNotPending,
    InviteTokenExpired,
    InviteTokenInvalid,
)
from gapless.features.admin_users.invites.repository import InviteFilter
from gapless.features.admin_users.invites.rules import Status
from gapless.features.admin_users.invites.schemas import (
    InviteAccept,
    InviteLink,
    InviteResend,
    InviteRow,
    Joined,
)
from gapless.features.admin_users.invites.service import InviteService
from gapless.features.admin_users.paging import WholeListPagingDep
from gapless.features.admin_users.password_problems import PASSWORD_PROBLEMS
from gapless.features.admin_users.problems import PermissionsNotHeld, TenantOverrideForbidden
from gapless.features.admin_users.reach import ListReach, OneReach
from gapless.platform.ids import PathId
from gapless.platform.permissions import Permission
from gapless.platform.problems import InvalidTenantHeader
from gapless.platform.routing import TAKES_ACCESS_AWAY, Access, Router, Scope, policy
from gapless.platform.switches import BrandFeature
from gapless.platform.unit import UnitDep

router = Router(prefix="/admin/invites", tags=["admin users"])
public = Router(prefix="/auth", tags=["auth"])
FEATURE = BrandFeature.CAN_MANAGE_ADMINS


def _listing(unit: UnitDep, reach: ListReach) -> InviteService:
    return InviteService(unit, reach.tenant_id)


def _service(unit: UnitDep, reach: OneReach) -> InviteService:
    return InviteService(unit, reach.tenant_id)


def _filter(
    status: Status | None = None,
    search: Annotated[str | None, Query(max_length=200)] = None,
) -> InviteFilter:
    return InviteFilter(status=status, search=search)


Listing = Annotated[InviteService, Depends(_listing)]
Invites = Annotated[InviteService, Depends(_service)]
Wanted = Annotated[InviteFilter, Depends(_filter)]


@router.get("")
@policy(
    Permission.ADMINS_READ, feature=FEATURE,
    problems=[TenantOverrideForbidden, InvalidTenantHeader],
)  # fmt: skip
async def list_invites(
    invites: Listing, wanted: Wanted, paging: WholeListPagingDep
) -> list[InviteRow]:
    """The brand's invites, newest first, with what became of each."""
    rows, total = await invites.page(wanted, paging.offset, paging.page_size)
    paging.meta(total)
    return rows


@router.post("/{invite_id}/resend")
@policy(
    Permission.ADMINS_WRITE, feature=FEATURE, audit="invite.resent",
    step_up=True, idempotent_replay=False,
    problems=[InviteNotFound, InviteNotPending, PermissionsNotHeld],
)  # fmt: skip
async def resend_invite(invite_id: PathId, body: InviteResend, invites: Invites) -> InviteLink:
    """Make a new link, and mail it if wanted. The link before works no more."""
    link = await invites.resend(invite_id, by_mail=body.send_mail)
    row = await invites.row(invite_id)
    return InviteLink(invite=row, invite_token=link.token, invite_url=link.url, mailed=link.mailed)


@router.post("/{invite_id}/revoke")
@policy(
    Permission.ADMINS_WRITE, feature=FEATURE, audit="invite.revoked",
    without_proof=TAKES_ACCESS_AWAY,
    problems=[InviteNotFound, InviteNotPending, PermissionsNotHeld],
)  # fmt: skip
async def revoke_invite(invite_id: PathId, invites: Invites) -> InviteRow:
    """Take an invite back: its link is dead, and the invited admin is gone."""
    await invites.revoke(invite_id)
    return await invites.row(invite_id)


@public.post("/accept-invite")
@policy(
    Access.PUBLIC, scope=Scope.SELF, audit="invite.accepted", idempotent_replay=False,
    problems=[InviteTokenInvalid, InviteTokenExpired, InviteNotPending, *PASSWORD_PROBLEMS],
)  # fmt: skip
async def accept_invite(body: InviteAccept, unit: UnitDep) -> Joined:
    """Join with the token of an invite, and choose a password. The token works once."""
    email = await InviteService(unit, None).accept(body.token, body.new_password)
    return Joined(email=email)
