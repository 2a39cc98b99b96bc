"""The demo's register is the product's own: its gaps, its contracts, and what proved them."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession

from gapless.features.gap_register.models import GapRun
from gapless.features.gap_register.repository import RegisterRepository
from gapless.features.gap_register.verification.repository import RunRepository
from gapless.features.gap_register.verification.runs import EvidenceFile, evidence_files
from gapless.gapscan.contracts import Outcome
from gapless.gapscan.register import Cause, RegisterStore, Snapshot, Transition
from gapless.gapscan.register.model import parse_moment
from gapless.platform import ids
from gapless.settings import Settings

HERE = Path(__file__).resolve()


def find_own_register() -> Path | None:
    """The product's own register: beside the package in a wheel, in `gaps/` in a checkout."""
    for candidate in (HERE.parents[2] / "own_register", HERE.parents[4] / "gaps"):
        if (candidate / "transitions.jsonl").is_file():
            return candidate
    return None


@dataclass(frozen=True, slots=True)
class _Own:
    snapshot: Snapshot
    contracts: dict[str, str]
    evidence: tuple[EvidenceFile, ...]


def _read(directory: Path) -> _Own:
    store = RegisterStore(directory)
    contracts = {
        path.stem: path.read_text(encoding="utf-8")
        for path in sorted(store.contracts.glob("*.yaml"))
    }
    return _Own(store.read(), contracts, evidence_files(store.evidence))


async def seed_register(db: AsyncSession, settings: Settings) -> None:
    """Fill the register, where the product's own is at hand."""
    directory = find_own_register()
    register = RegisterRepository(db)
    book = await register.read(lock=True)
    if directory is None or not book.is_empty:
        return
    own = await asyncio.to_thread(_read, directory)
    await register.save(book, own.snapshot)
    for gap_id, contract in own.contracts.items():
        await register.set_contract(gap_id, contract)
    runs = RunRepository(db)
    await runs.keep(own.evidence)
    files = {file.sha256: file for file in own.evidence}
    for step in own.snapshot.log.transitions:
        run = _run(step, files)
        if run is not None:
            await runs.add(run)


def _run(step: Transition, files: dict[str, EvidenceFile]) -> GapRun | None:
    """The run that a line of the log tells of, as its evidence has it."""
    if step.cause is not Cause.VERIFY:
        return None
    for name in step.evidence:
        if name not in files or files[name].media_type != "application/json":
            continue
        record = json.loads(files[name].data)
        started, finished = parse_moment(record["started"]), parse_moment(record["finished"])
        if started is None or finished is None:
            continue
        return GapRun(
            gap_id=step.gap,
            job_id=ids.new_id(),
            outcome=Outcome(record["outcome"]).value,
            summary=record["summary"],
            message=record.get("said"),
            before=step.before.value if step.before else None,
            after=step.after.value,
            evidence=list(step.evidence),
            started_at=started,
            finished_at=finished,
        )
    return None
