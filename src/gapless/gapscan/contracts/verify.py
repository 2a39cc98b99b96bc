"""Runs a gap's contract and lets the register follow what the run showed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from gapless.gapscan.contracts import file_words, words
from gapless.gapscan.contracts.actors import Actors
from gapless.gapscan.contracts.evidence import keep
from gapless.gapscan.contracts.load import parse_contract
from gapless.gapscan.contracts.reader import Fault, FileInvalid, read_yaml
from gapless.gapscan.contracts.result import Outcome, Progress, RunResult
from gapless.gapscan.contracts.runner import run_contract
from gapless.gapscan.contracts.schema import Contract
from gapless.gapscan.message import Message, Told, plain
from gapless.gapscan.register.escalation import RunFacts, fill_package
from gapless.gapscan.register.lifecycle import (
    Keep,
    Transition,
    TransitionRefused,
    steps_of_run,
)
from gapless.gapscan.register.model import Language, Status
from gapless.gapscan.register.snapshot import Snapshot
from gapless.gapscan.register.store import RegisterStore
from gapless.gapscan.register.vault import place


class ContractMissing(Told):
    """The gap has no contract: nothing can verify it."""


@dataclass(frozen=True, slots=True)
class GapVerdict:
    """What a verification came to: the run, what the register made of it, the evidence kept.

    `refused` says why a passing run did not move the gap. `once_fixed` tells whether the gap had
    ever been Fixed or Verified before the run: a failure of such a gap is a regression.
    """

    gap: str
    before: Status | None
    after: Status | None
    run: RunResult
    transitions: tuple[Transition, ...]
    evidence: tuple[str, ...]
    once_fixed: bool
    refused: Message | None = None

    @property
    def reopened(self) -> bool:
        """True if the run took the gap back to Open."""
        return self.after is Status.OPEN and self.before in (Status.FIXED, Status.VERIFIED)


def gap_contract(store: RegisterStore, gap_id: str) -> tuple[Contract, bytes]:
    """The gap's contract and its file's bytes. Raises `ContractMissing` and `FileInvalid`."""
    path = store.contracts / f"{gap_id}.yaml"
    if not path.exists():
        raise ContractMissing(words.NO_CONTRACT(gap=gap_id, file=str(path)))
    _, _, data = read_yaml(path)
    contract = parse_contract(data, str(path))
    if contract.gap != gap_id:
        message = file_words.ANOTHER_GAP(gap=gap_id, other=contract.gap)
        raise FileInvalid([Fault(str(path), 1, 1, message)])
    return contract, data


def check_contracts(store: RegisterStore, gap_ids: Sequence[str]) -> None:
    """Returns if every one of the gaps has a sound contract, so that no run stops half-way.

    Raises `ContractMissing`, and `FileInvalid` with the mistakes of all of them.
    """
    faults: list[Fault] = []
    for gap_id in gap_ids:
        try:
            gap_contract(store, gap_id)
        except FileInvalid as error:
            faults += error.faults
    if faults:
        raise FileInvalid(faults)


def verify_gap(
    store: RegisterStore,
    gap_id: str,
    base_url: str,
    actors: Actors,
    *,
    advance: bool = False,
    keep_runs: Keep = Keep.ALL,
    on_progress: Callable[[Progress], None] = lambda progress: None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> GapVerdict:
    """Runs the gap's contract, keeps the evidence, and moves the gap as `record_run` says.

    A run that could not be carried out (outcome ERROR) is no evidence: it changes nothing. Raises
    `ContractMissing`, `FileInvalid`, `BadBaseUrl`, and what `RegisterStore` raises.
    """
    snapshot = store.read()
    entry = snapshot.entry(gap_id)
    contract, data = gap_contract(store, entry.id)
    history = snapshot.history(entry.id)
    once_fixed = any(step.after in (Status.FIXED, Status.VERIFIED) for step in history)
    run = run_contract(contract, base_url, actors, on_progress=on_progress, now=now)
    passed = run.outcome is Outcome.PASSED
    moves = entry.status is not None and steps_of_run(entry.status, passed=passed, advance=advance)
    if run.outcome is Outcome.ERROR or (
        entry.status and not keep_runs.wants(entry.status, passed=passed, moves=bool(moves))
    ):
        return GapVerdict(entry.id, entry.status, entry.status, run, (), (), once_fixed)
    evidence = keep(store.evidence, run, data)
    packages = None if passed else _packages(snapshot, entry.id, run, evidence, base_url)

    refused = None
    try:
        steps = store.record_run(
            entry.id,
            passed=passed,
            evidence=evidence,
            reason=run.summary,
            now=run.finished,
            advance=advance,
            keep=keep_runs,
            packages=packages,
        )
    except TransitionRefused as error:
        # The run stands; only the gap cannot follow it, for want of an owner or the like.
        steps, refused = (), error.message
    after = steps[-1].after if steps else entry.status
    return GapVerdict(entry.id, entry.status, after, run, steps, evidence, once_fixed, refused)


def _packages(
    snapshot: Snapshot, gap_id: str, run: RunResult, evidence: tuple[str, ...], base_url: str
) -> dict[Language, tuple[str, ...]]:
    step = run.decisive
    assert step is not None  # only failed runs have packages
    failure = step.failure
    ids = [exchange.header("x-request-id") for exchange in step.exchanges[-1:]]
    facts = RunFacts(
        at=run.finished,
        step=run.redactor.text(str(step.title)),
        expected=run.redactor.message(failure.expected if failure else words.AN_ANSWER()),
        actual=run.redactor.message(failure.actual if failure else step.message or plain("-")),
        evidence=(_link(evidence[0]),),
        request_ids=tuple(name for name in ids if name),
    )
    return {
        language: fill_package(
            snapshot.entry(gap_id, language), language, facts, base_url=base_url.rstrip("/")
        )
        for language, register in snapshot.registers.items()
        if register.entry(gap_id)
    }


def _link(digest: str) -> str:
    """The record as it is reached from the register's directory."""
    return place(Path("evidence"), digest, ".json").as_posix()
