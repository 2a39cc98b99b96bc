"""Routes of sessions."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query

from gapless.features.admin_users.paging import WholeListPagingDep
from gapless.features.admin_users.problems import (
    AdminNotFound,
    AdminOutranksYou,
    TenantOverrideForbidden,
)
from gapless.features.admin_users.reach import ListReach, OneReach
from gapless.features.admin_users.sessions.problems import AdminSessionNotFound
from gapless.features.admin_users.sessions.repository import SessionFilter
from gapless.features.admin_users.sessions.schemas import (
    AdminSession,
    SessionsEnded,
    SessionsOf,
)
from gapless.features.admin_users.sessions.service import SessionService
from gapless.platform.ids import PathId
from gapless.platform.permissions import Permission
from gapless.platform.problems import InvalidTenantHeader, ReasonRequired
from gapless.platform.routing import TAKES_ACCESS_AWAY, Router, policy
from gapless.platform.switches import BrandFeature
from gapless.platform.unit import UnitDep

router = Router(prefix="/admin/sessions", tags=["admin users"])


def _listing(unit: UnitDep, reach: ListReach) -> SessionService:
    return SessionService(unit, reach)


def _service(unit: UnitDep, reach: OneReach) -> SessionService:
    return SessionService(unit, reach)


def _filter(
    admin_id: UUID | None = None,
    search: Annotated[str | None, Query(max_length=200)] = None,
    suspicious_only: bool = False,
) -> SessionFilter:
    return SessionFilter(admin_id=admin_id, search=search, suspicious_only=suspicious_only)


Listing = Annotated[SessionService, Depends(_listing)]
Sessions = Annotated[SessionService, Depends(_service)]
Wanted = Annotated[SessionFilter, Depends(_filter)]


@router.get("")
@policy(
    Permission.SESSIONS_READ, feature=BrandFeature.CAN_MANAGE_ADMINS,
    problems=[TenantOverrideForbidden, InvalidTenantHeader],
)  # fmt: skip
async def list_admin_sessions(
    sessions: Listing, wanted: Wanted, paging: WholeListPagingDep
) -> list[AdminSession]:
    """The open sessions of the brand's admins, the last used first."""
    rows, total = await sessions.page(wanted, paging.offset, paging.page_size)
    paging.meta(total)
    current = sessions.unit.known_actor.session_id
    return [AdminSession.of(session, admin, current=current) for session, admin in rows]


@router.delete("/{session_id}", status_code=204)
@policy(
    Permission.SESSIONS_WRITE, feature=BrandFeature.CAN_MANAGE_ADMINS,
    audit="admin.session_revoked", without_proof=TAKES_ACCESS_AWAY,
    problems=[AdminSessionNotFound, AdminOutranksYou, ReasonRequired],
)  # fmt: skip
async def end_admin_session(session_id: PathId, sessions: Sessions) -> None:
    """End one session, at once and everywhere."""
    await sessions.end(session_id)


@router.post("/revoke")
@policy(
    Permission.SESSIONS_WRITE, feature=BrandFeature.CAN_MANAGE_ADMINS,
    audit="admin.sessions_revoked",
    without_proof=TAKES_ACCESS_AWAY, problems=[AdminNotFound, AdminOutranksYou, ReasonRequired],
)  # fmt: skip
async def end_sessions_of_admin(body: SessionsOf, sessions: Sessions) -> SessionsEnded:
    """End every session of one admin, but never the caller's own."""
    return SessionsEnded(ended=await sessions.end_of_admin(body.admin_id))


@router.post("/revoke-all")
@policy(
    Permission.SESSIONS_WRITE, feature=BrandFeature.CAN_MANAGE_ADMINS,
    audit="admin.all_sessions_revoked", step_up=True,
    problems=[TenantOverrideForbidden, InvalidTenantHeader, ReasonRequired],
)  # fmt: skip
async def end_all_admin_sessions(sessions: Listing) -> SessionsEnded:
    """End every session of the brand's admins, but never the caller's own,
    nor those of admins who hold more."""
    return SessionsEnded(ended=await sessions.end_all())
