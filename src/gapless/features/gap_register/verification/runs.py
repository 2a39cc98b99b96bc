"""Running one gap's contract and letting the register follow what the run showed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from gapless.features.gap_register.desk import lay_out, pick_up, work_on
from gapless.features.gap_register.repository import Book
from gapless.gapscan.contracts import Actors, FileInvalid, Outcome, Progress, verify_gap, words
from gapless.gapscan.message import Message
from gapless.gapscan.register import (
    FieldKey,
    Keep,
    Language,
    RegisterStore,
    Snapshot,
    Status,
    TransitionRefused,
)

_MEDIA_TYPES = {
    ".json": "application/json",
    ".yaml": "text/plain; charset=utf-8",
    ".png": "image/png",
}


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """A file that a run left, under the SHA-256 of its bytes; it holds no secret."""

    sha256: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Showing:
    """What a run showed, before the register follows it."""

    outcome: Outcome
    summary: Message
    started: datetime
    finished: datetime
    evidence: tuple[str, ...] = ()
    files: tuple[EvidenceFile, ...] = ()
    packages: tuple[tuple[Language, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """A run to be made, and whether one that changes nothing leaves a trace."""

    gap_id: str
    base_url: str
    actors: Actors
    keep: Keep = Keep.ALL


async def run_one(book: Book, plan: Plan, on_progress: Callable[[Progress], None]) -> Showing:
    """Carries out the gap's contract on a copy of the register; nothing is stored."""
    return await asyncio.to_thread(_run, book, plan, on_progress)


def _run(book: Book, plan: Plan, on_progress: Callable[[Progress], None]) -> Showing:
    gap_id = plan.gap_id
    started = datetime.now(UTC)
    with TemporaryDirectory(prefix="gapless-run-") as name:
        store = RegisterStore(Path(name))
        lay_out(book.snapshot, store)
        store.contracts.mkdir()
        contract = book.kept[gap_id].contract or ""
        (store.contracts / f"{gap_id}.yaml").write_bytes(contract.encode())
        try:
            verdict = verify_gap(
                store,
                gap_id,
                plan.base_url,
                plan.actors,
                keep_runs=plan.keep,
                on_progress=on_progress,
            )
        except FileInvalid as error:
            faults = tuple(
                words.FAULT(line=fault.line, what=fault.message) for fault in error.faults[:5]
            )
            message = words.CONTRACT_WRONG(faults=faults)
            return Showing(Outcome.ERROR, message, started, started)
        run = verdict.run
        failed = run.outcome is Outcome.FAILED
        return Showing(
            run.outcome,
            run.summary,
            run.started,
            run.finished,
            verdict.evidence,
            evidence_files(store.evidence),
            _packages(pick_up(store), gap_id) if failed else (),
        )


def evidence_files(directory: Path) -> tuple[EvidenceFile, ...]:
    """The files of evidence in that directory."""
    return tuple(
        EvidenceFile(path.stem, _MEDIA_TYPES[path.suffix], path.read_bytes())
        for path in sorted(directory.glob("*/*"))
    )


def _packages(snapshot: Snapshot, gap_id: str) -> tuple[tuple[Language, tuple[str, ...]], ...]:
    """The escalation packages that the run filled in."""
    found: list[tuple[Language, tuple[str, ...]]] = []
    for language, register in snapshot.registers.items():
        entry = register.entry(gap_id)
        field = entry.field(FieldKey.ESCALATION) if entry else None
        if field is not None:
            found.append((language, field.items))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Followed:
    """What the register made of a run."""

    snapshot: Snapshot
    before: Status | None
    after: Status | None
    refused: Message | None = None

    @property
    def reopened(self) -> bool:
        """Whether the run took the gap back to Open."""
        return self.after is Status.OPEN and self.before in (Status.FIXED, Status.VERIFIED)


async def follow(book: Book, plan: Plan, showing: Showing) -> Followed:
    """The register after the run: Fixed to Verified on a pass, back to Open on a failure.

    A run that could not be carried out, or that confirms a verified gap, changes nothing.
    """
    gap_id = plan.gap_id
    before = book.snapshot.entry(gap_id).status
    if not showing.evidence:
        return Followed(book.snapshot, before, before)

    def record(store: RegisterStore) -> Message | None:
        try:
            store.record_run(
                gap_id,
                passed=showing.outcome is Outcome.PASSED,
                evidence=showing.evidence,
                reason=showing.summary,
                now=showing.finished,
                keep=plan.keep,
                packages=dict(showing.packages) or None,
            )
        except TransitionRefused as error:
            return error.message
        return None

    refused, after = await work_on(book.snapshot, record)
    return Followed(after, before, after.entry(gap_id).status, refused)
