"""A register on the disk: two languages, the transition log, contracts and evidence.

Every change is made under the directory's lock; the log is replaced first and the Markdown after
it, so that a stop between the two leaves a register that is one step behind its log, which the
next change brings up to it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from gapless.gapscan.message import Message, Told
from gapless.gapscan.register import edit, files, words
from gapless.gapscan.register.amend import Amendment, amended
from gapless.gapscan.register.lifecycle import (
    Cause,
    Keep,
    Transition,
    TransitionRefused,
    check_move,
    steps_of_run,
)
from gapless.gapscan.register.log import FILE_NAME, read_log
from gapless.gapscan.register.mirror import translate
from gapless.gapscan.register.model import FieldKey, Language, Register, Status
from gapless.gapscan.register.parse import RegisterUnreadable, read_register
from gapless.gapscan.register.snapshot import RegisterMissing, Snapshot, is_version, signatures


class EntryChanged(Told):
    """Somebody else changed the entry since it was read: nothing is changed."""


class LogDamaged(Told):
    """The transition log cannot be read, or contradicts the register: nothing is changed."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: gaps new to the register, gaps whose text it replaced."""

    added: tuple[str, ...]
    replaced: tuple[str, ...]
    mirrored: Language | None


class RegisterStore:
    """The register in `directory`."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.log_path = directory / FILE_NAME
        self.contracts = directory / "contracts"
        self.evidence = directory / "evidence"

    def path(self, language: Language) -> Path:
        """Where the register of that language is kept."""
        return self.directory / f"REGISTER.{language.value}.md"

    def read(self) -> Snapshot:
        """The register now. Raises `RegisterMissing` and `RegisterUnreadable`."""
        registers = {
            language: read_register(self.path(language))
            for language in Language
            if self.path(language).exists()
        }
        if not registers:
            raise RegisterMissing(words.NO_REGISTER(directory=str(self.directory)))
        try:
            log = read_log(self.log_path)
        except OSError as error:
            message = words.FILE_SAYS(file=str(self.log_path), what=str(error.strerror or error))
            raise RegisterUnreadable(message) from error
        return Snapshot(registers, log)

    def create(self, now: datetime) -> None:
        """Begins a register without entries, in both languages. Raises `edit.EditRefused`."""
        with files.locked(self.directory):
            paths = {language: self.path(language) for language in Language}
            if any(path.exists() for path in paths.values()):
                raise edit.EditRefused(words.HAS_REGISTER(directory=str(self.directory)))
            reviewed = now.date().isoformat()
            files.write_files(
                {path: edit.empty_register(lang, reviewed) for lang, path in paths.items()}
            )

    def _write(
        self, before: Snapshot, registers: Mapping[Language, Register], new: Sequence[Transition]
    ) -> None:
        contents: dict[Path, str | bytes] = {}
        if new:
            contents[self.log_path] = before.log.added(*new)
        for language, register in registers.items():
            old = before.registers.get(language)
            if old is None or old.text != register.text:
                contents[self.path(language)] = register.text
        if contents:
            files.write_files(contents)

    def _status(self, snapshot: Snapshot, gap_id: str) -> Status:
        """The gap's status, agreed between the languages and the log.

        A Markdown file one step behind the log is the trace of a stop between two writes; any
        other difference is somebody's edit, which is not for this program to settle.
        """
        if snapshot.log.problems:
            first = snapshot.log.problems[0]
            raise LogDamaged(
                words.LOG_LINE(file=str(self.log_path), line=first.line, what=first.message)
            )
        history = snapshot.history(gap_id)
        statuses = {
            language: register.entry(gap_id) for language, register in snapshot.registers.items()
        }
        found = {lang: entry.status for lang, entry in statuses.items() if entry is not None}
        if history:
            last = history[-1]
            # One change may log several steps; all of them have its moment.
            behind = {step.before for step in history if step.at == last.at}
            for language, status in found.items():
                if status is not last.after and status not in behind:
                    raise LogDamaged(
                        words.LOG_CONTRADICTS(
                            file=str(self.path(language)),
                            gap=gap_id,
                            status=status or words.UNKNOWN(),
                            logged=last.after,
                        )
                    )
            return last.after
        if len(set(found.values())) > 1:
            raise LogDamaged(words.LANGUAGES_DIFFER(gap=gap_id))
        status = next(iter(found.values()))
        if status is None:
            raise TransitionRefused(words.STATUS_NONE())
        return status

    def _with_status(
        self, snapshot: Snapshot, gap_id: str, status: Status
    ) -> dict[Language, Register]:
        return {
            language: edit.set_status(register, gap_id, status)
            if register.entry(gap_id)
            else register
            for language, register in snapshot.registers.items()
        }

    def move(
        self, gap_id: str, after: Status, *, by: str, reason: Message | str, now: datetime
    ) -> Transition:
        """Moves a gap on somebody's word; `now` is in UTC.

        Raises `TransitionRefused` where the word of a person is not enough or the way is not
        allowed, `RegisterMissing`, `LogDamaged`, `files.RegisterBusy`.
        """
        if not by.strip():
            raise TransitionRefused(words.NEEDS_NAME())
        with files.locked(self.directory):
            snapshot = self.read()
            entry = snapshot.entry(gap_id)
            before = self._status(snapshot, entry.id)
            text = str(reason).strip()
            check_move(before, after, missing=entry.not_closeable, reason=text)
            said = reason if isinstance(reason, Message) else None
            step = Transition(
                entry.id, before, after, now, by.strip(), Cause.MOVE, text, message=said
            )
            self._write(snapshot, self._with_status(snapshot, entry.id, after), [step])
        return step

    def record_run(
        self,
        gap_id: str,
        *,
        passed: bool,
        evidence: Sequence[str],
        reason: Message | str,
        now: datetime,
        by: str = "gapless verify",
        advance: bool = False,
        keep: Keep = Keep.ALL,
        packages: Mapping[Language, Sequence[str]] | None = None,
    ) -> tuple[Transition, ...]:
        """Records a run of a gap's contract, and moves the gap as the run says.

        Fixed becomes Verified on a pass; Fixed and Verified go back to Open on a failure; with
        `advance` a pass takes an Open gap through every step, each of them logged. A run that
        moves nothing is logged as such where `keep` wants it, else it leaves nothing. `packages`
        are new Escalation Package items for each language. Raises as `move`.
        """
        said = reason if isinstance(reason, Message) else None
        text, proof = str(reason), tuple(evidence)

        def step_to(before: Status, after: Status) -> Transition:
            return Transition(entry.id, before, after, now, by, Cause.VERIFY, text, proof, said)

        if not evidence:
            raise TransitionRefused(words.NEEDS_EVIDENCE())
        with files.locked(self.directory):
            snapshot = self.read()
            entry = snapshot.entry(gap_id)
            status = self._status(snapshot, entry.id)
            wanted = steps_of_run(status, passed=passed, advance=advance)
            if not keep.wants(status, passed=passed, moves=bool(wanted)):
                return ()
            steps: list[Transition] = []
            for after in wanted:
                check_move(status, after, by_machine=True, missing=entry.not_closeable, reason=text)
                steps.append(step_to(status, after))
                status = after
            if not wanted:
                steps.append(step_to(status, status))
            registers = self._with_status(snapshot, entry.id, status)
            for language, items in (packages or {}).items():
                if language in registers and registers[language].entry(entry.id):
                    registers[language] = edit.set_field(
                        registers[language], entry.id, FieldKey.ESCALATION, items
                    )
            self._write(snapshot, registers, steps)
        return tuple(steps)

    def add(
        self, drafts: Mapping[Language, edit.EntryDraft], *, by: str, now: datetime
    ) -> Transition:
        """Adds a gap, as Open, to every language that the register has.

        A language without a draft gets the other's. Raises `edit.EditRefused` if the id is taken.
        """
        with files.locked(self.directory):
            snapshot = self.read()
            fallback = next(iter(drafts.values()))
            registers = {
                language: edit.add_entry(register, drafts.get(language, fallback))
                for language, register in snapshot.registers.items()
            }
            added = words.ADDED()
            step = Transition(
                fallback.id, None, fallback.status, now, by, Cause.IMPORT, added.text(),
                message=added,
            )  # fmt: skip
            self._write(snapshot, registers, [step])
        return step

    def amend(
        self,
        gap_id: str,
        change: Amendment,
        *,
        version: str | None = None,
    ) -> Snapshot:
        """Changes an entry, in every language that the register has a file for; returns the result.

        With `version` only if the entry is still as it was then. Raises `RegisterMissing`,
        `EntryChanged`, `edit.EditRefused`.
        """
        with files.locked(self.directory):
            snapshot = self.read()
            entry = snapshot.entry(gap_id)
            if version is not None and not is_version(signatures(snapshot)[entry.id], version):
                raise EntryChanged(words.CHANGED(gap=entry.id))
            registers = amended(snapshot.registers, entry.id, change)
            self._write(snapshot, registers, [])
        return Snapshot(registers, snapshot.log)

    def import_registers(
        self,
        incoming: Sequence[Register],
        *,
        by: str,
        now: datetime,
        mirror: bool = True,
        replace: bool = False,
    ) -> Imported:
        """Takes register files over, byte for byte, and logs the status of each gap.

        With `mirror` a language that has no file gets one with the layout's words translated.
        An existing file of other text is replaced only with `replace`, and never by one that
        lacks a gap of the log or changes its status: statuses change by `move` and
        `record_run`. Raises `edit.EditRefused` naming what stands against it.
        """
        by_language: dict[Language, Register] = {}
        for register in incoming:
            if register.language in by_language:
                other = by_language[register.language].name
                raise edit.EditRefused(
                    words.SAME_LANGUAGE(
                        one=register.name, two=other, language=register.language.value
                    )
                )
            if not register.entries:
                raise edit.EditRefused(words.NO_ENTRY_FOUND(file=register.name))
            by_language[register.language] = register
        with files.locked(self.directory):
            try:
                snapshot = self.read()
            except RegisterMissing:
                snapshot = Snapshot({}, read_log(self.log_path))
            for language, register in by_language.items():
                self._check_replacement(snapshot, language, register, replace=replace)
            registers = {**snapshot.registers, **by_language}
            mirrored = None
            missing = [language for language in Language if language not in registers]
            if mirror and missing:
                mirrored = missing[0]
                registers[mirrored] = translate(registers[mirrored.other], mirrored)
            result = _compare(snapshot, by_language, mirrored)
            steps = [
                Transition(entry.id, None, entry.status, now, by, Cause.IMPORT, register.name)
                for register in list(by_language.values())[:1]
                for entry in {entry.id: entry for entry in register.entries}.values()
                if entry.status is not None and not snapshot.history(entry.id)
            ]
            self._write(snapshot, registers, steps)
        return result

    def _check_replacement(
        self, snapshot: Snapshot, language: Language, register: Register, *, replace: bool
    ) -> None:
        old = snapshot.registers.get(language)
        if old is not None and old.text != register.text and not replace:
            raise edit.EditRefused(words.DIFFERS(file=str(self.path(language))))
        for gap_id in dict.fromkeys(step.gap for step in snapshot.log.transitions):
            entry, logged = register.entry(gap_id), snapshot.history(gap_id)[-1].after
            if entry is None:
                raise edit.EditRefused(words.LACKS_LOGGED(file=register.name, gap=gap_id))
            if entry.status is not logged:
                raise edit.EditRefused(
                    words.STATUS_BY_HAND(
                        file=register.name,
                        line=entry.line_of(FieldKey.STATUS),
                        gap=gap_id,
                        status=entry.status or words.UNKNOWN(),
                        logged=logged,
                    )
                )


def _compare(
    snapshot: Snapshot, incoming: Mapping[Language, Register], mirrored: Language | None
) -> Imported:
    added: dict[str, None] = {}
    replaced: dict[str, None] = {}
    for language, register in incoming.items():
        old = snapshot.registers.get(language)
        for entry in register.entries:
            before = old.entry(entry.id) if old else None
            if before is None:
                added[entry.id] = None
            elif before.fields != entry.fields:
                replaced[entry.id] = None
    return Imported(tuple(added), tuple(replaced), mirrored)
