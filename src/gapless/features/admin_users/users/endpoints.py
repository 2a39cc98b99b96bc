"""Routes of admins."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query

from gapless.features.admin_users.paging import WholeListPagingDep
from gapless.features.admin_users.problems import (
    AdminNotFound,
    AdminOutranksYou,
    LastOwner,
    OwnAccount,
    TenantOverrideForbidden,
)
from gapless.features.admin_users.reach import ListReach, OneReach
from gapless.features.admin_users.users.repository import UserFilter
from gapless.features.admin_users.users.schemas import (
    Sort,
    Status,
    StatusChange,
    UserAnswer,
    UserRow,
)
from gapless.features.admin_users.users.service import UserService
from gapless.platform.ids import PathId
from gapless.platform.permissions import Permission
from gapless.platform.problems import InvalidTenantHeader
from gapless.platform.routing import Router, policy
from gapless.platform.switches import BrandFeature
from gapless.platform.unit import UnitDep

router = Router(prefix="/admin", tags=["admin users"])

Word = Annotated[str | None, Query(max_length=200)]


def _listing(unit: UnitDep, reach: ListReach) -> UserService:
    return UserService(unit, reach)


def _service(unit: UnitDep, reach: OneReach) -> UserService:
    return UserService(unit, reach)


def _filter(
    search: Word = None,
    role: Word = None,
    status: Status | None = None,
    team: UUID | None = None,
    sort: Sort = "full_name",
) -> UserFilter:
    return UserFilter(search=search, role=role, status=status, team=team, sort=sort)


Listing = Annotated[UserService, Depends(_listing)]
Users = Annotated[UserService, Depends(_service)]
Wanted = Annotated[UserFilter, Depends(_filter)]


@router.get("/users")
@policy(
    Permission.ADMINS_READ, feature=BrandFeature.CAN_MANAGE_ADMINS,
    problems=[TenantOverrideForbidden, InvalidTenantHeader],
)  # fmt: skip
async def list_users(users: Listing, wanted: Wanted, paging: WholeListPagingDep) -> list[UserRow]:
    """The brand's admins. An owner who acts in no brand may ask for another one's, or for all."""
    rows, total = await users.page(wanted, paging.offset, paging.page_size)
    paging.meta(total)
    own_id = users.unit.known_actor.admin_id
    return [UserRow.of(row, own_id=own_id) for row in rows]


@router.post("/users/{admin_id}/status")
@policy(
    Permission.ADMINS_WRITE, feature=BrandFeature.CAN_MANAGE_ADMINS, audit="admin.status_changed",
    problems=[AdminNotFound, AdminOutranksYou, OwnAccount, LastOwner],
)  # fmt: skip
async def set_user_status(admin_id: PathId, body: StatusChange, users: Users) -> UserAnswer:
    """Enable or disable an admin; disabling ends their sessions at once, everywhere."""
    record = await users.set_active(admin_id, body.is_active)
    return UserAnswer(user=UserRow.of(record, own_id=users.unit.known_actor.admin_id))
