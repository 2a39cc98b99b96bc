"""Routes of server documents."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Query, Request

from gapless.features.gap_register.problems import (
    GapFileTooLarge,
    GapFileUnreadable,
    GapServerNotFound,
)
from gapless.features.gap_register.servers.schemas import GapServerList, GapServerRow
from gapless.features.gap_register.servers.service import ServerService
from gapless.platform.ids import PathId
from gapless.platform.permissions import Permission
from gapless.platform.routing import Router, Scope, policy
from gapless.platform.unit import UnitDep

router = Router(prefix="/gaps", tags=["gaps"])

# The largest documents of public APIs are a third of it.
MAX_DOCUMENT = 32 * 1024 * 1024
_BODY = {
    "requestBody": {
        "required": True,
        "description": "An OpenAPI 3 document, JSON or YAML.",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


def server_service(unit: UnitDep, request: Request) -> ServerService:
    """The service, with this server's own document."""
    return ServerService(unit, request.app.openapi)


Servers = Annotated[ServerService, Depends(server_service)]
FileName = Annotated[str, Query(max_length=200, pattern=r"^[^\x00-\x1f/\\]*$")]


@router.get("/servers")
@policy(Permission.GAPS_READ, scope=Scope.PLATFORM)
async def list_gap_servers(servers: Servers) -> GapServerList:
    """The servers that an upload can be joined with."""
    return await servers.list()


@router.post("/servers", openapi_extra=_BODY)
@policy(
    Permission.GAPS_WRITE, scope=Scope.PLATFORM, audit="gap_server.added",
    problems=[GapFileUnreadable, GapFileTooLarge], idempotent_replay=False, body_limit=None,
)  # fmt: skip
async def add_gap_server(
    request: Request, servers: Servers, filename: FileName = "openapi.json"
) -> GapServerRow:
    """Keep the OpenAPI document of a server under test."""
    data = bytearray()
    async for piece in request.stream():
        data += piece
        if len(data) > MAX_DOCUMENT:
            raise GapFileTooLarge(name=filename, limit=MAX_DOCUMENT)
    return await servers.add(filename or "openapi.json", bytes(data))


@router.delete("/servers/{server_id}", status_code=204)
@policy(
    Permission.GAPS_WRITE, scope=Scope.PLATFORM, audit="gap_server.removed",
    problems=[GapServerNotFound],
)  # fmt: skip
async def remove_gap_server(server_id: PathId, servers: Servers) -> None:
    """Keep a server's document no longer. Findings stay."""
    await servers.remove(server_id)
