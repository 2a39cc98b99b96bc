"""SQL of server documents."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from gapless.features.gap_register.models import GapServer


class ServerRepository:
    """Every OpenAPI document that was kept."""

    def __init__(self, db: AsyncSession) -> None:
        self.db = db

    async def all(self) -> list[GapServer]:
        """All of them, by name."""
        return list(await self.db.scalars(select(GapServer).order_by(GapServer.name, GapServer.id)))

    async def get(self, server_id: UUID) -> GapServer | None:
        """One of them."""
        return await self.db.get(GapServer, server_id)

    async def same(self, sha256: str) -> GapServer | None:
        """The document of the same bytes."""
        found: GapServer | None = await self.db.scalar(
            select(GapServer).where(GapServer.sha256 == sha256)
        )
        return found

    async def add(self, server: GapServer) -> None:
        """Keep a document."""
        self.db.add(server)
        await self.db.flush()

    async def remove(self, server_id: UUID) -> None:
        """Keep it no longer."""
        await self.db.execute(delete(GapServer).where(GapServer.id == server_id))
