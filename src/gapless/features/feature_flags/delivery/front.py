"""The front for evaluations with an API key: pure ASGI, before every other middleware.

FastAPI, its middleware and a log line cost ten times what the evaluation of a hundred flags does.
The front decides as the routes' policy does (key, kill switches, permission, rate) and leaves all
that it does not know to them. Evaluations are counted, not logged.
"""

from __future__ import annotations

import time

import structlog
from starlette.types import ASGIApp, Receive, Scope, Send

from gapless.features.feature_flags.delivery import ofrep
from gapless.features.feature_flags.delivery.ofrep import LARGEST_BODY, Answer
from gapless.features.feature_flags.delivery.service import (
    DEFAULT_ENVIRONMENT,
    ENVIRONMENT_HEADER,
    MODULE,
    Delivery,
    environment_named,
)
from gapless.platform import telemetry
from gapless.platform.errors import problem_response
from gapless.platform.i18n import choose_locale, set_locale
from gapless.platform.identity import Actor, keys
from gapless.platform.identity.key_limits import Quota
from gapless.platform.middleware import SECURITY_HEADERS
from gapless.platform.permissions import Permission
from gapless.platform.problems import InternalError, Problem
from gapless.platform.requests import accept_request_id, address_in
from gapless.platform.switches import Module

log = structlog.get_logger("gapless.flags")

ALL = "/ofrep/v1/evaluate/flags"
ONE = f"{ALL}/"
_BEARER = b"bearer "
_ENVIRONMENT = ENVIRONMENT_HEADER.lower().encode()
_WANTED = frozenset(
    {
        b"authorization",
        b"x-api-key",
        b"x-tenant-id",
        b"x-request-id",
        b"if-none-match",
        b"user-agent",
        b"content-length",
        b"accept-language",
        b"origin",
        _ENVIRONMENT,
    }
)
_ALWAYS = [
    (b"content-type", ofrep.JSON.encode()),
    (b"cache-control", b"private, no-cache"),
    *((name.lower().encode(), value.encode()) for name, value in SECURITY_HEADERS.items()),
]

Headers = dict[bytes, bytes]


class _TooLarge(Exception):
    """The body has no end that we would wait for."""


class _Gone(Exception):
    """The caller hung up."""


class FlagFront:
    """Answers `POST /ofrep/v1/evaluate/flags[/{key}]` with an API key; passes on the rest."""

    def __init__(self, app: ASGIApp, delivery: Delivery, *, leaves_origins: bool = False) -> None:
        """`leaves_origins`: requests of a page of some origin are passed on, too."""
        self.app = app
        self.delivery = delivery
        self.leaves_origins = leaves_origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(ALL):
            await self.app(scope, receive, send)
            return
        headers: Headers = {name: value for name, value in scope["headers"] if name in _WANTED}
        if self.leaves_origins and b"origin" in headers:
            await self.app(scope, receive, send)
            return
        secret = _key_in(headers)
        path: str = scope["path"]
        ours = path == ALL or path.startswith(ONE)
        if scope["method"] != "POST" or not ours or secret is None or b"x-tenant-id" in headers:
            await self.app(scope, receive, send)
            return
        started = time.perf_counter()
        request_id = accept_request_id(headers.get(b"x-request-id", b"").decode("latin-1"))
        route = ALL if path == ALL else f"{ALL}/{{key}}"
        try:
            admitted = await self._admit(scope, secret, headers)
            if admitted is not None:
                answer = await self._answer(admitted[0], path, headers, receive)
        except _Gone:
            status = 499
        except Exception as failure:
            problem = failure if isinstance(failure, Problem) else InternalError()
            if problem is not failure:
                log.exception("request.failed", method="POST", path=path)
            status = problem.status
            set_locale(choose_locale(headers.get(b"accept-language", b"").decode("latin-1")))
            told = problem_response(problem, request_id=request_id, instance=path)
            told.raw_headers += [*_ALWAYS[1:], (b"x-request-id", request_id.encode())]
            await told(scope, receive, send)
        else:
            if admitted is None:
                await self.app(scope, receive, send)
                return
            status = answer.status
            await _send(send, answer, request_id, admitted[1])
        telemetry.observe("POST", route, status, time.perf_counter() - started)

    async def _admit(
        self, scope: Scope, secret: str, headers: Headers
    ) -> tuple[Actor, Quota | None] | None:
        """Who calls and what is left of their rate. None: left to the route's policy, which also
        leaves a row in the audit log. Raises why the call is not answered."""
        delivery = self.delivery
        switches = delivery.switches
        switches.check(MODULE, None)
        gate = delivery.keys
        known = gate.table.find(secret)
        if known is not None and Permission.FLAGS_EVALUATE not in known.actor.permissions:
            return None
        address = address_in(scope, delivery.settings)
        agent = headers.get(b"user-agent", b"").decode("latin-1")
        actor, quota = await gate.admit(secret, address, agent or None, known=known)
        if not switches.quiet:
            switches.check(MODULE, actor.tenant_id)
            switches.check(Module.API_KEYS, actor.tenant_id)
        if Permission.FLAGS_EVALUATE not in actor.permissions:
            return None
        delivery.traffic.count(MODULE, actor.tenant_id)
        return actor, quota

    async def _answer(self, actor: Actor, path: str, headers: Headers, receive: Receive) -> Answer:
        delivery = self.delivery
        tenant_id = actor.tenant_id or ""
        named = headers.get(_ENVIRONMENT)
        name = environment_named(named.decode("latin-1")) if named else DEFAULT_ENVIRONMENT
        environment = delivery.store.known(tenant_id, name)
        if environment is None:
            environment = await delivery.store.get(tenant_id, name)
        key = None if path == ALL else path[len(ONE) :]
        try:
            body = await _read(receive, headers)
        except _TooLarge:
            return ofrep.too_large(key)
        if key is not None:
            return delivery.one(tenant_id, environment, key, body)
        given = headers.get(b"if-none-match")
        known = given.decode("latin-1") if given else None
        return delivery.all(actor, tenant_id, environment, body, known)


def _key_in(headers: Headers) -> str | None:
    """The API key that a request carries; None if it carries another credential or none."""
    given = headers.get(b"authorization")
    if given is not None:
        if given[:7].lower() != _BEARER:
            return None
        token = given[7:].strip().decode("latin-1")
        return token if keys.looks_like_key(token) else None
    given = headers.get(b"x-api-key")
    return given.decode("latin-1") if given else None


async def _read(receive: Receive, headers: Headers) -> bytes:
    declared = headers.get(b"content-length", b"")
    if declared.isdigit() and int(declared) > LARGEST_BODY:
        raise _TooLarge
    message = await receive()
    body: bytes = message.get("body", b"")
    while message.get("more_body"):
        if len(body) > LARGEST_BODY:
            raise _TooLarge
        message = await receive()
        body += message.get("body", b"")
    if message["type"] == "http.disconnect":
        raise _Gone
    if len(body) > LARGEST_BODY:
        raise _TooLarge
    return body


async def _send(send: Send, answer: Answer, request_id: str, quota: Quota | None) -> None:
    headers = [
        *_ALWAYS,
        (b"content-length", b"%d" % len(answer.body)),
        (b"x-request-id", request_id.encode()),
    ]
    if answer.etag is not None:
        headers.append((b"etag", answer.etag.encode()))
    if quota is not None:
        told = quota.headers().items()
        headers += [(name.lower().encode(), value.encode()) for name, value in told]
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": answer.body})
