"""Routes of admins."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Request, Response
from starlette.responses import StreamingResponse

from gapless.features.admin_users.paging import WholeListPagingDep
from gapless.features.admin_users.password_problems import PASSWORD_PROBLEMS
from gapless.features.admin_users.passwords.schemas import AdminReset, AdminResetDone
from gapless.features.admin_users.problems import (
    AdminNotFound,
    AdminOutranksYou,
    EmailRequired,
    EmergencyAccount,
    LastOwner,
    NotYetJoined,
    OwnAccount,
    PasswordRequired,
    PermissionsNotHeld,
    TenantOverrideForbidden,
    UnknownTenant,
    UserExists,
)
from gapless.features.admin_users.reach import ListReach, OneReach
from gapless.features.admin_users.roles.problems import UnknownRole
from gapless.features.admin_users.users.bulk import BulkChange, BulkResult, BulkService
from gapless.features.admin_users.users.creation import UserCreation
from gapless.features.admin_users.users.repository import UserFilter, UserRecord
from gapless.features.admin_users.users.schemas import (
    PasswordMode,
    Sort,
    Status,
    StatusChange,
    TenantAdminCreate,
    TenantAdminCreated,
    UserAnswer,
    UserChange,
    UserCreate,
    UserCreated,
    UserRow,
)
from gapless.features.admin_users.users.service import EXPORT_COLUMNS, UserService
from gapless.platform import clock
from gapless.platform.etags import check_if_match, set_etag
from gapless.platform.exports import csv_response
from gapless.platform.identity.emails import EmailInvalid
from gapless.platform.ids import PathId
from gapless.platform.permissions import Permission
from gapless.platform.problems import InvalidTenantHeader, ReasonRequired, StaleWrite
from gapless.platform.routing import ASKS_UNLESS_IT_STOPS, Router, Scope, policy
from gapless.platform.security.problems import StepUpRequired
from gapless.platform.switches import BrandFeature
from gapless.platform.unit import UnitDep

router = Router(prefix="/admin", tags=["admin users"])
FEATURE = BrandFeature.CAN_MANAGE_ADMINS
NOT_YOURS = [AdminNotFound, AdminOutranksYou, OwnAccount, EmergencyAccount]

Word = Annotated[str | None, Query(max_length=200)]


def _listing(unit: UnitDep, reach: ListReach) -> UserService:
    return UserService(unit, reach)


def _service(unit: UnitDep, reach: OneReach) -> UserService:
    return UserService(unit, reach)


def _creation(unit: UnitDep, reach: OneReach) -> UserCreation:
    return UserCreation(unit, reach)


def _bulk(unit: UnitDep, reach: OneReach) -> BulkService:
    return BulkService(unit, reach)


def _filter(
    search: Word = None,
    role: Word = None,
    status: Status | None = None,
    team: UUID | None = None,
    second_factor: bool | None = None,
    sort: Sort = "full_name",
) -> UserFilter:
    return UserFilter(
        search=search,
        role=role,
        status=status,
        team=team,
        second_factor=second_factor,
        sort=sort,
    )


Listing = Annotated[UserService, Depends(_listing)]
Users = Annotated[UserService, Depends(_service)]
Creation = Annotated[UserCreation, Depends(_creation)]
Bulk = Annotated[BulkService, Depends(_bulk)]
Wanted = Annotated[UserFilter, Depends(_filter)]


def _row(users: UserService, record: UserRecord) -> UserRow:
    return UserRow.of(record, own_id=users.unit.known_actor.admin_id)


@router.get("/users")
@policy(
    Permission.ADMINS_READ, feature=FEATURE,
    problems=[TenantOverrideForbidden, InvalidTenantHeader],
)  # fmt: skip
async def list_users(users: Listing, wanted: Wanted, paging: WholeListPagingDep) -> list[UserRow]:
    """The brand's admins. An owner who acts in no brand may ask for another one's, or for all."""
    rows, total = await users.page(wanted, paging.offset, paging.page_size)
    paging.meta(total)
    return [_row(users, row) for row in rows]


@router.post("/users")
@policy(
    Permission.ADMINS_WRITE, feature=FEATURE, audit="admin.user_created",
    step_up=True, idempotent_replay=False,
    problems=[
        EmailRequired, EmailInvalid, PasswordRequired, UserExists, UnknownRole, UnknownTenant,
        TenantOverrideForbidden, PermissionsNotHeld, *PASSWORD_PROBLEMS,
    ],
)  # fmt: skip
async def create_user(body: UserCreate, creation: Creation, unit: UnitDep) -> UserCreated:
    """Make an admin: with a password, or with an invite to choose one."""
    made = await creation.create(body)
    link = made.link
    return UserCreated(
        user=UserRow.of(UserRecord(made.admin, [], False), own_id=unit.known_actor.admin_id),
        invite_token=link.token if link else None,
        invite_url=link.url if link else None,
        mailed=link.mailed if link else False,
    )


@router.post("/users/bulk")
@policy(
    Permission.ADMINS_WRITE,
    step_up=True,
    feature=FEATURE,
    audit="admin.bulk_changed",
    problems=[ReasonRequired],
)
async def change_users(body: BulkChange, bulk: Bulk) -> BulkResult:
    """One act on up to 200 admins. Each is judged by itself; the answer says what became of it."""
    return await bulk.run(body)


@router.get(
    "/users/export",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
)
@policy(
    Permission.ADMINS_EXPORT, feature=FEATURE, audit="admin.exported",
    problems=[TenantOverrideForbidden, InvalidTenantHeader],
)  # fmt: skip
async def export_users(users: Listing, wanted: Wanted) -> StreamingResponse:
    """The admins that the filter leaves, as CSV."""
    stamp = clock.now().strftime("%Y%m%dT%H%M%SZ")
    return csv_response(f"admins-{stamp}.csv", EXPORT_COLUMNS, users.export(wanted))


@router.get("/users/{admin_id}")
@policy(Permission.ADMINS_READ, feature=FEATURE, problems=[AdminNotFound])
async def get_user(admin_id: PathId, users: Users, response: Response) -> UserRow:
    """One admin."""
    row = _row(users, await users.record(admin_id))
    set_etag(response, row.version)
    return row


@router.patch("/users/{admin_id}")
@policy(
    Permission.ADMINS_WRITE, step_up=True, feature=FEATURE, audit="admin.user_updated",
    problems=[
        *NOT_YOURS, LastOwner, EmailInvalid, UserExists, UnknownRole, PermissionsNotHeld,
        StaleWrite, *PASSWORD_PROBLEMS,
    ],
)  # fmt: skip
async def change_user(
    admin_id: PathId, body: UserChange, users: Users, request: Request, response: Response
) -> UserAnswer:
    """Change an admin. Of oneself, only the name."""
    record = await users.change(admin_id, body, lambda version: check_if_match(request, version))
    set_etag(response, record.admin.version)
    return UserAnswer(user=_row(users, record))


@router.delete("/users/{admin_id}", status_code=204)
@policy(
    Permission.ADMINS_WRITE, step_up=True, feature=FEATURE, audit="admin.user_deleted",
    problems=[*NOT_YOURS, LastOwner, NotYetJoined, ReasonRequired],
)  # fmt: skip
async def delete_user(admin_id: PathId, users: Users) -> None:
    """Remove an admin for good, with their sessions. The audit log keeps what they did."""
    await users.delete(admin_id)


@router.post("/users/{admin_id}/status")
@policy(
    Permission.ADMINS_WRITE, feature=FEATURE, audit="admin.status_changed",
    without_proof=ASKS_UNLESS_IT_STOPS,
    problems=[*NOT_YOURS, StepUpRequired, LastOwner, NotYetJoined],
)  # fmt: skip
async def set_user_status(admin_id: PathId, body: StatusChange, users: Users) -> UserAnswer:
    """Enable or disable an admin; disabling ends their sessions at once, everywhere."""
    return UserAnswer(user=_row(users, await users.set_active(admin_id, body.is_active)))


@router.post("/users/{admin_id}/reset-password")
@policy(
    Permission.ADMINS_WRITE, step_up=True, feature=FEATURE, audit="admin.password_reset",
    idempotent_replay=False,
    problems=[*NOT_YOURS, NotYetJoined, PasswordRequired, *PASSWORD_PROBLEMS],
)  # fmt: skip
async def reset_user_password(admin_id: PathId, body: AdminReset, users: Users) -> AdminResetDone:
    """Set an admin's password, or send them a link to do so."""
    link, ended = await users.reset_password(
        admin_id, by_link=body.mode == "link", password=body.password
    )
    mailed = body.mode == "link" and link is None
    return AdminResetDone(mailed=mailed, reset_url=link, sessions_ended=ended)


@router.post("/create-tenant-admin")
@policy(
    Permission.TENANTS_WRITE, scope=Scope.PLATFORM, audit="tenant.admin_created", step_up=True,
    problems=[
        EmailRequired, EmailInvalid, PasswordRequired, UserExists, UnknownTenant,
        TenantOverrideForbidden, *PASSWORD_PROBLEMS,
    ],
    api_only="The panel makes a brand's first admin in the list of users.",
)  # fmt: skip
async def create_tenant_admin(
    body: TenantAdminCreate, creation: Creation, unit: UnitDep
) -> TenantAdminCreated:
    """Make the first admin of a brand, with a password."""
    made = await creation.create(
        UserCreate(
            **body.model_dump(),
            role="Admin",
            tenant_role="tenant_admin",
            password_mode=PasswordMode.SET,
        )
    )
    row = UserRow.of(UserRecord(made.admin, [], False), own_id=unit.known_actor.admin_id)
    return TenantAdminCreated(message=f"{row.email} manages {row.tenant_id}", admin=row)
