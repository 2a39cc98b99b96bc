"""Routes of serving flags, for whoever does not come through the front."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends, Query, Request, Response

from gapless.features.feature_flags.delivery import ofrep
from gapless.features.feature_flags.delivery.ofrep import LARGEST_BODY, Answer
from gapless.features.feature_flags.delivery.problems import EnvironmentUnknown
from gapless.features.feature_flags.delivery.schemas import (
    EvaluatedFlag,
    EvaluatedFlags,
    EvaluationRefused,
    EvaluationRequest,
    ExposureReport,
    ExposuresTaken,
    OfrepConfiguration,
)
from gapless.features.feature_flags.delivery.service import (
    ENVIRONMENT_HEADER,
    MODULE,
    Delivery,
    delivery_of,
    environment_named,
)
from gapless.features.feature_flags.delivery.streams import read_token
from gapless.features.feature_flags.rules import Environment
from gapless.flagengine.model import Document
from gapless.platform.permissions import Permission
from gapless.platform.policy import Access
from gapless.platform.problems import Unavailable
from gapless.platform.requests import client_address
from gapless.platform.routing import Router, policy
from gapless.platform.unit import UnitDep

ofrep_router = Router(prefix="/ofrep/v1", tags=["OFREP"])
router = Router(prefix="/flags", tags=["feature flags"])

_PROGRAMS = "OpenFeature providers call it, in other programs."
_BODY = {
    "requestBody": {
        "content": {"application/json": {"schema": EvaluationRequest.model_json_schema()}}
    }
}
_Responses = dict[int | str, dict[str, Any]]
_REFUSED: _Responses = {
    400: {"model": EvaluationRefused, "description": "The request cannot be evaluated."}
}
_UNKNOWN: _Responses = {404: {"model": EvaluationRefused, "description": "There is no such flag."}}
_SAME: _Responses = {304: {"description": "The caller has this answer."}}


def _delivery(request: Request) -> Delivery:
    return delivery_of(request)


def _environment(request: Request) -> str:
    return environment_named(request.headers.get(ENVIRONMENT_HEADER))


DeliveryDep = Annotated[Delivery, Depends(_delivery)]
EnvironmentDep = Annotated[str, Depends(_environment)]


def _sent(answer: Answer) -> Response:
    headers = {"Cache-Control": "private, no-cache"}
    if answer.etag is not None:
        headers["ETag"] = answer.etag
    return Response(answer.body, answer.status, headers, ofrep.JSON)


async def _body(request: Request) -> bytes | None:
    """The body, or None if it is too large to be a context."""
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > LARGEST_BODY:
        return None
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            return None
    return body


@ofrep_router.post(
    "/evaluate/flags",
    response_model=EvaluatedFlags,
    responses={**_REFUSED, **_SAME},
    openapi_extra=_BODY,
)
@policy(
    Permission.FLAGS_EVALUATE,
    audit="flag.evaluated",
    audit_denied_only=True,
    module=MODULE,
    problems=[EnvironmentUnknown, Unavailable],
    idempotent_replay=False,
    api_only=_PROGRAMS,
    body_limit=None,
)
async def evaluate_flags(
    request: Request, unit: UnitDep, delivery: DeliveryDep, name: EnvironmentDep
) -> Response:
    """Evaluate every flag for a context (OFREP). Takes `If-None-Match`."""
    environment = await delivery.store.get(unit.tenant_id, name)
    body = await _body(request)
    if body is None:
        return _sent(ofrep.too_large())
    known = request.headers.get("if-none-match")
    return _sent(delivery.all(unit.known_actor, unit.tenant_id, environment, body, known))


@ofrep_router.post(
    "/evaluate/flags/{key:path}",
    response_model=EvaluatedFlag,
    responses={**_REFUSED, **_UNKNOWN},
    openapi_extra=_BODY,
)
@policy(
    Permission.FLAGS_EVALUATE,
    audit="flag.evaluated",
    audit_denied_only=True,
    module=MODULE,
    problems=[EnvironmentUnknown, Unavailable],
    idempotent_replay=False,
    api_only=_PROGRAMS,
    body_limit=None,
)
async def evaluate_flag(
    key: str, request: Request, unit: UnitDep, delivery: DeliveryDep, name: EnvironmentDep
) -> Response:
    """Evaluate one flag for a context (OFREP)."""
    environment = await delivery.store.get(unit.tenant_id, name)
    body = await _body(request)
    if body is None:
        return _sent(ofrep.too_large(key))
    return _sent(delivery.one(unit.tenant_id, environment, key, body))


@ofrep_router.get("/configuration", response_model=OfrepConfiguration)
@policy(Permission.FLAGS_EVALUATE, module=MODULE, api_only=_PROGRAMS)
async def ofrep_configuration() -> dict[str, Any]:
    """What this server can do, for providers that ask (OFREP)."""
    return ofrep.configuration()


@ofrep_router.get("/stream", response_class=Response)
@policy(Access.PUBLIC, module=MODULE, problems=[Unavailable], api_only=_PROGRAMS)
async def ofrep_stream(
    request: Request,
    delivery: DeliveryDep,
    token: Annotated[str, Query(max_length=300, description="From `eventStreams`.")] = "",
) -> Response:
    """Listen for changes of flags, with the address that an evaluation named (server-sent events).

    It is public because browsers send no key here: the token proves that its holder has one.
    """
    listener = read_token(delivery.keys.table, token, client_address(request))
    tenant_id = listener.secret.actor.tenant_id or ""
    delivery.switches.check(MODULE, tenant_id)
    environment = await delivery.store.get(tenant_id, listener.environment)
    return delivery.streams.open(environment, MODULE, listener.secret.actor.key_id)


@router.get("/document", response_model=Document, responses=_SAME)
@policy(
    Permission.FLAGS_READ,
    module=MODULE,
    problems=[Unavailable],
    api_only="Local providers evaluate it in their own process.",
)
async def flag_document(
    request: Request,
    unit: UnitDep,
    delivery: DeliveryDep,
    environment: Environment = "production",
) -> Response:
    """The environment's flags and segments, to be evaluated elsewhere. Takes `If-None-Match`.

    It shows the rules and who they name, so the right to evaluate is not enough: a key in a
    browser has that one alone.
    The header `Link` with `rel="monitor"` names the stream that tells of changes.
    """
    served = await delivery.store.get(unit.tenant_id, environment)
    etag = f'"{served.tag}"'
    known = ofrep.is_known(request.headers.get("if-none-match"), etag)
    document = b"" if known else served.source.document()
    response = _sent(Answer(304 if known else 200, document, etag))
    address = delivery.stream_address(unit.known_actor, environment)
    if address is not None:
        response.headers["Link"] = f'<{address}>; rel="monitor"'
    return response


@router.post("/exposures")
@policy(
    Permission.FLAGS_EVALUATE,
    audit="flag.exposures_reported",
    audit_denied_only=True,
    module=MODULE,
    problems=[Unavailable],
    api_only="Local providers report what they served.",
)
async def report_flag_exposures(
    body: ExposureReport, unit: UnitDep, delivery: DeliveryDep
) -> ExposuresTaken:
    """Tell how often variants were served by a program itself, and to whom."""
    served = await delivery.store.get(unit.tenant_id, body.environment)
    taken = [delivery.reported(unit.tenant_id, served, one) for one in body.flags]
    return ExposuresTaken(taken=sum(taken))
