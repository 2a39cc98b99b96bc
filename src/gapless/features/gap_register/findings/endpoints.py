"""Routes of captures and findings."""

from __future__ import annotations

import hashlib
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import anyio
from fastapi import Depends, Query, Request

from gapless.features.gap_register.findings.repository import FindingFilter
from gapless.features.gap_register.findings.schemas import (
    CaptureResult,
    FindingLink,
    FindingList,
    FindingRow,
)
from gapless.features.gap_register.findings.service import FindingService, Upload
from gapless.features.gap_register.problems import (
    GapFileTooLarge,
    GapFileUnreadable,
    GapFindingNotFound,
    GapNotFound,
    GapRegisterInconsistent,
    GapServerNotFound,
)
from gapless.features.gap_register.servers.endpoints import FileName, Servers
from gapless.gapscan.model import Kind, Severity
from gapless.platform.paging import PagingDep
from gapless.platform.permissions import Permission
from gapless.platform.routing import Router, Scope, policy
from gapless.platform.switches import Module
from gapless.platform.unit import UnitDep

router = Router(prefix="/gaps", tags=["gaps"], module=Module.GAP_REGISTER)

_BODY = {
    "requestBody": {
        "required": True,
        "description": "A HAR 1.2, or the JSON of `gapless gaps scan`.",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


def _service(unit: UnitDep) -> FindingService:
    return FindingService(unit)


def _filter(
    kind: Kind | None = None,
    severity: Severity | None = None,
    linked: Annotated[bool | None, Query(description="Whether it belongs to a gap.")] = None,
    search: Annotated[
        str | None, Query(max_length=200, description="Part of path, title or module.")
    ] = None,
) -> FindingFilter:
    return FindingFilter(
        kind.value if kind else None, severity.value if severity else None, linked, search
    )


Findings = Annotated[FindingService, Depends(_service)]
Wanted = Annotated[FindingFilter, Depends(_filter)]
Host = Annotated[
    str,
    Query(
        max_length=253,
        pattern=r"^[A-Za-z0-9.:\[\]-]*$",
        description="The host under test, as host or host:port. Empty: every host in the file.",
    ),
]
Server = Annotated[
    str,
    Query(
        pattern=r"^(this|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})?$",
        description="`this` server or the id of a kept one: the file is held against its OpenAPI "
        "document. Empty: the file is judged alone.",
    ),
]


@router.post("/captures", openapi_extra=_BODY)
@policy(
    Permission.GAPS_WRITE, scope=Scope.PLATFORM, audit="gap.capture_uploaded",
    problems=[GapFileUnreadable, GapFileTooLarge, GapRegisterInconsistent, GapServerNotFound],
    idempotent_replay=False,
    body_limit=None,
)  # fmt: skip
async def upload_gap_capture(
    request: Request,
    findings: Findings,
    servers: Servers,
    filename: FileName = "capture.har",
    host: Host = "",
    server: Server = "",
) -> CaptureResult:
    """Send a HAR or a scan result: its gaps become findings. The file itself is not kept."""
    declared = await servers.declared(server)
    limit = findings.unit.settings.gap_capture_max_bytes
    with TemporaryDirectory(prefix="gapless-capture-") as directory:
        path, digest, size = Path(directory) / "capture", hashlib.sha256(), 0
        async with await anyio.open_file(path, "wb") as out:
            async for piece in request.stream():
                size += len(piece)
                if size > limit:
                    raise GapFileTooLarge(name=filename, limit=limit)
                digest.update(piece)
                await out.write(piece)
        upload = Upload(path, filename or "capture", size, digest.hexdigest())
        return await findings.take(upload, host, declared)


@router.get("/findings")
@policy(Permission.GAPS_READ, scope=Scope.PLATFORM)
async def list_gap_findings(findings: Findings, wanted: Wanted, paging: PagingDep) -> FindingList:
    """What captures and scans showed: without a gap first, then the most urgent."""
    rows, total = await findings.page(wanted, paging.offset, paging.page_size)
    return FindingList(items=rows, meta=paging.meta(total))


@router.post("/findings/{fingerprint}/link")
@policy(
    Permission.GAPS_WRITE, scope=Scope.PLATFORM, audit="gap_finding.linked",
    problems=[GapFindingNotFound, GapNotFound],
)  # fmt: skip
async def link_gap_finding(fingerprint: str, body: FindingLink, findings: Findings) -> FindingRow:
    """Say which gap a finding belongs to, or that it belongs to none."""
    return await findings.link(fingerprint, body.gap_id)
