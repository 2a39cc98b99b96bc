"""Use cases of the register's entries."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gapless.features.gap_register import edits, notices, records, views
from gapless.features.gap_register.desk import file_name, parsed, work_on
from gapless.features.gap_register.problems import (
    GapMoveRefused,
    GapNotFound,
    GapRegisterEmpty,
)
from gapless.features.gap_register.repository import Book, RegisterRepository
from gapless.features.gap_register.rules import (
    GapFilter,
    changes,
    matches,
    ordered,
    refusal_of,
)
from gapless.features.gap_register.schemas import (
    GapCreate,
    GapDetail,
    GapMove,
    GapPatch,
    GapRow,
    GapSummary,
)
from gapless.gapscan.register import Entry, Language, Snapshot, Status
from gapless.gapscan.register.edit import empty_register, next_id
from gapless.gapscan.register.log import TransitionLog
from gapless.platform import clock
from gapless.platform.unit import Unit

CheckVersion = Callable[[int], None]


class GapService:
    """The platform's one register."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self.repository = RegisterRepository(unit.db)

    async def page(
        self, wanted: GapFilter, language: Language, offset: int, limit: int
    ) -> tuple[list[GapRow], int]:
        """A page of gaps, and how many the filter leaves."""
        book = await self.repository.read()
        if book.is_empty:
            return [], 0
        items = ordered(
            [
                item
                for item in views.listed(book, clock.now())
                if matches(item, wanted, [*views.texts_of(book.snapshot, item.entry.id).values()])
            ],
            wanted.sort,
        )
        counts = await records.finding_counts(self.unit.db)
        shown = items[offset : offset + limit]
        rows = [views.row(book, i, language, counts.get(i.entry.id, 0)) for i in shown]
        return rows, len(items)

    async def summary(self, language: Language) -> GapSummary:
        """The register at a glance; all zeros while there is none."""
        book = await self.repository.read()
        items = [] if book.is_empty else views.listed(book, clock.now())
        return views.summary(book, items, language)

    async def get(self, gap_id: str, language: Language) -> GapDetail:
        """One gap with everything known of it; raise `GapNotFound`."""
        return await self.detail(await self.repository.read(), gap_id, language)

    async def detail(self, book: Book, gap_id: str, language: Language) -> GapDetail:
        """As `get`, of a register already read."""
        entry = entry_of(book, gap_id)
        item = next(i for i in views.listed(book, clock.now()) if i.entry.id == entry.id)
        linked = await records.linked_findings(self.unit.db, entry.id)
        base = views.row(book, item, language, len(linked))
        kept = book.kept.get(entry.id)
        return GapDetail(
            **base.model_dump(),
            texts={
                each: views.text(found, each)
                for each, found in views.texts_of(book.snapshot, entry.id).items()
            },
            endpoints=[str(endpoint) for endpoint in entry.mentioned_endpoints],
            timeline=views.timeline(book.snapshot, entry.id),
            moves=views.moves(entry),
            runs=await records.runs(self.unit.db, entry.id),
            linked=linked,
            contract=kept.contract if kept else None,
        )

    async def create(self, wanted: GapCreate, language: Language) -> GapDetail:
        """Add a gap as Open; begins a register if there is none. Raises `GapEditRefused`."""
        book = await self.repository.read(lock=True)
        snapshot = book.snapshot if not book.is_empty else _begun(clock.now().date().isoformat())
        gap_id = wanted.id or next_id(snapshot.primary)
        self.unit.change.about("gap", gap_id)
        moment = clock.now().replace(microsecond=0)
        drafts = edits.drafts(wanted, gap_id, seen=moment.date().isoformat())
        by = self.unit.known_actor.email
        _, after = await work_on(snapshot, lambda store: store.add(drafts, by=by, now=moment))
        await self.repository.save(book, after)
        await records.link(self.unit.db, wanted.findings, gap_id)
        draft = next(iter(drafts.values()))
        self.unit.change.after = {"title": draft.title, "path": list(draft.path)}
        self.unit.change.details = {"findings": wanted.findings}
        return await self._fresh(gap_id, language)

    async def edit(
        self, gap_id: str, patch: GapPatch, check_version: CheckVersion, language: Language
    ) -> GapDetail:
        """Change an entry's fields. Raises `GapNotFound`, `StaleWrite`, `GapEditRefused`."""
        book, entry = await self._locked(gap_id, check_version)
        change = edits.amendment(patch)
        _, after = await work_on(book.snapshot, lambda store: store.amend(entry.id, change))
        await self.repository.save(book, after)
        self._tell(book.snapshot, after)
        return await self._fresh(entry.id, language)

    async def move(
        self, gap_id: str, move: GapMove, check_version: CheckVersion, language: Language
    ) -> GapDetail:
        """Move a gap on somebody's word. Raises `GapMoveRefused` where that is not enough."""
        book, entry = await self._locked(gap_id, check_version)
        refusal = refusal_of(entry.status, move.to, entry.not_closeable, move.reason)
        change = self.unit.change
        change.reason = move.reason or change.reason
        change.before = {"status": entry.status.value if entry.status else None}
        if refusal is not None:
            raise GapMoveRefused(entry.id, move.to, refusal)
        moment, by = clock.now().replace(microsecond=0), self.unit.known_actor.email
        _, after = await work_on(
            book.snapshot,
            lambda store: store.move(entry.id, move.to, by=by, reason=move.reason, now=moment),
        )
        await self.repository.save(book, after)
        change.after = {"status": move.to.value}
        if move.to is Status.OPEN:
            await notices.tell(self.unit, "gap.reopened", after, entry.id, move.reason)
        return await self._fresh(entry.id, language)

    async def _locked(self, gap_id: str, check_version: CheckVersion) -> tuple[Book, Entry]:
        book = await self.repository.read(lock=True)
        self.unit.change.about("gap", gap_id)
        entry = entry_of(book, gap_id)
        check_version(book.version_of(entry.id))
        return book, entry

    async def _fresh(self, gap_id: str, language: Language) -> GapDetail:
        return await self.detail(await self.repository.read(), gap_id, language)

    def _tell(self, before: Snapshot, after: Snapshot) -> None:
        was: dict[str, Any] = {}
        now: dict[str, Any] = {}
        for change in changes(before, after):
            was[f"{change.language.value}: {change.label}"] = change.before
            now[f"{change.language.value}: {change.label}"] = change.after
        self.unit.change.before, self.unit.change.after = was, now


def entry_of(book: Book, gap_id: str) -> Entry:
    """That gap's entry; raise `GapNotFound`."""
    entry = None if book.is_empty else book.snapshot.primary.entry(gap_id)
    if entry is None:
        raise GapNotFound
    return entry


def require(book: Book) -> Snapshot:
    """The register; raise `GapRegisterEmpty` if there is none."""
    if book.is_empty:
        raise GapRegisterEmpty
    return book.snapshot


def _begun(reviewed: str) -> Snapshot:
    """A register without entries, in both languages."""
    registers = {each: parsed(empty_register(each, reviewed), file_name(each)) for each in Language}
    return Snapshot(registers, TransitionLog())
