"""Use cases of the catalogue import."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import Any
from uuid import UUID

import anyio

from gapless.features.games.imports import schemas, statements, views
from gapless.features.games.imports.analysis import conclude, limits_of
from gapless.features.games.imports.fields import FieldMapping, Target
from gapless.features.games.imports.jobs import ANALYSE, APPLY
from gapless.features.games.imports.limits import Limits
from gapless.features.games.imports.models import GameImport, ImportRow, SavedMapping
from gapless.features.games.imports.problems import (
    ChoicesInvalid,
    DuplicatesUnresolved,
    ImportNotFound,
    JobNotReady,
    MappingInvalid,
    PreviewStale,
    UndoConflict,
)
from gapless.features.games.imports.reading import open_bundle
from gapless.features.games.imports.receiving import Received, pieces
from gapless.features.games.imports.repository import ImportRepository, RowFilter
from gapless.platform import blobs, clock, jobs
from gapless.platform.problems import FieldError
from gapless.platform.unit import Unit

ITEMS = 200
CONSTANTS = frozenset({Target.PROVIDER, Target.CATEGORY, Target.TYPE})
_CANCELLABLE = frozenset({"queued", "running", "needs_mapping", "ready"})
_MAPPABLE = frozenset({"needs_mapping", "ready", "failed"})
_REPORT_BATCH = 1_000


class ImportService:
    """The catalogue imports of the brand acted in."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self.repository = ImportRepository(unit.db, unit.tenant_id)

    # -- reading -----------------------------------------------------------------------------

    async def page(
        self, status: str | None, offset: int, limit: int
    ) -> tuple[list[schemas.ImportSummary], int]:
        """A page of imports, newest first, and how many there are."""
        found, total = await self.repository.page(status, offset, limit)
        background = await self.repository.background_jobs(
            [i.background_job_id for i in found if i.background_job_id]
        )
        emails = await self.repository.emails([i.created_by for i in found if i.created_by])
        return [
            views.summary(
                i,
                background.get(i.background_job_id) if i.background_job_id else None,
                emails.get(i.created_by) if i.created_by else None,
            )
            for i in found
        ], total

    async def job(self, import_id: UUID) -> schemas.ImportJob:
        """One import with its first rows. Raises `ImportNotFound`."""
        found = await self.get(import_id)
        rows, _ = await self.repository.rows(import_id, RowFilter(), 0, ITEMS)
        background = None
        if found.background_job_id:
            known = await self.repository.background_jobs([found.background_job_id])
            background = known.get(found.background_job_id)
        emails = await self.repository.emails([found.created_by]) if found.created_by else {}
        email = emails.get(found.created_by) if found.created_by else None
        return views.job_view(found, background, email, rows)

    async def get(self, import_id: UUID, *, lock: bool = False) -> GameImport:
        """One import; raise `ImportNotFound`."""
        if lock:
            self.unit.change.about("game_import", import_id)
        found = await self.repository.get(import_id, lock=lock)
        if found is None:
            raise ImportNotFound
        return found

    async def rows(
        self, import_id: UUID, wanted: RowFilter, offset: int, limit: int
    ) -> tuple[list[schemas.ImportRowView], int]:
        """A page of rows. Raises `ImportNotFound`."""
        found = await self.get(import_id)
        rows, total = await self.repository.rows(import_id, wanted, offset, limit)
        return [views.row_view(row, found.status) for row in rows], total

    async def error_report(self, import_id: UUID) -> AsyncIterator[tuple[object, ...]]:
        """Every error of every row, for the CSV. Raises `ImportNotFound` before the first."""
        await self.get(import_id)
        database, tenant_id = self.unit.database, self.unit.tenant_id

        async def report() -> AsyncIterator[tuple[object, ...]]:
            after = 0
            while True:
                async with database.session() as db:
                    repository = ImportRepository(db, tenant_id)
                    batch = await repository.faulty_rows(import_id, after, _REPORT_BATCH)
                for row in batch:
                    for line in _report_lines(row):
                        yield line
                if len(batch) < _REPORT_BATCH:
                    return
                after = batch[-1].row_number

        return report()

    async def saved_mappings(self) -> list[schemas.SavedMappingView]:
        """The brand's kept mappings."""
        return [views.saved_mapping(s) for s in await self.repository.saved_mappings()]

    # -- upload ------------------------------------------------------------------------------

    async def accept(self, received: Received) -> schemas.UploadAccepted:
        """Check a received file, store it, and have it analysed. Raises `BundleRejected`."""
        limits = limits_of(self.unit.settings)
        self.unit.change.resource_type = "game_import"
        self.unit.change.details = {"filename": received.filename, "size": received.size}
        described = await anyio.to_thread.run_sync(_describe, received, limits)
        blob = await blobs.store(
            self.unit.db,
            pieces(received.path),
            tenant_id=self.unit.tenant_id,
            filename=received.filename,
            media_type=received.content_type,
            limit=limits.max_bytes,
        )
        actor = self.unit.known_actor
        found = GameImport(
            tenant_id=self.unit.tenant_id,
            blob_id=blob.id,
            filename=received.filename,
            content_type=received.content_type,
            size=received.size,
            created_by=actor.admin_id,
            **received.form.model_dump(),
            **described,
        )
        self.unit.db.add(found)
        await self.unit.db.flush()
        await self._enqueue(ANALYSE.name, found)
        self.unit.change.about("game_import", found.id)
        self.unit.change.after = {"status": found.status, "rows": found.total_items}
        return schemas.UploadAccepted(
            job_id=found.id,
            status=found.status,
            filename=found.filename,
            size=found.size,
            format=found.format,
            encoding=found.encoding,
            member=found.member,
        )

    async def _enqueue(self, kind: str, found: GameImport) -> None:
        job = await self.unit.enqueue(kind, {"import_id": str(found.id)})
        found.background_job_id = job.id
        await self.unit.db.flush()

    # -- mapping -----------------------------------------------------------------------------

    async def set_mapping(self, import_id: UUID, wanted: schemas.MappingRequest) -> None:
        """Replace the mapping and analyse again; keep it for later files if a name is given.

        Raises `ImportNotFound`, `JobNotReady`, `MappingInvalid`.
        """
        found = await self.get(import_id, lock=True)
        if found.status not in _MAPPABLE or found.proposal is None or found.blob_id is None:
            raise _not_ready(found, "needs_mapping, ready, failed")
        headers = [h["name"] for h in found.proposal["headers"]]
        mapping = _checked_mapping(wanted, headers)
        self.unit.change.before = {"mapping": found.mapping, "origin": found.mapping_origin}
        self.unit.change.after = {"mapping": mapping.as_json(), "saved_as": wanted.save_as}
        found.mapping = mapping.as_json()
        found.mapping_origin = "chosen"
        found.status = "queued"
        found.error_summary = None
        found.finished_at = None
        if wanted.save_as:
            await self._save(wanted.save_as, headers, mapping)
        await self._enqueue(ANALYSE.name, found)

    async def _save(self, name: str, headers: list[str], mapping: FieldMapping) -> None:
        saved = await self.repository.find_saved_mapping(name)
        if saved is None:
            saved = SavedMapping(
                tenant_id=self.unit.tenant_id, name=name, headers=[], mapping={}, created_by=None
            )
            self.unit.db.add(saved)
        saved.headers = sorted(headers)
        saved.mapping = mapping.as_json()
        saved.created_by = self.unit.known_actor.admin_id

    # -- duplicates --------------------------------------------------------------------------

    async def resolve(self, import_id: UUID, wanted: schemas.DuplicatesRequest) -> None:
        """Decide contested rows. Raises `ImportNotFound`, `JobNotReady`, `ChoicesInvalid`."""
        found = await self.get(import_id, lock=True)
        if found.status != "ready":
            raise _not_ready(found, "ready")
        chosen = {
            "kept": [c.row for c in wanted.choices if c.action == "keep"],
            "excluded": [c.row for c in wanted.choices if c.action == "exclude"],
        }
        faults = await self.repository.query(statements.CHOICE_FAULTS, import_id, **chosen)
        if faults:
            raise ChoicesInvalid(
                count=len(faults),
                errors=[
                    FieldError(field=f"body.choices.row {f.row}", code=f.code, message=f.code)
                    for f in faults
                ],
            )
        self.unit.change.before = {"undecided_games": found.counts["undecided_games"]}
        await self.repository.run(
            statements.RESOLVE, import_id, strategy=wanted.strategy or "none", **chosen
        )
        await self.repository.run(statements.COMPARE, import_id)
        await conclude(self.repository, found)
        self.unit.change.after = {
            "undecided_games": found.counts["undecided_games"],
            "strategy": wanted.strategy,
            "choices": len(wanted.choices),
        }

    # -- import, cancel, undo ----------------------------------------------------------------

    async def confirm(self, import_id: UUID) -> GameImport:
        """Have a ready import taken into the catalogue; one that is or was taken stays as it is.

        Raises `ImportNotFound`, `JobNotReady`, `DuplicatesUnresolved`.
        """
        found = await self.get(import_id, lock=True)
        self.unit.change.details = {"filename": found.filename, "counts": found.counts}
        if found.status in ("completed", "importing"):
            return found
        if found.status != "ready":
            raise _not_ready(found, "ready")
        if undecided := found.counts.get("undecided_games"):
            raise DuplicatesUnresolved(
                games=undecided,
                details={"games": undecided, "rows": found.counts.get("undecided", 0)},
            )
        found.status = "importing"
        found.result = None
        await self._enqueue(APPLY.name, found)
        return found

    async def outcome(self, import_id: UUID) -> schemas.ImportAnswer:
        """How a confirmed import stands now. Raises `PreviewStale`, `JobNotReady`."""
        found = await self.get(import_id)
        result: Mapping[str, Any] = found.result or {}
        if found.status == "ready" and "stale_rows" in result:
            raise PreviewStale(rows=result["stale_rows"], details={"rows": result["stale_rows"]})
        if found.status not in ("importing", "completed"):
            raise _not_ready(found, "ready")
        return schemas.ImportAnswer(
            job_id=found.id,
            status=found.status,
            **{name: result.get(name) for name in schemas.ImportResult.model_fields},
        )

    async def cancel(self, import_id: UUID) -> None:
        """Call an import off, before it is taken. Raises `ImportNotFound`, `JobNotReady`."""
        found = await self.get(import_id, lock=True)
        self.unit.change.before = {"status": found.status}
        if found.status not in _CANCELLABLE | {"cancelled"}:
            raise _not_ready(found, "queued, running, needs_mapping, ready")
        if found.status != "cancelled":
            if found.background_job_id:
                await jobs.request_cancel(self.unit.db, found.background_job_id)
            found.status = "cancelled"
            found.finished_at = clock.now()
        self.unit.change.after = {"status": found.status}

    async def undo(self, import_id: UUID, wanted: schemas.UndoRequest) -> schemas.UndoResult:
        """Give the catalogue back what an import replaced, and remove what it added.

        Games that a later import changed are refused, or left alone with `skip_changed`. Switches
        and tags that a person set since stay on games that stay.

        Raises `ImportNotFound`, `JobNotReady`, `UndoConflict`.
        """
        await self.repository.run(statements.TENANT_LOCK, import_id)
        found = await self.get(import_id, lock=True)
        self.unit.change.reason = wanted.reason or self.unit.change.reason
        kept = (found.result or {}).get("undo")
        if found.status == "undone" and kept:
            return schemas.UndoResult(**kept)
        if found.status != "completed":
            raise _not_ready(found, "completed")
        await self.repository.run(statements.LATER_CHANGES, import_id)
        conflicts = await self.repository.query(statements.CONFLICTING_GAMES, import_id)
        if conflicts and not wanted.skip_changed:
            raise UndoConflict(
                games=conflicts[0].total,
                details={
                    "games": conflicts[0].total,
                    "first": [
                        {"provider": c.provider, "external_id": c.external_id, "name": c.name}
                        for c in conflicts
                    ],
                },
            )
        restored = await self.repository.run(statements.RESTORE_GAMES, import_id)
        removed = await self.repository.run(statements.DELETE_GAMES, import_id)
        result = schemas.UndoResult(
            removed_count=removed,
            restored_count=restored,
            skipped_count=conflicts[0].total if conflicts else 0,
        )
        found.status = "undone"
        found.finished_at = clock.now()
        found.result = {**(found.result or {}), "undo": result.model_dump()}
        self.unit.change.before = {"status": "completed"}
        self.unit.change.after = {"status": "undone", **result.model_dump()}
        return result


def _describe(received: Received, limits: Limits) -> dict[str, Any]:
    """Read the whole file once: what it is, and how many rows it has."""
    with open_bundle(received.path, received.filename, received.content_type, limits) as bundle:
        return {
            "format": bundle.format.value,
            "encoding": bundle.encoding,
            "member": bundle.member,
            "total_items": bundle.check(),
        }


def _not_ready(found: GameImport, needed: str) -> JobNotReady:
    return JobNotReady(needed=needed, found=found.status, details={"status": found.status})


def _checked_mapping(wanted: schemas.MappingRequest, headers: list[str]) -> FieldMapping:
    """The wanted mapping; raise `MappingInvalid` if it names what is not there."""
    faults: list[FieldError] = []
    sources: dict[Target, tuple[str, ...]] = {}
    constants: dict[Target, str] = {}

    def fault(where: str, code: str, message: str) -> None:
        faults.append(FieldError(field=f"body.{where}", code=code, message=message))

    for name, given in wanted.sources.items():
        names = (given,) if isinstance(given, str) else tuple(given or ())
        if not names:
            continue
        if name not in set(Target):
            fault(f"sources.{name}", "UNKNOWN_FIELD", f"allowed: {', '.join(Target)}")
            continue
        for unknown in [n for n in names if n not in headers]:
            fault(f"sources.{name}", "UNKNOWN_NAME", f"the file has no field {unknown!r}")
        sources[Target(name)] = names
    for name, value in wanted.constants.items():
        if value is None:
            continue
        if name not in CONSTANTS:
            fault(f"constants.{name}", "UNKNOWN_FIELD", f"allowed: {', '.join(sorted(CONSTANTS))}")
            continue
        constants[Target(name)] = value
    if Target.EXTERNAL_ID not in sources:
        fault("sources.external_id", "MISSING_EXTERNAL_ID", "a field must give the provider's id")
    if faults:
        raise MappingInvalid(count=len(faults), errors=faults)
    return FieldMapping(sources=sources, constants=constants)


def _report_lines(row: ImportRow) -> list[tuple[object, ...]]:
    return [
        (
            row.row_number, row.provider, row.external_id, row.name, error.field, error.code,
            error.found, error.allowed, error.message,
        )
        for error in views.errors_of(row)
    ]  # fmt: skip


REPORT_COLUMNS = (
    "row", "provider", "external_id", "name", "field", "code", "found", "allowed", "message",
)  # fmt: skip
