"""Enforcing a route's policy: who, which brand, which switches; then the handler; then the audit.

The order is fixed: global kill, authentication, the session's network and limits, brand, brand's
kill, permission, feature, CSRF, step-up, idempotency, handler, audit, commit. A refusal rolls
everything back and, for a route with an audit action, leaves a row of its own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import replace

from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from gapless.platform import audit, idempotency
from gapless.platform.audit.recorder import Entry, Status
from gapless.platform.bodies import limit_body
from gapless.platform.database import Database
from gapless.platform.errors import from_database
from gapless.platform.identity import Actor, Tenant, sessions
from gapless.platform.identity.actor import Via
from gapless.platform.identity.key_gate import KeyGate, presented_key
from gapless.platform.identity.key_limits import Quota
from gapless.platform.identity.key_problems import ApiKeyNotAccepted, ApiKeyScopeMissing
from gapless.platform.identity.scopes import scope_of
from gapless.platform.identity.tenants import snapshot
from gapless.platform.permissions import Permission
from gapless.platform.policy import Access, Policy, Scope
from gapless.platform.problems import (
    CsrfFailed,
    Forbidden,
    InternalError,
    InvalidTenantHeader,
    Problem,
    RateLimited,
    TenantHeaderForbidden,
    Unauthorized,
)
from gapless.platform.requests import client_address, reason_of, request_id_of
from gapless.platform.security import gate
from gapless.platform.switches import Module, SwitchTable, check_feature
from gapless.platform.unit import Unit
from gapless.settings import Settings

Handler = Callable[[Request], Awaitable[Response]]
TENANT_HEADER = "X-Tenant-ID"
_READS = frozenset({"GET", "HEAD", "OPTIONS"})


async def enforce(request: Request, policy: Policy, handler: Handler) -> Response:
    """Run `handler` under its policy, in one transaction with its audit row."""
    settings: Settings = request.app.state.settings
    database: Database = request.app.state.database
    async with database.session() as db:
        unit = Unit(
            db=db,
            database=database,
            settings=settings,
            actor=None,
            tenant=None,
            request_id=request_id_of(request),
            ip_address=client_address(request),
            user_agent=request.headers.get("user-agent"),
        )
        unit.change.reason = reason_of(request)
        request.state.unit = unit
        try:
            await _admit(request, policy, unit)
            # Gives the connection back while the body of a slow sender is waited for.
            await db.commit()
            response = await _handle(limit_body(request, policy.body_limit), policy, unit, handler)
        except Problem as problem:
            await db.rollback()
            await _record_refusal(database, policy, unit, problem)
            raise
        except RequestValidationError:
            await db.rollback()
            # Whoever is not signed in cannot fill the log with malformed requests.
            if policy.audit and unit.actor is not None:
                entry = _entry(policy, unit, "FAILED", code="VALIDATION_FAILED")
                await _append_alone(database, entry)
            raise
        except Exception as failure:
            await db.rollback()
            told = from_database(failure) if isinstance(failure, DBAPIError) else InternalError()
            await _record_refusal(database, policy, unit, told)
            raise failure
    if unit.after_commit is not None:
        response = await unit.after_commit(response)
    quota: Quota | None = getattr(request.state, "quota", None)
    if quota is not None:
        response.headers.update(quota.headers())
    if policy.module is not None and isinstance(response, StreamingResponse):
        switches: SwitchTable = request.app.state.switches
        tenant_id = unit.tenant.id if unit.tenant else None
        response.body_iterator = switches.guard(response.body_iterator, policy.module, tenant_id)
    return response


async def _admit(request: Request, policy: Policy, unit: Unit) -> None:
    settings = unit.settings
    switches: SwitchTable = request.app.state.switches
    switches.check(policy.module, None)
    if policy.access is Access.PUBLIC:
        return
    unit.actor = await authenticate(request, unit.db, settings)
    if unit.actor is None:
        await _tell_of_ended_session(request, unit)
        raise Unauthorized(headers={"WWW-Authenticate": "Bearer"})
    if unit.actor.via == "api_key" and policy.scope is Scope.SELF:
        raise ApiKeyNotAccepted
    gate.check_session(unit.actor, lets_limited_in=policy.limited_sessions)
    unit.tenant = await _effective_tenant(request, unit.db, unit.actor)
    tenant_id = unit.tenant.id if unit.tenant else None
    switches.check(policy.module, tenant_id)
    if unit.actor.via == "api_key":
        switches.check(Module.API_KEYS, tenant_id)
    request.app.state.traffic.count(policy.module, tenant_id)
    if isinstance(policy.access, Permission) and not unit.actor.may(policy.access):
        raise _lacking(policy.access, unit.actor)
    check_feature(policy.feature, unit.tenant, policy.module)
    if unit.actor.via == "cookie" and request.method not in _READS:
        given = request.headers.get(sessions.CSRF_HEADER)
        if not sessions.same_secret(given, unit.actor.csrf_token):
            raise CsrfFailed
    if policy.step_up:
        await gate.check_fresh(unit.db, unit.actor)


async def authenticate(request: Request, db: AsyncSession, settings: Settings) -> Actor | None:
    """Whoever the request's API key, Bearer token or session cookie stands for, in this order."""
    secret = presented_key(request)
    if secret is not None:
        gate: KeyGate = request.app.state.keys
        agent = request.headers.get("user-agent")
        try:
            actor, request.state.quota = await gate.admit(secret, client_address(request), agent)
        except Problem as refusal:
            if refusal.status == 401:
                refusal.headers.setdefault("WWW-Authenticate", "Bearer")
            raise
        return actor
    token, via = _presented_session(request)
    if token is None:
        return None
    return await sessions.find_actor(db, token, via, settings, client_address(request))


def _presented_session(request: Request) -> tuple[str | None, Via]:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token:
        return token.strip(), "bearer"
    return request.cookies.get(sessions.COOKIE) or None, "cookie"


async def _tell_of_ended_session(request: Request, unit: Unit) -> None:
    """Somebody holds a token that was ended: a forgotten script, or a thief. Told once for each."""
    token, _ = _presented_session(request)
    if token is None:
        return
    async with unit.database.session() as db:
        found = await sessions.note_reuse(db, token)
        if found is None:
            return
        session_id, why, tenant_id = found
        change = audit.Change(details={"ended_because": why})
        change.about("session", session_id)
        entry = Entry(
            action="auth.ended_session_used",
            status="DENIED",
            actor=None,
            tenant_id=tenant_id,
            change=change,
            request_id=unit.request_id,
            ip_address=unit.ip_address,
            user_agent=unit.user_agent,
            error_code=Unauthorized.code,
        )
        await audit.append(db, entry)
        await db.commit()


def _lacking(permission: Permission, actor: Actor) -> Problem:
    details = {"permission": permission.value}
    if actor.via == "api_key":
        scope = scope_of(permission)
        return ApiKeyScopeMissing(scope=scope, details={**details, "scope": scope})
    return Forbidden(permission=permission.value, details=details)


async def _effective_tenant(request: Request, db: AsyncSession, actor: Actor) -> Tenant | None:
    wanted = request.headers.get(TENANT_HEADER)
    if not wanted:
        return await snapshot(db, actor.tenant_id) if actor.tenant_id else None
    if not actor.is_platform_owner:
        raise TenantHeaderForbidden
    tenant = await snapshot(db, wanted)
    if tenant is None:
        raise InvalidTenantHeader(tenant=wanted)
    return tenant


async def _handle(request: Request, policy: Policy, unit: Unit, handler: Handler) -> Response:
    key = request.headers.get("Idempotency-Key")
    claim = None
    if key and policy.idempotent_replay and request.method not in _READS:
        fingerprint = hashlib.sha256(await request.body()).digest()
        claim = await idempotency.claim(unit, key, f"{request.method} {request.url}", fingerprint)
        if claim.stored is not None:
            return claim.stored
    response = await handler(request)
    if claim is not None:
        await idempotency.keep(unit, claim, response)
    if policy.audit and not policy.audit_denied_only:
        await unit.db.flush()
        for aside in unit.asides:
            await audit.append(unit.db, replace(_entry(policy, unit, "SUCCESS"), **aside))
        await audit.append(unit.db, _entry(policy, unit, "SUCCESS"))
    await unit.db.commit()
    return response


async def _record_refusal(database: Database, policy: Policy, unit: Unit, problem: Problem) -> None:
    nobody = unit.actor is None and policy.access is not Access.PUBLIC
    # A refused flood leaves the rows before the limit, not one for each of its requests.
    flood = unit.actor is None and isinstance(problem, RateLimited)
    if policy.audit is None or nobody or flood:
        return
    status: Status = "DENIED" if problem.status in (401, 403) else "FAILED"
    entry = _entry(policy, unit, status, code=problem.code, message=str(problem))
    await _append_alone(database, entry)


async def _append_alone(database: Database, entry: Entry) -> None:
    async with database.session() as db:
        await audit.append(db, entry)
        await db.commit()


def _entry(
    policy: Policy,
    unit: Unit,
    status: Status,
    *,
    code: str | None = None,
    message: str | None = None,
) -> Entry:
    assert policy.audit is not None
    return Entry(
        action=unit.change.action or policy.audit,
        status=status,
        actor=unit.actor,
        tenant_id=unit.tenant.id if unit.tenant else unit.actor.tenant_id if unit.actor else None,
        change=unit.change,
        request_id=unit.request_id,
        ip_address=unit.ip_address,
        user_agent=unit.user_agent,
        error_code=code,
        error_message=message,
    )
