"""Routes of live tables."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal, Self
from uuid import UUID

from fastapi import Depends
from pydantic import BaseModel, Field, PlainSerializer, StringConstraints, model_validator

from gapless.features.games.tables.models import LiveTable
from gapless.features.games.tables.service import TableExists, TableNotFound, TableService
from gapless.platform.ids import PathId
from gapless.platform.permissions import Permission
from gapless.platform.routing import Router, policy
from gapless.platform.switches import Module
from gapless.platform.unit import UnitDep

router = Router(prefix="/tables", tags=["tables"], module=Module.GAMES)

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
# A JSON number on the wire, as the contract has it; a decimal everywhere else. The form of the
# existing panel sends text once a field was edited, and Decimal reads both.
Amount = Annotated[
    Decimal,
    Field(gt=0, max_digits=16, decimal_places=4),
    PlainSerializer(lambda v: float(v), return_type=float, when_used="json"),
]
Status = Literal["online", "offline", "maintenance"]


class TableCreate(BaseModel):
    """A live table to add."""

    name: Line
    provider: Line
    game_type: Line = "live"
    min_bet: Amount = Decimal(1)
    max_bet: Amount = Decimal(100)
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] = "EUR"
    status: Status = "online"

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.max_bet < self.min_bet:
            raise ValueError("max_bet must not be less than min_bet")
        return self


class TableStatus(BaseModel):
    """The state to put a table in."""

    status: Status


class TableRow(BaseModel):
    """A live table."""

    id: UUID
    tenant_id: str
    name: str
    provider: str
    game_type: str
    min_bet: Amount
    max_bet: Amount
    currency: str
    status: Status
    created_at: datetime

    @classmethod
    def of(cls, table: LiveTable) -> TableRow:
        """The wire shape of a live table."""
        return cls.model_validate(table, from_attributes=True)


def _service(unit: UnitDep) -> TableService:
    return TableService(unit)


Tables = Annotated[TableService, Depends(_service)]


@router.get("")
@policy(Permission.GAMES_READ)
async def list_tables(tables: Tables) -> list[TableRow]:
    """The brand's live tables, by name."""
    return [TableRow.of(table) for table in await tables.all()]


@router.post("")
@policy(Permission.TABLES_WRITE, audit="table.created", problems=[TableExists])
async def create_table(body: TableCreate, tables: Tables) -> TableRow:
    """Add a live table."""
    return TableRow.of(await tables.create(body.model_dump()))


@router.patch("/{table_id}")
@policy(
    Permission.TABLES_WRITE, audit="table.status_changed",
    problems=[TableNotFound],
)  # fmt: skip
async def set_table_status(table_id: PathId, body: TableStatus, tables: Tables) -> TableRow:
    """Put a live table online, offline or into maintenance."""
    return TableRow.of(await tables.set_status(table_id, body.status))


@router.delete("/{table_id}", status_code=204)
@policy(Permission.TABLES_WRITE, audit="table.deleted", problems=[TableNotFound])
async def delete_table(table_id: PathId, tables: Tables) -> None:
    """Remove a live table."""
    await tables.delete(table_id)
