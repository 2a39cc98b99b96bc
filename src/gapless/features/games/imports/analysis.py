"""Analysing an uploaded file: read it, judge every row, fold repetitions, compare."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

from gapless.features.games.imports import statements
from gapless.features.games.imports.fields import FieldMapping, known_mapping
from gapless.features.games.imports.limits import Limits
from gapless.features.games.imports.models import GameImport
from gapless.features.games.imports.proposals import (
    MappingProposal,
    must_ask,
    propose_mapping,
    samples_of,
)
from gapless.features.games.imports.reading import Bundle, open_bundle
from gapless.features.games.imports.refusals import NoRows, NoValidRows
from gapless.features.games.imports.repository import ImportRepository
from gapless.features.games.imports.row_errors import RowError
from gapless.features.games.imports.rules import Checked, GameRow, check_row
from gapless.platform import blobs, clock
from gapless.platform.database import to_json
from gapless.platform.unit import Unit
from gapless.platform.worker import JobCancelled, JobContext
from gapless.settings import Settings

BATCH_ROWS = 2_000
PREVIEW_ERRORS = 20


def limits_of(settings: Settings) -> Limits:
    """The bounds on a file, as the settings have them."""
    return Limits(max_bytes=settings.import_max_bytes, max_rows=settings.import_max_rows)


@dataclass(frozen=True, slots=True)
class _Look:
    """What the first rows tell: the field names, and what the unknown ones may mean."""

    headers: list[str]
    proposal: MappingProposal
    known: FieldMapping
    ask: bool
    described: dict[str, Any]


async def analyse(context: JobContext) -> dict[str, Any]:
    """Handler of the job `game_import.analyse`.

    Runs again from the start if its worker was killed: nothing of it is kept before the end.
    """
    import_id = UUID(context.payload["import_id"])
    async with context.unit() as unit:
        found = await _repository(unit).start_running(import_id, context.job.id)
    if found is None:
        return {}
    with tempfile.TemporaryDirectory(prefix="gapless-import-") as directory:
        path = Path(directory, "upload")
        async with context.unit() as unit:
            assert found.blob_id is not None
            await blobs.write_to(unit.db, found.blob_id, path)
        opened = open_bundle(path, found.filename, found.content_type, limits_of(context.settings))
        bundle = await asyncio.to_thread(opened.__enter__)
        try:
            return await _analyse(context, found, bundle)
        finally:
            opened.__exit__(None, None, None)


async def _analyse(context: JobContext, found: GameImport, bundle: Bundle) -> dict[str, Any]:
    look = await asyncio.to_thread(_look, bundle)
    mapping, origin = await _choose_mapping(context, found, look)
    if mapping is None:
        async with context.unit(action="game_import.mapping.needed") as unit:
            current = await _hold(unit, found)
            _describe(current, bundle, look)
            current.status = "needs_mapping"
            current.mapping = look.proposal.merged(look.known).as_json()
            current.mapping_origin = None
        return {"status": "needs_mapping"}
    async with context.unit(action="game_import.analysed") as unit:
        repository = _repository(unit)
        await repository.clear_rows(found.id)
        await _judge_rows(context, repository, found, bundle, mapping)
        await context.progress(
            found.total_items, found.total_items or None, "comparing", force=True
        )
        await repository.gather_statistics()
        await repository.run(statements.DUPLICATES, found.id)
        await repository.run(statements.COMPARE, found.id)
        current = await _hold(unit, found)
        _describe(current, bundle, look)
        current.mapping = mapping.as_json()
        current.mapping_origin = origin
        await conclude(repository, current)
        unit.change.details = {"status": current.status, "counts": current.counts}
    return {"status": current.status}


def _look(bundle: Bundle) -> _Look:
    sample = bundle.sample()
    headers = list(dict.fromkeys(key for row in sample for key in row))
    proposal = propose_mapping(headers, sample)
    described = {
        "headers": [{"name": h, "samples": list(samples_of(h, sample))} for h in headers],
        "candidates": [
            {
                "target": c.target.value,
                "source": c.source,
                "confidence": c.confidence,
                "reason": c.reason,
                "samples": list(c.samples),
            }
            for c in proposal.candidates
        ],
        "unexplained": list(proposal.unexplained),
    }
    return _Look(headers, proposal, known_mapping(headers), must_ask(headers, proposal), described)


async def _choose_mapping(
    context: JobContext, found: GameImport, look: _Look
) -> tuple[FieldMapping | None, str | None]:
    """The mapping to judge by, and where it comes from; None if a person must be asked."""
    if found.mapping_origin == "chosen" and found.mapping is not None:
        return FieldMapping.from_json(found.mapping), "chosen"
    if not look.ask:
        return look.known, "known"
    async with context.unit() as unit:
        saved = await _repository(unit).saved_mapping(look.headers)
    if saved is None:
        return None, None
    return FieldMapping.from_json(saved.mapping), "saved"


async def _judge_rows(
    context: JobContext,
    repository: ImportRepository,
    found: GameImport,
    bundle: Bundle,
    mapping: FieldMapping,
) -> None:
    """Read and judge rows in a thread, while the database takes those before them."""
    records = _records(found, bundle, mapping)
    total = found.total_items or None
    done = 0
    batch = await asyncio.to_thread(_take, records)
    while batch:
        following = asyncio.create_task(asyncio.to_thread(_take, records))
        try:
            await repository.copy_rows(batch)
            done += len(batch)
            await context.progress(done, total, "reading")
        finally:
            # A generator cannot be closed while a thread is in it.
            batch = await following


def _take(records: Iterator[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return list(islice(records, BATCH_ROWS))


def _records(found: GameImport, bundle: Bundle, mapping: FieldMapping) -> Iterator[tuple[Any, ...]]:
    """Rows for the database, in the order of `ROW_COLUMNS`."""
    client = {
        name: value
        for name, value in (
            ("type", found.client_type),
            ("launch_url", found.launch_url),
            ("min_version", found.min_version),
        )
        if value
    }
    for number, raw in bundle:
        checked = check_row(raw, mapping)
        game = checked.game
        if game is None:
            yield _invalid(found.id, number, checked)
        else:
            extra = _extra(game, client)
            yield (
                found.id, number, "valid", game.external_id, game.provider, game.name,
                game.category, game.type, game.rtp, game.volatility, game.image_url,
                None if game.tags is None else to_json(game.tags),
                to_json(extra) if extra else None, game.fingerprint(), None, _notes(checked),
            )  # fmt: skip


def _invalid(import_id: UUID, number: int, checked: Checked) -> tuple[Any, ...]:
    shown = checked.shown
    return (
        import_id, number, "invalid", shown.get("external_id"), shown.get("provider"),
        shown.get("name"), None, shown.get("type"), None, None, None, None, None, None,
        to_json([error.as_json() for error in checked.errors]), _notes(checked),
    )  # fmt: skip


def _extra(game: GameRow, client: dict[str, str]) -> dict[str, Any]:
    """What goes into the game's configuration."""
    extra: dict[str, Any] = {}
    limits = {
        name: f"{amount:f}"
        for name, amount in (("min_bet", game.min_bet), ("max_bet", game.max_bet))
        if amount is not None
    }
    if limits:
        extra["limits"] = limits
    if game.features is not None:
        extra["features"] = game.features
    if game.release_date is not None:
        extra["release_date"] = game.release_date
    if client:
        extra["client"] = client
    return extra


def _notes(checked: Checked) -> str | None:
    if not checked.assumed and not checked.tidied:
        return None
    return to_json({"assumed": checked.assumed, "tidied": checked.tidied})


async def _hold(unit: Unit, found: GameImport) -> GameImport:
    """Lock the import to write its outcome; raise `JobCancelled` if it was called off meanwhile."""
    unit.change.about("game_import", found.id)
    current = await _repository(unit).get(found.id, lock=True)
    if (
        current is None
        or current.status != "running"
        or current.background_job_id != found.background_job_id
    ):
        raise JobCancelled
    return current


def _describe(current: GameImport, bundle: Bundle, look: _Look) -> None:
    current.format = bundle.format.value
    current.encoding = bundle.encoding
    current.member = bundle.member
    current.proposal = look.described


async def conclude(repository: ImportRepository, current: GameImport) -> None:
    """Write counts, notices and the state that follow from the import's rows."""
    counts = await repository.counts(current.id)
    providers = await repository.query(statements.PROVIDERS, current.id)
    current.counts = {**counts, "providers": [dict(row._mapping) for row in providers]}
    current.total_items = counts["total"]
    spellings = await repository.query(statements.PROVIDER_SPELLINGS, current.id)
    current.notices = [
        {"code": "PROVIDER_SPELLINGS", "found": list(row.spellings)} for row in spellings
    ]
    importable = counts["valid"] + counts["update"] + counts["unchanged"]
    preview = [
        {
            "row": row.row_number,
            "external_id": row.external_id,
            "errors": [RowError.from_json(e).code for e in row.errors or []],
        }
        for row in await repository.faulty_rows(current.id, 0, PREVIEW_ERRORS)
        if row.status == "invalid"
    ]
    current.error_summary = {"preview": preview} if preview else None
    if importable or counts["undecided"] or counts["duplicate"]:
        current.status = "ready"
        return
    current.status = "failed"
    current.finished_at = clock.now()
    refusal = NoValidRows if counts["total"] else NoRows
    current.error_summary = {
        "error": refusal.code,
        "details": {"found": counts["total"]},
        "preview": preview,
    }


def _repository(unit: Unit) -> ImportRepository:
    return ImportRepository(unit.db, unit.tenant_id)
