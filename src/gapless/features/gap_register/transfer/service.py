"""Use cases of import, export and check."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from gapless.features.gap_register.desk import work_on
from gapless.features.gap_register.problems import (
    GapEditRefused,
    GapFileUnreadable,
    GapImportRefused,
)
from gapless.features.gap_register.repository import Book, RegisterRepository
from gapless.features.gap_register.rules import changes
from gapless.features.gap_register.service import require
from gapless.features.gap_register.speech import Spoken, said
from gapless.features.gap_register.transfer.schemas import (
    Format,
    ImportedFile,
    ImportPlan,
    Inconsistencies,
    Inconsistency,
    PlannedChange,
)
from gapless.gapscan.register import (
    Finding,
    Language,
    Register,
    RegisterUnreadable,
    Snapshot,
    as_csv,
    as_json,
    as_markdown,
    check_register,
    compare_registers,
    parse_register,
    words,
)
from gapless.gapscan.register.parse import decode
from gapless.gapscan.register.store import Imported
from gapless.platform import clock
from gapless.platform.unit import Unit

_CHANGES_SHOWN = 300
_TEXT_SHOWN = 500


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file as it came."""

    name: str
    data: bytes


class TransferService:
    """The register in and out."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self.repository = RegisterRepository(unit.db)

    async def preview(self, files: Sequence[SentFile], *, mirror: bool) -> ImportPlan:
        """What an import of these files would do. Changes nothing. Raises `GapFileUnreadable`."""
        incoming = await asyncio.to_thread(_read, files)
        book = await self.repository.read()
        refused: str | None = None
        try:
            imported, after = await self._import(book, incoming, mirror=mirror)
        except GapEditRefused as error:
            refused = f"{error.params['why']}"
            imported, after = Imported((), (), None), book.snapshot
        self._tell(files, imported)
        return await self._plan(book, after, incoming, imported, refused=refused, applied=False)

    async def apply(
        self, files: Sequence[SentFile], *, mirror: bool, check_version: Callable[[int], None]
    ) -> ImportPlan:
        """Import: all of it, or nothing.

        Raises `GapFileUnreadable`, `StaleWrite`, `GapImportRefused`.
        """
        incoming = await asyncio.to_thread(_read, files)
        book = await self.repository.read(lock=True)
        check_version(book.version)
        try:
            imported, after = await self._import(book, incoming, mirror=mirror)
        except GapEditRefused as error:
            raise GapImportRefused(why=error.params["why"]) from error
        await self.repository.save(book, after)
        self._tell(files, imported)
        fresh = await self.repository.read()
        plan = await self._plan(book, after, incoming, imported, refused=None, applied=True)
        return plan.model_copy(update={"version": fresh.version})

    async def _import(
        self, book: Book, incoming: Sequence[Register], *, mirror: bool
    ) -> tuple[Imported, Snapshot]:
        by, moment = self.unit.known_actor.email, clock.now().replace(microsecond=0)
        return await work_on(
            book.snapshot,
            lambda store: store.import_registers(
                incoming, by=by, now=moment, mirror=mirror, replace=True
            ),
        )

    async def _plan(
        self,
        book: Book,
        after: Snapshot,
        incoming: Sequence[Register],
        imported: Imported,
        *,
        refused: str | None,
        applied: bool,
    ) -> ImportPlan:
        found = list(changes(book.snapshot, after))
        known = {entry.id for register in incoming for entry in register.entries}
        others = [r for k, r in after.registers.items() if k not in {i.language for i in incoming}]
        problems = await asyncio.to_thread(_check, [*incoming, *others], after)
        return ImportPlan(
            applied=applied,
            refused=refused,
            files=[
                ImportedFile(
                    name=register.name,
                    language=register.language,
                    gaps=len(register.entries),
                    sha256=hashlib.sha256(register.text.encode()).hexdigest(),
                )
                for register in incoming
            ],
            added=list(imported.added),
            replaced=list(imported.replaced),
            unchanged=0 if refused else len(known - {*imported.added} - {*imported.replaced}),
            mirrored=imported.mirrored,
            changes=[
                PlannedChange(
                    gap=change.gap,
                    language=change.language,
                    label=change.label,
                    before=change.before[:_TEXT_SHOWN],
                    after=change.after[:_TEXT_SHOWN],
                )
                for change in found[:_CHANGES_SHOWN]
            ],
            changes_left_off=max(0, len(found) - _CHANGES_SHOWN),
            problems=problems,
            version=book.version,
        )

    def _tell(self, files: Sequence[SentFile], imported: Imported) -> None:
        self.unit.change.about("gap_register", "1")
        self.unit.change.details = {
            "files": [
                {"name": file.name, "sha256": hashlib.sha256(file.data).hexdigest()}
                for file in files
            ],
            "added": list(imported.added),
            "replaced": list(imported.replaced),
            "mirrored": imported.mirrored,
        }

    async def check(self) -> Inconsistencies:
        """What is wrong with the register as it is; nothing if there is none."""
        book = await self.repository.read()
        registers = list(book.snapshot.registers.values())
        return await asyncio.to_thread(_check, registers, book.snapshot)

    async def export(self, form: Format, language: Language) -> bytes:
        """The register as a file, UTF-8. Raises `GapRegisterEmpty`."""
        self.unit.change.about("gap_register", "1")
        self.unit.change.details = {"format": form, "language": language.value}
        snapshot = require(await self.repository.read())
        if form == "md":
            return as_markdown(snapshot, language).encode()
        text = (as_csv if form == "csv" else as_json)(snapshot, language, clock.now())
        return text.encode()


def _read(files: Sequence[SentFile]) -> list[Register]:
    found: list[Register] = []
    for file in files:
        try:
            register = parse_register(decode(file.data, file.name), name=file.name)
        except RegisterUnreadable as error:
            raise GapFileUnreadable(why=Spoken(error.text)) from error
        if not register.entries:
            raise GapFileUnreadable(why=Spoken(words.NO_ENTRY_FOUND(file=file.name).text))
        found.append(register)
    return found


def _check(registers: Sequence[Register], snapshot: Snapshot) -> Inconsistencies:
    now, log = clock.now(), snapshot.log.transitions
    found = [finding for register in registers for finding in check_register(register, now, log)]
    by_language = {register.language: register for register in registers}
    if len(by_language) == len(Language):
        found += compare_registers(by_language[Language.EN], by_language[Language.TR])
    levels = [finding.level.value for finding in found]
    return Inconsistencies(
        errors=levels.count("error"),
        warnings=levels.count("warning"),
        items=[_inconsistency(finding) for finding in found],
    )


def _inconsistency(finding: Finding) -> Inconsistency:
    return Inconsistency(
        code=finding.code,
        level=finding.level.value,
        file=finding.file,
        line=finding.line,
        message=said(finding.message),
        gap=finding.gap or None,
    )
