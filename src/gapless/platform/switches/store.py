"""The kill switches in the database: the table, who stands, and how a change is announced."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

import orjson
from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from gapless.platform import clock, ids
from gapless.platform.database import Base, Database
from gapless.platform.notifications import announce
from gapless.platform.switches.table import Standing, SwitchTable

CHANNEL = "kill_switches"

_READ = """
    SELECT coalesce(v.version, 0) AS version, k.module, k.tenant_id, k.until
    FROM (SELECT max(version) AS version FROM channel_versions WHERE channel = $1) v
    LEFT JOIN kill_switches k ON k.ended_at IS NULL
"""


class KillSwitch(Base):
    """One time that a module was switched off, for a brand or (without one) for all."""

    __tablename__ = "kill_switches"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=ids.new_id)
    tenant_id: Mapped[str | None]
    module: Mapped[str]
    reason: Mapped[str]
    thrown_at: Mapped[datetime] = mapped_column(default=clock.now)
    thrown_by: Mapped[UUID | None]
    thrown_by_email: Mapped[str | None]
    until: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ending: Mapped[str | None]
    lifted_by: Mapped[UUID | None]
    lifted_by_email: Mapped[str | None]
    lift_reason: Mapped[str | None]


async def standing(db: AsyncSession, tenant_ids: Iterable[str] | None = None) -> list[KillSwitch]:
    """The switches that stand now: all of them, or those of some brands alone."""
    query = select(KillSwitch).where(
        KillSwitch.ended_at.is_(None),
        or_(KillSwitch.until.is_(None), KillSwitch.until > clock.now()),
    )
    if tenant_ids is not None:
        query = query.where(KillSwitch.tenant_id.in_(list(tenant_ids)))
    rows = await db.scalars(query.order_by(KillSwitch.thrown_at.desc(), KillSwitch.id))
    return list(rows)


async def announce_switch(
    db: AsyncSession, module: str, tenant_id: str | None, *, off: bool, until: datetime | None
) -> int:
    """Tell every process of one change. See `notifications.announce`."""
    told = {"module": module, "tenant_id": tenant_id, "off": off, "until": until}
    return await announce(db, CHANNEL, orjson.dumps(told).decode())


class SwitchFeed:
    """Keeps a process's table as the database has it."""

    def __init__(self, database: Database, table: SwitchTable) -> None:
        self.database = database
        self.table = table

    async def listen(self, announced: str | None) -> int | None:
        """Take over one change, or the whole state if there is none to take over."""
        if announced is None:
            return await self.load()
        change = orjson.loads(announced)
        until = datetime.fromisoformat(change["until"]) if change["until"] else None
        self.table.change(change["module"], change["tenant_id"], off=change["off"], until=until)
        return None

    async def load(self) -> int:
        """Read the whole state, on a connection of its own: the pool may be exhausted."""
        connection = await self.database.connect()
        try:
            rows = await connection.fetch(_READ, CHANNEL)
        finally:
            await connection.close()
        self.table.replace(
            Standing(row["module"], row["tenant_id"], row["until"]) for row in rows if row["module"]
        )
        version: int = rows[0]["version"]
        return version
