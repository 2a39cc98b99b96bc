"""From the import's tables to its wire shapes."""

from __future__ import annotations

from typing import Any

from gapless.features.games.imports import schemas
from gapless.features.games.imports.fields import FieldMapping
from gapless.features.games.imports.models import GameImport, ImportRow, SavedMapping
from gapless.features.games.imports.proposals import REASONS
from gapless.features.games.imports.refusals import refusal_text
from gapless.features.games.imports.row_errors import RowError
from gapless.features.games.imports.rules import DEFAULT_TYPE
from gapless.platform.i18n import Text
from gapless.platform.jobs import BackgroundJob
from gapless.platform.problems import Problem

_NOTICES = {
    "PROVIDER_SPELLINGS": Text(
        "A provider is spelled in several ways. Each spelling is a provider of its own.",
        "Bir sağlayıcı birkaç şekilde yazılmış. Her yazılış ayrı bir sağlayıcı sayılır.",
    ),
    "IMPORT_STALE": Text(
        "Nothing was imported: the catalogue changed after the preview was made. Look at the new "
        "preview and confirm again.",
        "Hiçbir şey içe aktarılmadı: önizlemeden sonra katalog değişti. Yeni önizlemeye bakıp "
        "yeniden onaylayın.",
    ),
    "IMPORT_FAILED": Text(
        "Nothing was imported: the import failed and was rolled back. Confirm again.",
        "Hiçbir şey içe aktarılmadı: içe aktarma başarısız oldu ve geri alındı. Yeniden onaylayın.",
    ),
    "FIELDS_ASSUMED": Text(
        "Some rows lack fields, or had line breaks replaced by spaces; each such row says so.",
        "Bazı satırlarda alanlar eksik ya da satır sonları boşluğa çevrildi; satırlarda yazıyor.",
    ),
}
_PERCENT = {
    "queued": 5, "running": 10, "needs_mapping": 50, "ready": 80, "importing": 90,
    "completed": 100, "failed": 100, "cancelled": 100, "undone": 100,
}  # fmt: skip


def summary(
    found: GameImport, job: BackgroundJob | None, created_by: str | None
) -> schemas.ImportSummary:
    """The import as the list shows it."""
    return schemas.ImportSummary(**_summary(found, job, created_by))


def job_view(
    found: GameImport,
    job: BackgroundJob | None,
    created_by: str | None,
    rows: list[ImportRow],
) -> schemas.ImportJob:
    """The import with its first rows."""
    notices = [
        schemas.Notice(code=n["code"], message=_NOTICES[n["code"]].render(), found=n["found"])
        for n in found.notices
    ]
    notices += [
        schemas.Notice(code=code, message=_NOTICES[code].render(), found=[str(found.result[key])])
        for key, code in (("stale_rows", "IMPORT_STALE"), ("failed", "IMPORT_FAILED"))
        if found.status == "ready" and found.result and key in found.result
    ]
    if noted := found.counts.get("noted"):
        notices.append(
            schemas.Notice(
                code="FIELDS_ASSUMED", message=_NOTICES["FIELDS_ASSUMED"].render(),
                found=[str(noted)],
            )
        )  # fmt: skip
    return schemas.ImportJob(
        **_summary(found, job, created_by),
        client_type=found.client_type,
        launch_url=found.launch_url,
        min_version=found.min_version,
        notes=found.notes,
        mapping=_mapping(found),
        notices=notices,
        providers=[schemas.ProviderCount(**p) for p in found.counts.get("providers", [])],
        error_summary=_error_summary(found),
        items=[item(row) for row in rows],
    )


def _summary(
    found: GameImport, job: BackgroundJob | None, created_by: str | None
) -> dict[str, Any]:
    counts = found.counts
    result = found.result or {}
    return {
        "job_id": found.id,
        "status": found.status,
        "filename": found.filename,
        "size": found.size,
        "format": found.format,
        "encoding": found.encoding,
        "member": found.member,
        "source_label": found.source_label,
        "total_items": found.total_items,
        "total_errors": counts.get("invalid", 0),
        "counts": {k: counts.get(k, 0) for k in schemas.RowCounts.model_fields},
        "duplicates": {
            "folded": counts.get("folded", 0),
            "contested_games": counts.get("contested_games", 0),
            "contested_rows": counts.get("contested", 0),
            "undecided_games": counts.get("undecided_games", 0),
        },
        "progress": _progress(found, job),
        "result": result if "imported_count" in result else None,
        "undo": result.get("undo"),
        "created_by": created_by,
        "created_at": found.created_at,
        "updated_at": found.updated_at,
        "finished_at": found.finished_at,
    }


def _progress(found: GameImport, job: BackgroundJob | None) -> schemas.ImportProgress:
    percent = _PERCENT[found.status]
    if found.status == "running" and job is not None and job.progress_total:
        percent = 10 + min(60, 60 * job.progress_current // job.progress_total)
    return schemas.ImportProgress(
        phase=job.phase if job is not None and found.status in ("running", "importing") else None,
        current=job.progress_current if job else 0,
        total=job.progress_total if job else None,
        percent=percent,
    )


def _mapping(found: GameImport) -> schemas.MappingView | None:
    if found.mapping is None or found.proposal is None:
        return None
    mapping = FieldMapping.from_json(found.mapping).as_json()
    return schemas.MappingView(
        origin=found.mapping_origin,
        sources=mapping["sources"],
        constants=mapping["constants"],
        headers=[schemas.HeaderSamples(**h) for h in found.proposal["headers"]],
        candidates=[
            schemas.MappingCandidate(**{**c, "reason": REASONS[c["reason"]].render()})
            for c in found.proposal["candidates"]
        ],
        unexplained=found.proposal["unexplained"],
    )


def _error_summary(found: GameImport) -> schemas.ErrorSummary | None:
    kept = found.error_summary
    if kept is None:
        return None
    code, details = kept.get("error"), kept.get("details") or {}
    message = None
    if code is not None:
        message = refusal_text(code, details)
        if message is None and code in Problem.registry:
            message = Problem.registry[code].title.render()
    return schemas.ErrorSummary(
        error=code,
        message=message,
        details=details,
        preview=[schemas.ErrorPreview(**row) for row in kept.get("preview", [])],
    )


def item(row: ImportRow) -> schemas.ImportItem:
    """A row in the short preview."""
    return schemas.ImportItem(
        id=str(row.row_number),
        row=row.row_number,
        name=row.name or row.external_id,
        external_id=row.external_id,
        provider_id=row.provider,
        type=_type(row),
        rtp=row.rtp,
        status=row.status,
        errors=[error.code for error in errors_of(row)],
    )


def row_view(row: ImportRow, import_status: str) -> schemas.ImportRowView:
    """A row with all that is known of it."""
    notes = row.notes or {}
    outcome = None
    if import_status == "completed":
        outcome = "skipped" if row.status in ("invalid", "duplicate") else "imported"
    return schemas.ImportRowView(
        id=str(row.row_number),
        row=row.row_number,
        external_id=row.external_id,
        provider=row.provider,
        provider_id=row.provider,
        name=row.name or row.external_id,
        category=row.category or _type(row),
        type=_type(row),
        rtp=row.rtp,
        status=row.status,
        errors=[error_view(row, error) for error in errors_of(row)],
        changes=[schemas.FieldChange(**change) for change in row.changes or []],
        game_id=row.game_id,
        first_row=row.first_row,
        conflict=row.conflict,
        resolution=row.resolution,
        outcome=outcome,
        assumed=notes.get("assumed", []),
        tidied=notes.get("tidied", []),
    )


def error_view(row: ImportRow, error: RowError) -> schemas.RowErrorView:
    """One error of a row, in the reader's language."""
    return schemas.RowErrorView(
        row=row.row_number,
        field=error.field,
        code=error.code,
        found=error.found,
        allowed=error.allowed,
        message=error.message,
    )


def _type(row: ImportRow) -> str | None:
    return row.type or row.category or (DEFAULT_TYPE if row.status != "invalid" else None)


def errors_of(row: ImportRow) -> list[RowError]:
    """What is wrong with a row, an undecided repetition included."""
    found = [RowError.from_json(stored) for stored in row.errors or []]
    if row.conflict and row.resolution is None:
        found.append(
            RowError(
                "DUPLICATE_IN_FILE", "external_id", row.external_id,
                {"first_row": row.first_row or row.row_number},
            )
        )  # fmt: skip
    return found


def saved_mapping(saved: SavedMapping) -> schemas.SavedMappingView:
    """A kept mapping."""
    return schemas.SavedMappingView(
        id=saved.id,
        name=saved.name,
        headers=saved.headers,
        sources=saved.mapping["sources"],
        constants=saved.mapping["constants"],
        updated_at=saved.updated_at,
    )
