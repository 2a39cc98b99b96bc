"""Use cases and SQL of live tables."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from gapless.features.games.tables.models import LiveTable
from gapless.platform.i18n import Text
from gapless.platform.problems import Problem
from gapless.platform.unit import Unit


class TableNotFound(Problem):
    status = 404
    code = "TABLE_NOT_FOUND"
    title = Text("No such table", "Böyle bir masa yok")
    message = Text(
        "This brand has no live table with this id.", "Bu markada bu numarayla bir masa yok."
    )


class TableExists(Problem):
    status = 409
    code = "TABLE_EXISTS"
    title = Text("Table exists", "Masa zaten var")
    message = Text(
        "{provider} has a table named {name} already.", "{provider} için {name} adlı bir masa var."
    )


class TableService:
    """The live tables of the brand acted in."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit

    async def all(self) -> list[LiveTable]:
        """Every table, by name."""
        rows = await self.unit.db.scalars(
            select(LiveTable)
            .where(LiveTable.tenant_id == self.unit.tenant_id)
            .order_by(func.lower(LiveTable.name), LiveTable.id)
        )
        return list(rows)

    async def create(self, values: dict[str, Any]) -> LiveTable:
        """Add a table; raise `TableExists` if the provider has one of this name."""
        table = LiveTable(tenant_id=self.unit.tenant_id, **values)
        self.unit.db.add(table)
        try:
            await self.unit.db.flush()
        except IntegrityError as taken:
            raise TableExists(provider=values["provider"], name=values["name"]) from taken
        self.unit.change.about("table", table.id)
        self.unit.change.after = {key: str(value) for key, value in values.items()}
        return table

    async def set_status(self, table_id: UUID, status: str) -> LiveTable:
        """Put a table into a state; raise `TableNotFound`."""
        table = await self._locked(table_id)
        self.unit.change.details = {"name": table.name}
        self.unit.change.before = {"status": table.status}
        table.status = status
        self.unit.change.after = {"status": status}
        return table

    async def delete(self, table_id: UUID) -> None:
        """Remove a table; raise `TableNotFound`."""
        table = await self._locked(table_id)
        self.unit.change.before = {
            "name": table.name, "provider": table.provider, "game_type": table.game_type,
            "min_bet": str(table.min_bet), "max_bet": str(table.max_bet),
            "currency": table.currency, "status": table.status,
        }  # fmt: skip
        await self.unit.db.delete(table)

    async def _locked(self, table_id: UUID) -> LiveTable:
        self.unit.change.about("table", table_id)
        table: LiveTable | None = await self.unit.db.scalar(
            select(LiveTable)
            .where(LiveTable.tenant_id == self.unit.tenant_id, LiveTable.id == table_id)
            .with_for_update()
        )
        if table is None:
            raise TableNotFound
        return table
