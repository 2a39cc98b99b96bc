"""The background jobs of the catalogue import."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update

from gapless.features.games.imports import statements
from gapless.features.games.imports.analysis import analyse
from gapless.features.games.imports.models import GameImport
from gapless.features.games.imports.repository import ImportRepository
from gapless.features.games.imports.rules import DEFAULT_TYPE
from gapless.platform import clock
from gapless.platform.blobs import Blob
from gapless.platform.jobs import JobKind, Schedule
from gapless.platform.switches import Module
from gapless.platform.worker import JobContext

KEEP_FILES = timedelta(days=30)
"""How long the file and the rows of an ended import are kept. What undo needs stays."""


class _NothingToDo(Exception):
    """The import has ended already, or waits for something else."""


async def take_into_catalogue(context: JobContext) -> dict[str, Any]:
    """Handler of the job `game_import.apply`: all of it in one transaction, or none."""
    import_id = UUID(context.payload["import_id"])
    await context.progress(0, None, "importing", force=True)
    try:
        async with context.unit(action="game_import.import.completed") as unit:
            repository = ImportRepository(unit.db, unit.tenant_id)
            await repository.run(statements.TENANT_LOCK, import_id)
            current = await repository.get(import_id, lock=True)
            if (
                current is None
                or current.status != "importing"
                or current.background_job_id != context.job.id
            ):
                raise _NothingToDo
            unit.change.about("game_import", import_id)
            stale = await _compare_again(repository, import_id)
            current.counts = {**current.counts, **await repository.counts(import_id)}
            if stale:
                current.status = "ready"
                current.result = {"stale_rows": stale}
                unit.change.details = {"imported": False, "stale_rows": stale}
            else:
                current.result = await _write_games(repository, current)
                current.status = "completed"
                current.finished_at = clock.now()
                unit.change.details = {"filename": current.filename, **current.result}
            result = dict(current.result)
    except _NothingToDo:
        return {}
    return result


async def _compare_again(repository: ImportRepository, import_id: UUID) -> int:
    """Compare with the catalogue as it is now; how many rows would change what was not shown."""
    await repository.run(statements.REMEMBER_SHOWN, import_id)
    await repository.run(statements.COMPARE, import_id)
    [[stale]] = await repository.query(statements.NOT_SHOWN, import_id)
    return int(stale)


async def _write_games(repository: ImportRepository, current: GameImport) -> dict[str, Any]:
    await repository.run(statements.RECORD_BEFORE, current.id)
    updated = await repository.run(statements.UPDATE_GAMES, current.id)
    inserted = await repository.run(statements.INSERT_GAMES, current.id, default_type=DEFAULT_TYPE)
    counts = current.counts
    return {
        "imported_count": inserted + updated + counts["unchanged"],
        "inserted_count": inserted,
        "updated_count": updated,
        "unchanged_count": counts["unchanged"],
        "skipped_count": counts["invalid"] + counts["duplicate"],
    }


async def analysis_failed(context: JobContext, error: dict[str, Any]) -> None:
    """An analysis that ended badly leaves a failed import, unless it was called off."""
    async with context.unit() as unit:
        await unit.db.execute(
            update(GameImport)
            .where(
                GameImport.id == UUID(context.payload["import_id"]),
                GameImport.background_job_id == context.job.id,
                GameImport.status.in_(("queued", "running")),
            )
            .values(
                status="cancelled" if error.get("error_code") == "CANCELLED" else "failed",
                finished_at=clock.now(),
                error_summary={
                    "error": error.get("error_code"),
                    "details": error.get("details") or {},
                    "request_id": error.get("request_id"),
                },
            )
            .execution_options(synchronize_session=False)
        )


async def import_failed(context: JobContext, error: dict[str, Any]) -> None:
    """An import that ended badly has changed nothing, and can be confirmed again."""
    async with context.unit() as unit:
        await unit.db.execute(
            update(GameImport)
            .where(
                GameImport.id == UUID(context.payload["import_id"]),
                GameImport.background_job_id == context.job.id,
                GameImport.status == "importing",
            )
            .values(status="ready", result={"failed": error.get("error_code")})
            .execution_options(synchronize_session=False)
        )


async def forget_old_files(context: JobContext) -> None:
    """Delete the files and rows of imports that ended long ago; the imports stay in the list."""
    before = clock.now() - KEEP_FILES
    async with context.unit() as unit:
        await unit.db.execute(statements.EXPIRED_ROWS, {"before": before})
        expired = select(GameImport.blob_id).where(
            GameImport.finished_at < before, GameImport.blob_id.is_not(None)
        )
        await unit.db.execute(
            delete(Blob).where(Blob.id.in_(expired)).execution_options(synchronize_session=False)
        )


ANALYSE = JobKind(
    "game_import.analyse",
    analyse,
    audit="game_import.analysed",
    module=Module.GAME_IMPORT,
    on_failure=analysis_failed,
)
APPLY = JobKind(
    "game_import.apply",
    take_into_catalogue,
    audit="game_import.import.completed",
    module=Module.GAME_IMPORT,
    on_failure=import_failed,
)
JOBS = (ANALYSE, APPLY)
SCHEDULES = (Schedule("game_import.forget", "17 3 * * *", forget_old_files),)
