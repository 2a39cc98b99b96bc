"""Routes of SCIM 2.0. The protocol is `scim2-server`'s; ours are the policy and the storage."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import orjson
from fastapi import Request, Response
from scim2_models import SCIMException
from scim2_server.handler import AsyncScimHandler
from scim2_server.requests import ScimRequest
from scim2_server.service import ScimService

from gapless.features.admin_users.problems import DecidesOverEverybody
from gapless.features.admin_users.scim.problems import ScimRefused
from gapless.features.admin_users.scim.schema import ADDRESS, BASE, make_service
from gapless.features.admin_users.scim.storage import ScimStorage
from gapless.platform.permissions import Permission
from gapless.platform.routing import Router, policy
from gapless.platform.switches import BrandFeature
from gapless.platform.unit import Unit, UnitDep

router = Router(prefix=BASE, tags=["SCIM"])
_service = functools.cache(make_service)
_WHO = "Identity providers call it, with an API key."


async def _serve(request: Request, unit: Unit) -> Response:
    """Hand the request to the protocol; its refusals become problems, so that nothing is kept."""
    service: ScimService = _service()
    asked = ScimRequest(
        method=request.method,
        base_url=unit.settings.link(ADDRESS),
        path=request.url.path.removeprefix(ADDRESS),
        query=dict(request.query_params),
        headers=list(request.headers.items()),
        body=await request.body(),
    )
    try:
        answer = await AsyncScimHandler(service, ScimStorage(unit)).handle(asked)
    except SCIMException as refused:
        told = service.error_response(refused)
        raise ScimRefused(int(told.status), told.body or {}) from refused
    body = orjson.dumps(answer.body) if answer.body is not None else b""
    return Response(body, status_code=answer.status, headers=answer.headers)


def _route(method: str, path: str, name: str, audit: str | None, text: str) -> None:
    """Declare one operation of the protocol with its policy."""

    async def on_all(request: Request, unit: UnitDep) -> Response:
        return await _serve(request, unit)

    async def on_one(request: Request, unit: UnitDep, resource_id: str) -> Response:
        return await _serve(request, unit)

    operation: Callable[..., Any] = on_one if "{resource_id}" in path else on_all
    operation.__name__ = operation.__qualname__ = name
    operation.__doc__ = text
    declare = policy(
        Permission.SCIM_WRITE,
        feature=BrandFeature.CAN_MANAGE_ADMINS,
        audit=audit,
        problems=[ScimRefused, *([DecidesOverEverybody] if audit else [])],
        idempotent_replay=False,
        api_only=_WHO,
    )
    router.add_api_route(path, declare(operation), methods=[method], response_class=Response)


for kind, what, plain in (("Users", "user", "admins"), ("Groups", "group", "teams")):
    one = f"/{kind}/{{resource_id}}"
    _route("GET", f"/{kind}", f"scim_search_{what}s", None, f"The brand's {plain}, filtered.")
    _route("POST", f"/{kind}", f"scim_create_{what}", f"scim.{what}_created", f"Make a {what}.")
    _route("GET", one, f"scim_get_{what}", None, f"One {what}.")
    _route("PUT", one, f"scim_replace_{what}", f"scim.{what}_replaced", f"Replace a {what}.")
    _route("PATCH", one, f"scim_patch_{what}", f"scim.{what}_changed", f"Change a {what}.")
    _route("DELETE", one, f"scim_delete_{what}", f"scim.{what}_deleted", f"Remove a {what}.")
_route("POST", "/.search", "scim_search", "scim.searched", "Search users and groups.")
for place, name in (
    ("ServiceProviderConfig", "scim_config"),
    ("ResourceTypes", "scim_resource_types"),
    ("Schemas", "scim_schemas"),
):
    _route("GET", f"/{place}", name, None, f"What the service offers: {place}.")
for place, name in (("ResourceTypes", "scim_resource_type"), ("Schemas", "scim_schema")):
    _route("GET", f"/{place}/{{resource_id}}", name, None, f"One of the {place}.")
# Whatever else is asked for is refused in the protocol's own shape.
for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
    audit = None if method == "GET" else "scim.unknown_address"
    name = f"scim_unknown_{method.lower()}"
    _route(method, "/{resource_id:path}", name, audit, "Refuse an address that SCIM does not have.")
