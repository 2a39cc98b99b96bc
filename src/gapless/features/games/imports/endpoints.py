"""Routes of the catalogue import."""

from __future__ import annotations

import asyncio
import time
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Query, Request, Response
from starlette.responses import StreamingResponse

from gapless.features.games.imports import schemas
from gapless.features.games.imports.problems import (
    ChoicesInvalid,
    DuplicatesUnresolved,
    ImportNotFound,
    JobNotReady,
    MappingInvalid,
    MissingFile,
    PreviewStale,
    UndoConflict,
)
from gapless.features.games.imports.receiving import FILE_PARTS, ImportForm, receive
from gapless.features.games.imports.refusals import BundleRejected
from gapless.features.games.imports.repository import RowFilter
from gapless.features.games.imports.service import REPORT_COLUMNS, ImportService
from gapless.platform import audit
from gapless.platform.audit import Entry
from gapless.platform.exports import csv_response
from gapless.platform.ids import PathId
from gapless.platform.paging import PagingDep
from gapless.platform.permissions import Permission
from gapless.platform.problems import BadRequest
from gapless.platform.routing import Router, policy
from gapless.platform.switches import Module
from gapless.platform.unit import Unit, UnitDep

router = Router(prefix="/game-import", tags=["game-import"], module=Module.GAME_IMPORT)

_REFUSALS: list[type[BundleRejected]] = [BundleRejected, *BundleRejected.__subclasses__()]
_POLL_SECONDS = 0.15
_UPLOAD_BODY: dict[str, Any] = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "description": f"One file, in the part {' or '.join(FILE_PARTS)}.",
                "properties": {
                    **{name: {"type": "string", "format": "binary"} for name in FILE_PARTS},
                    **{name: {"type": "string"} for name in ImportForm.model_fields},
                },
            }
        }
    },
}


def _service(unit: UnitDep) -> ImportService:
    return ImportService(unit)


def _filter(
    status: schemas.RowStatus | None = None,
    contested: Annotated[
        bool | None, Query(description="Rows of games that the file gives with different values.")
    ] = None,
    search: Annotated[
        str | None, Query(max_length=200, description="Part of name, provider or provider's id.")
    ] = None,
    changed: Annotated[
        str | None, Query(max_length=40, description="A field that the update would change.")
    ] = None,
) -> RowFilter:
    return RowFilter(status, contested, search, changed)


Imports = Annotated[ImportService, Depends(_service)]
Wanted = Annotated[RowFilter, Depends(_filter)]


@router.post("/manual/upload", openapi_extra={"requestBody": _UPLOAD_BODY})
@policy(
    Permission.GAMES_IMPORT, audit="game_import.uploaded",
    problems=[MissingFile, BadRequest, *_REFUSALS], idempotent_replay=False,
    body_limit=None,
)  # fmt: skip
async def upload_catalogue(request: Request, imports: Imports) -> schemas.UploadAccepted:
    """Send a catalogue file: JSON, NDJSON, CSV, XLSX, or a ZIP holding one of them."""
    # Gives the connection back while a slow sender is waited for; nothing was written yet but
    # that the session was used.
    await imports.unit.db.commit()
    async with receive(request, imports.unit.settings.import_max_bytes) as received:
        return await imports.accept(received)


@router.get("/jobs")
@policy(Permission.GAMES_IMPORT)
async def list_imports(
    imports: Imports, paging: PagingDep, status: schemas.ImportStatus | None = None
) -> schemas.ImportList:
    """The brand's imports, newest first."""
    rows, total = await imports.page(status, paging.offset, paging.page_size)
    settings = imports.unit.settings
    return schemas.ImportList(
        items=rows,
        meta=paging.meta(total),
        limits=schemas.ImportLimits(
            max_bytes=settings.import_max_bytes, max_rows=settings.import_max_rows
        ),
    )


@router.get("/mappings")
@policy(
    Permission.GAMES_IMPORT,
    api_only="The panel shows a saved mapping where it is applied: with the import.",
)  # fmt: skip
async def list_saved_mappings(imports: Imports) -> list[schemas.SavedMappingView]:
    """The mappings kept for files with field names of their own."""
    return await imports.saved_mappings()


@router.get("/jobs/{job_id}")
@policy(Permission.GAMES_IMPORT, problems=[ImportNotFound])
async def get_import(job_id: PathId, imports: Imports) -> schemas.ImportJob:
    """One import: state, progress, mapping, and its first 200 rows."""
    return await imports.job(job_id)


@router.get("/jobs/{job_id}/rows")
@policy(Permission.GAMES_IMPORT, problems=[ImportNotFound])
async def list_import_rows(
    job_id: PathId, imports: Imports, wanted: Wanted, paging: PagingDep
) -> schemas.ImportRows:
    """All rows of an import, with what is wrong with each and what it would change."""
    rows, total = await imports.rows(job_id, wanted, paging.offset, paging.page_size)
    return schemas.ImportRows(items=rows, meta=paging.meta(total))


@router.get(
    "/jobs/{job_id}/errors.csv",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
)
@policy(Permission.GAMES_IMPORT, problems=[ImportNotFound])
async def export_import_errors(job_id: PathId, imports: Imports) -> StreamingResponse:
    """Every error of every row as CSV, in the caller's language."""
    report = await imports.error_report(job_id)
    return csv_response(f"import-errors-{job_id}.csv", REPORT_COLUMNS, report)


@router.put("/jobs/{job_id}/mapping")
@policy(
    Permission.GAMES_IMPORT, audit="game_import.mapping.changed",
    problems=[ImportNotFound, JobNotReady, MappingInvalid],
)  # fmt: skip
async def set_import_mapping(
    job_id: PathId, body: schemas.MappingRequest, imports: Imports
) -> schemas.ImportJob:
    """Say which of the file's names give which field; the file is analysed again."""
    await imports.set_mapping(job_id, body)
    return await imports.job(job_id)


@router.post("/jobs/{job_id}/duplicates")
@policy(
    Permission.GAMES_IMPORT, audit="game_import.duplicates.resolved",
    problems=[ImportNotFound, JobNotReady, ChoicesInvalid],
)  # fmt: skip
async def resolve_import_duplicates(
    job_id: PathId, body: schemas.DuplicatesRequest, imports: Imports
) -> schemas.ImportJob:
    """Decide which row counts for games that the file gives more than once."""
    await imports.resolve(job_id, body)
    return await imports.job(job_id)


@router.post("/jobs/{job_id}/import", responses={202: {"model": schemas.ImportAnswer}})
@policy(
    Permission.GAMES_IMPORT, audit="game_import.import.attempt",
    audit_denied_only=True, idempotent_replay=False,
    problems=[ImportNotFound, JobNotReady, DuplicatesUnresolved, PreviewStale],
)  # fmt: skip
async def import_catalogue(
    job_id: PathId, imports: Imports, response: Response
) -> schemas.ImportAnswer:
    """Take an import into the catalogue: all of it or nothing. Repeating it changes nothing.

    Waits for the outcome; 202 if it takes longer, and the job tells when it is done.
    """
    unit = imports.unit
    await imports.confirm(job_id)
    # The worker sees the job once this is committed, so its audit row is written with it here.
    await audit.append(unit.db, _attempt(unit))
    await unit.db.commit()
    answer = await _wait(unit, job_id, unit.settings.import_wait_seconds)
    if answer.status == "importing":
        response.status_code = 202
    return answer


@router.post("/jobs/{job_id}/cancel")
@policy(
    Permission.GAMES_IMPORT, audit="game_import.cancelled",
    problems=[ImportNotFound, JobNotReady],
)  # fmt: skip
async def cancel_import(job_id: PathId, imports: Imports) -> schemas.ImportJob:
    """Call an import off before it is taken into the catalogue."""
    await imports.cancel(job_id)
    return await imports.job(job_id)


@router.post("/jobs/{job_id}/undo")
@policy(
    Permission.GAMES_IMPORT, audit="game_import.undone",
    problems=[ImportNotFound, JobNotReady, UndoConflict],
)  # fmt: skip
async def undo_import(
    job_id: PathId, imports: Imports, body: schemas.UndoRequest | None = None
) -> schemas.UndoResult:
    """Give the catalogue back what the import replaced, and remove what it added."""
    return await imports.undo(job_id, body or schemas.UndoRequest(skip_changed=False, reason=None))


async def _wait(unit: Unit, import_id: UUID, seconds: float) -> schemas.ImportAnswer:
    """Poll in sessions of their own, so that no transaction stays open meanwhile."""
    deadline = time.monotonic() + seconds
    while True:
        async with unit.database.session() as db:
            seen = Unit(
                db=db, database=unit.database, settings=unit.settings, actor=unit.actor,
                tenant=unit.tenant,
            )  # fmt: skip
            answer = await ImportService(seen).outcome(import_id)
        if answer.status != "importing" or time.monotonic() >= deadline:
            return answer
        await asyncio.sleep(_POLL_SECONDS)


def _attempt(unit: Unit) -> Entry:
    return Entry(
        action="game_import.import.attempt",
        status="SUCCESS",
        actor=unit.actor,
        tenant_id=unit.tenant_id,
        change=unit.change,
        request_id=unit.request_id,
        ip_address=unit.ip_address,
        user_agent=unit.user_agent,
    )
