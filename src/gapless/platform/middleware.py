"""What happens to every request before and after its route: id, language, log line, headers."""

from __future__ import annotations

import time

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gapless.platform import telemetry
from gapless.platform.errors import problem_response
from gapless.platform.i18n import choose_locale, set_locale
from gapless.platform.identity.key_problems import ApiKeyInAddress
from gapless.platform.identity.keys import find_keys
from gapless.platform.problems import BadRequest, InternalError, Problem
from gapless.platform.requests import accept_request_id

log = structlog.get_logger("gapless.request")

SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Content-Security-Policy": (
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: https:; "
        "object-src 'none'; base-uri 'self'; frame-ancestors 'none'; form-action 'self'"
    ),
}


def _refuse_address(path: str, query: bytes) -> Problem | None:
    """Why an address is not even looked at."""
    if "\x00" in path or b"%00" in query:
        return BadRequest(what="the address holds a NUL character")
    if b"gls_" in query and find_keys(query.decode("latin-1")):
        return ApiKeyInAddress()
    return None


class RequestMiddleware:
    """Pure ASGI, because Starlette's base class would buffer and rewrap every request."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        request_id = accept_request_id(headers.get("x-request-id"))
        scope.setdefault("state", {})["request_id"] = request_id
        set_locale(choose_locale(headers.get("accept-language")))
        path: str = scope["path"]
        if path.startswith("/api/") and len(path) > 5 and path.endswith("/"):
            # Both spellings are served directly; a redirect would lose a POST's body.
            scope["path"] = path = path.rstrip("/")
            scope["raw_path"] = path.encode()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        started = time.perf_counter()
        status = 500
        begun = False

        async def send_with_headers(message: Message) -> None:
            nonlocal status, begun
            if message["type"] == "http.response.start":
                status, begun = message["status"], True
                out = MutableHeaders(scope=message)
                out["X-Request-ID"] = request_id
                for name, value in SECURITY_HEADERS.items():
                    out.setdefault(name, value)
                if path.startswith("/api/"):
                    out.setdefault("Cache-Control", "no-store")
            await send(message)

        try:
            problem = _refuse_address(path, scope.get("query_string", b""))
            if problem is not None:
                answer = problem_response(problem, request_id=request_id, instance=path)
                await answer(scope, receive, send_with_headers)
            else:
                await self.app(scope, receive, send_with_headers)
        except Exception:
            log.exception("request.failed", method=scope["method"], path=path)
            if begun:
                raise
            answer = problem_response(InternalError(), request_id=request_id, instance=path)
            await answer(scope, receive, send_with_headers)
        finally:
            seconds = time.perf_counter() - started
            telemetry.observe_request(scope, status, seconds)
            if not path.startswith(("/assets/", "/healthz", "/api/readyz", "/metrics")):
                log.info(
                    "request",
                    method=scope["method"],
                    path=path,
                    status_code=status,
                    duration_ms=round(seconds * 1000, 1),
                )
            structlog.contextvars.unbind_contextvars("request_id")
