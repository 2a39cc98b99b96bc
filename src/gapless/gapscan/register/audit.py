"""Checks a whole register on the disk: its languages, its log, its contracts and its evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from gapless.gapscan.message import Message
from gapless.gapscan.register import check_words as words
from gapless.gapscan.register import vault
from gapless.gapscan.register.check import Finding, check_register
from gapless.gapscan.register.compare import compare_registers
from gapless.gapscan.register.lifecycle import Cause, history_problems
from gapless.gapscan.register.model import FieldKey, Language, Register, Status
from gapless.gapscan.register.parse import read_register
from gapless.gapscan.register.snapshot import Snapshot
from gapless.gapscan.register.store import RegisterStore


def check_files(paths: Sequence[Path], now: datetime) -> list[Finding]:
    """The findings of those files, and of each English file against its Turkish mirror.

    Files are paired by name without the language (`gaps.en.md`, `gaps.tr.md`); one English and one
    Turkish file are a pair whatever their names. A mirror that lies beside a file is compared with
    it though nobody named it. Raises `RegisterUnreadable`.
    """
    registers = [read_register(path) for path in paths]
    found = [finding for register in registers for finding in check_register(register, now)]
    paired = list(_pairs(registers))
    for english, turkish in paired:
        found += compare_registers(english, turkish)
    alone = [r for r in registers if not any(r in pair for pair in paired)]
    for register in alone:
        found += _against_neighbour(register)
    named = [register.name for register in registers]
    order = {name: place for place, name in enumerate(named)}
    return sorted(found, key=lambda finding: (order.get(finding.file, len(order)), finding.line))


def _against_neighbour(register: Register) -> list[Finding]:
    """The register against the mirror beside it, or that there is none."""
    language = register.language
    path = Path(register.name)
    name = path.name.replace(f".{language.value}.", f".{language.other.value}.")
    beside = path.with_name(name)
    if name == path.name or not beside.is_file():
        return [_no_mirror(register)]
    mirror = read_register(beside)
    pair = (register, mirror) if language is Language.EN else (mirror, register)
    return compare_registers(*pair)


def _no_mirror(register: Register) -> Finding:
    message = words.NO_MIRROR(language=words.IN_LANGUAGE[register.language.other.value]())
    return Finding("no-mirror", register.name, register.mirror_line, message)


def _pairs(registers: Sequence[Register]) -> Iterator[tuple[Register, Register]]:
    english = [register for register in registers if register.language is Language.EN]
    turkish = [register for register in registers if register.language is Language.TR]
    if len(english) == len(turkish) == 1:
        yield english[0], turkish[0]
        return
    named = {_stem(register.name, Language.TR): register for register in turkish}
    for register in english:
        mirror = named.get(_stem(register.name, Language.EN))
        if mirror is not None:
            yield register, mirror


def _stem(name: str, language: Language) -> str:
    path = Path(name)
    parts = [part for part in path.parts if part.lower() != language.value]
    return "/".join(parts).replace(f".{language.value}.", ".")


def check_store(store: RegisterStore, now: datetime) -> list[Finding]:
    """Every finding of the register in that directory. Raises `RegisterMissing`."""
    snapshot = store.read()
    found: list[Finding] = []
    for register in snapshot.registers.values():
        found += check_register(register, now, snapshot.log.transitions)
    if len(snapshot.registers) == len(Language):
        found += compare_registers(snapshot.registers[Language.EN], snapshot.registers[Language.TR])
    else:
        found.append(_no_mirror(snapshot.primary))
    found += _log(store, snapshot)
    found += _statuses(store, snapshot)
    found += _evidence(store, snapshot)
    return found


def _log(store: RegisterStore, snapshot: Snapshot) -> Iterator[Finding]:
    name = str(store.log_path)
    for damage in snapshot.log.problems:
        yield Finding("log-damaged", name, damage.line, damage.message)
    for gap_id in dict.fromkeys(step.gap for step in snapshot.log.transitions):
        for problem in history_problems(snapshot.history(gap_id)):
            message = words.HISTORY(gap=gap_id, what=problem)
            yield Finding("history-broken", name, 1, message, gap_id)


def _statuses(store: RegisterStore, snapshot: Snapshot) -> Iterator[Finding]:
    for register in snapshot.registers.values():
        for entry in register.entries:
            line, history = entry.line_of(FieldKey.STATUS), snapshot.history(entry.id)
            logged = history[-1].after if history else Status.OPEN
            if entry.status is not None and entry.status is not logged:
                message = words.STATUS_NOT_LOGGED(gap=entry.id, status=entry.status, logged=logged)
                yield Finding("status-not-logged", register.name, line, message, entry.id)
            proven = any(
                step.cause is Cause.VERIFY and step.after is Status.VERIFIED and step.evidence
                for step in history
            )
            if entry.status is Status.VERIFIED and not proven:
                message = words.NOT_PROVEN(gap=entry.id)
                yield Finding("verified-without-evidence", register.name, line, message, entry.id)
    for entry in snapshot.primary.entries:
        if not (store.contracts / f"{entry.id}.yaml").exists():
            message = words.NO_CONTRACT(gap=entry.id, directory=str(store.contracts))
            yield Finding("contract-missing", snapshot.primary.name, entry.line, message, entry.id)


def _evidence(store: RegisterStore, snapshot: Snapshot) -> Iterator[Finding]:
    name = str(store.log_path)
    checked: dict[str, Message | None] = {}
    for step in snapshot.log.transitions:
        for digest in step.evidence:
            if digest not in checked:
                checked[digest] = vault.damage(store.evidence, digest)
            what = checked[digest]
            if what is not None:
                message = words.EVIDENCE_DAMAGED(gap=step.gap, name=digest[:12], what=what)
                yield Finding("evidence-damaged", name, 1, message, step.gap)
