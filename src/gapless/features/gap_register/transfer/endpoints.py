"""Routes of import, export and check."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, File, Form, Query, Request, Response, UploadFile

from gapless.features.gap_register.problems import (
    GapFileTooLarge,
    GapFileUnreadable,
    GapImportRefused,
    GapRegisterEmpty,
)
from gapless.features.gap_register.speech import Spoken
from gapless.features.gap_register.transfer.schemas import Format, ImportPlan, Inconsistencies
from gapless.features.gap_register.transfer.service import SentFile, TransferService
from gapless.gapscan.message import Template
from gapless.gapscan.register import Language
from gapless.gapscan.register.parse import MAX_BYTES
from gapless.platform.etags import check_if_match
from gapless.platform.permissions import Permission
from gapless.platform.problems import StaleWrite
from gapless.platform.routing import Router, Scope, policy
from gapless.platform.switches import Module
from gapless.platform.unit import UnitDep

router = Router(prefix="/gaps", tags=["gaps"], module=Module.GAP_REGISTER)

_MEDIA_TYPES = {
    "md": "text/markdown; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}


_TOO_MANY = Template(
    "import.too-many",
    "{count} files came; a register has two at most",
    "{count} dosya geldi; bir kayıt en çok iki dosyadır",
)


def _service(unit: UnitDep) -> TransferService:
    return TransferService(unit)


async def _sent(
    files: Annotated[
        list[UploadFile],
        File(description="The register's Markdown: one file, or one in each language."),
    ],
) -> list[SentFile]:
    found: list[SentFile] = []
    for file in files[:3]:
        name = (file.filename or "register.md")[-200:].replace("\x00", "")
        data = await file.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise GapFileTooLarge(name=name, limit=MAX_BYTES)
        found.append(SentFile(name, data))
    if len(files) > len(Language):
        raise GapFileUnreadable(why=Spoken(_TOO_MANY(count=len(files)).text))
    return found


Transfer = Annotated[TransferService, Depends(_service)]
Sent = Annotated[list[SentFile], Depends(_sent)]
Mirror = Annotated[
    bool, Form(description="Make the other language's text where the register has none.")
]


@router.post("/import/preview")
@policy(
    Permission.GAPS_WRITE, scope=Scope.PLATFORM, audit="gap_register.import_previewed",
    problems=[GapFileUnreadable, GapFileTooLarge], idempotent_replay=False,
    body_limit=None,
)  # fmt: skip
async def preview_gap_import(transfer: Transfer, files: Sent, mirror: Mirror = True) -> ImportPlan:
    """What an import would change, and every inconsistency by code and line. Changes nothing."""
    return await transfer.preview(files, mirror=mirror)


@router.post("/import")
@policy(
    Permission.GAPS_WRITE, scope=Scope.PLATFORM, audit="gap_register.imported",
    problems=[GapFileUnreadable, GapFileTooLarge, GapImportRefused, StaleWrite],
    idempotent_replay=False,
    body_limit=None,
)  # fmt: skip
async def import_gaps(
    transfer: Transfer, files: Sent, request: Request, mirror: Mirror = True
) -> ImportPlan:
    """Take register files over, byte for byte: all of it, or nothing."""
    return await transfer.apply(
        files, mirror=mirror, check_version=lambda version: check_if_match(request, version)
    )


@router.get("/check")
@policy(Permission.GAPS_READ, scope=Scope.PLATFORM)
async def check_gap_register(transfer: Transfer) -> Inconsistencies:
    """Every inconsistency of the register as it is now."""
    return await transfer.check()


@router.get(
    "/export",
    response_class=Response,
    responses={200: {"content": {"text/markdown": {"schema": {"type": "string"}}}}},
)
@policy(
    Permission.GAPS_READ, scope=Scope.PLATFORM, audit="gap_register.exported",
    problems=[GapRegisterEmpty],
)  # fmt: skip
async def export_gaps(
    transfer: Transfer,
    format: Annotated[Format, Query(description="md is the register's own text.")] = "md",
    language: Language = Language.EN,
) -> Response:
    """The register as a file; an untouched register comes out byte for byte as it went in."""
    data = await transfer.export(format, language)
    name = f"REGISTER.{language.value}.{format}"
    return Response(
        data,
        media_type=_MEDIA_TYPES[format],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
