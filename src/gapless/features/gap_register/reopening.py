"""A verified gap that comes back reopens itself."""

from __future__ import annotations

from collections.abc import Mapping

from gapless.features.gap_register import notices
from gapless.features.gap_register.desk import work_on
from gapless.features.gap_register.repository import Book, RegisterRepository
from gapless.gapscan.message import Message
from gapless.gapscan.register import RegisterStore, Status
from gapless.platform import clock
from gapless.platform.unit import Unit


async def reopen_verified(unit: Unit, book: Book, reasons: Mapping[str, Message]) -> list[str]:
    """Reopens those of the gaps that are Verified, each for its reason; returns their ids.

    `book` must have been read with its lock.
    """
    if book.is_empty:
        return []
    entries = {gap_id: book.snapshot.primary.entry(gap_id) for gap_id in reasons}
    wanted = {
        entry.id: reasons[gap_id]
        for gap_id, entry in entries.items()
        if entry is not None and entry.status is Status.VERIFIED
    }
    if not wanted:
        return []
    moment, by = clock.now().replace(microsecond=0), unit.known_actor.email

    def move(store: RegisterStore) -> None:
        for gap_id, reason in wanted.items():
            store.move(gap_id, Status.OPEN, by=by, reason=reason, now=moment)

    _, after = await work_on(book.snapshot, move)
    await RegisterRepository(unit.db).save(book, after)
    for gap_id, reason in wanted.items():
        await notices.tell(unit, "gap.reopened", after, gap_id, reason)
    return list(wanted)
