"""Every exception that leaves a route becomes a problem document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import asyncpg
import orjson
import structlog
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from gapless.platform.i18n import current_locale
from gapless.platform.problems import (
    MEDIA_TYPE,
    BadRequest,
    FieldError,
    InternalError,
    MethodNotAllowed,
    NotFound,
    Problem,
    Unavailable,
    ValidationFailed,
)
from gapless.platform.requests import request_id_of

log = structlog.get_logger(__name__)


def problem_response(
    problem: Problem, *, request_id: str | None, instance: str | None = None
) -> Response:
    """The problem document as an HTTP answer."""
    body = problem.body(request_id=request_id, instance=instance)
    return Response(
        orjson.dumps(body),
        status_code=problem.status,
        media_type=MEDIA_TYPE,
        headers={"Content-Language": current_locale(), **problem.headers},
    )


def _answer(request: Request, problem: Problem) -> Response:
    return problem_response(problem, request_id=request_id_of(request), instance=request.url.path)


def from_validation(errors: list[Mapping[str, Any]]) -> ValidationFailed:
    """The house's problem for Pydantic's list of errors."""
    found = [
        FieldError(
            field=".".join(str(part) for part in error["loc"]),
            code=str(error["type"]).upper(),
            message=str(error["msg"]),
        )
        for error in errors
    ]
    names = ", ".join(dict.fromkeys(e.field for e in found))
    return ValidationFailed(
        count=len(found),
        fields=names,
        errors=found,
        details={"errors": [e.model_dump() for e in found]},
    )


def from_database(error: DBAPIError) -> Problem:
    """What a database error means to the caller."""
    cause: BaseException | None = getattr(error.orig, "__cause__", None) or error.orig
    if isinstance(cause, asyncpg.DataError | asyncpg.UntranslatableCharacterError):
        return BadRequest(what="a value cannot be stored (" + type(cause).__name__ + ")")
    lost = isinstance(error, OperationalError | InterfaceError)
    if (
        lost
        or error.connection_invalidated
        or isinstance(
            cause, asyncpg.PostgresConnectionError | asyncpg.CannotConnectNowError | OSError
        )
    ):
        return Unavailable(headers={"Retry-After": "5"})
    return InternalError()


def install_error_handlers(app: FastAPI) -> None:
    """Register the handlers that turn exceptions into problem documents."""

    async def on_problem(request: Request, error: Exception) -> Response:
        assert isinstance(error, Problem)
        return _answer(request, error)

    async def on_validation(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        return _answer(request, from_validation(list(error.errors())))

    async def on_http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        if error.status_code == 404:
            return _answer(request, NotFound())
        if error.status_code == 405:
            return _answer(
                request, MethodNotAllowed(method=request.method, headers=error.headers or {})
            )
        return _answer(request, BadRequest(what=str(error.detail)))

    async def on_database(request: Request, error: Exception) -> Response:
        assert isinstance(error, DBAPIError)
        problem = from_database(error)
        log.error("database.error", error=str(error.orig), code=problem.code)
        return _answer(request, problem)

    async def on_lost_database(request: Request, error: Exception) -> Response:
        log.error("database.unreachable", error=str(error))
        return _answer(request, Unavailable(headers={"Retry-After": "5"}))

    app.add_exception_handler(Problem, on_problem)
    app.add_exception_handler(RequestValidationError, on_validation)
    app.add_exception_handler(HTTPException, on_http)
    app.add_exception_handler(DBAPIError, on_database)
    app.add_exception_handler(ConnectionError, on_lost_database)
    app.add_exception_handler(PoolTimeout, on_lost_database)
    app.add_exception_handler(TimeoutError, on_lost_database)  # a database that hangs
    app.add_exception_handler(asyncpg.PostgresConnectionError, on_lost_database)
    app.add_exception_handler(asyncpg.CannotConnectNowError, on_lost_database)
