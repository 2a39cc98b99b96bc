"""Use cases of the login history."""

from __future__ import annotations

from collections.abc import AsyncIterator

from gapless.features.admin_users.login_history.repository import (
    LoginFilter,
    LoginHistoryRepository,
)
from gapless.features.admin_users.login_history.schemas import LoginRow
from gapless.features.admin_users.reach import Reach
from gapless.platform.clock import iso
from gapless.platform.database import Database
from gapless.platform.unit import Unit

EXPORT_COLUMNS = (
    "login_time", "admin_name", "admin_email", "tenant_id", "result", "failure_reason", "method",
    "suspicion", "attempts", "ip_address", "location", "device_info", "request_id",
)  # fmt: skip


class LoginHistoryService:
    """The history as the caller may see it."""

    def __init__(self, unit: Unit, reach: Reach) -> None:
        self.unit = unit
        self.reach = reach
        self.repository = LoginHistoryRepository(unit.db, reach)

    async def page(
        self, wanted: LoginFilter, offset: int, limit: int
    ) -> tuple[list[LoginRow], int]:
        """A page of attempts, newest first, and how many the filter leaves."""
        rows, total = await self.repository.page(wanted, offset, limit)
        return [LoginRow.of(event, name) for event, name in rows], total

    def export(self, wanted: LoginFilter) -> AsyncIterator[tuple[object, ...]]:
        """Every row of the filter for a CSV, in a session of its own."""
        self.unit.change.about("login_history", self.reach.tenant_id or "all")
        return _export(self.unit.database, self.reach, wanted)


async def _export(
    database: Database, reach: Reach, wanted: LoginFilter
) -> AsyncIterator[tuple[object, ...]]:
    async with database.session() as db:
        async for event, name in LoginHistoryRepository(db, reach).stream(wanted):
            row = LoginRow.of(event, name)
            yield (
                iso(row.login_time), row.admin_name, row.admin_email, row.tenant_id, row.result,
                row.failure_reason, row.method, " ".join(row.suspicion), row.attempts,
                row.ip_address, row.location, row.device_info, row.request_id,
            )  # fmt: skip
