"""Files, kept in the database in chunks: a file exists if and only if its transaction committed.

So an upload is as durable as the row that names it, and every worker can read it, on any machine.
"""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from uuid import UUID

import anyio
from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from gapless.platform import clock, ids
from gapless.platform.database import Base

CHUNK_BYTES = 1024 * 1024


class BlobTooLarge(Exception):
    """More bytes came than the limit allows. Nothing of the file is kept once this is raised."""


class Blob(Base):
    """A stored file."""

    __tablename__ = "blobs"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=ids.new_id)
    tenant_id: Mapped[str | None]
    filename: Mapped[str]
    media_type: Mapped[str | None]
    size: Mapped[int]
    sha256: Mapped[bytes]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


class BlobChunk(Base):
    """A part of a stored file."""

    __tablename__ = "blob_chunks"

    blob_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    data: Mapped[bytes]


async def store(
    db: AsyncSession,
    pieces: AsyncIterator[bytes],
    *,
    tenant_id: str | None,
    filename: str,
    media_type: str | None,
    limit: int,
) -> Blob:
    """Store a file inside the caller's transaction; raise `BlobTooLarge` past `limit` bytes.

    Holds one chunk in memory, whatever the file's size.
    """
    blob_id, size, number = ids.new_id(), 0, 0
    digest, buffer = hashlib.sha256(), bytearray()

    async def write(data: bytes) -> None:
        nonlocal number
        await db.execute(insert(BlobChunk).values(blob_id=blob_id, number=number, data=data))
        number += 1

    async for piece in pieces:
        size += len(piece)
        if size > limit:
            raise BlobTooLarge
        digest.update(piece)
        buffer += piece
        while len(buffer) >= CHUNK_BYTES:
            await write(bytes(buffer[:CHUNK_BYTES]))
            del buffer[:CHUNK_BYTES]
    if buffer:
        await write(bytes(buffer))
    blob = Blob(
        id=blob_id,
        tenant_id=tenant_id,
        filename=filename,
        media_type=media_type,
        size=size,
        sha256=digest.digest(),
    )
    db.add(blob)
    await db.flush()
    return blob


async def read(db: AsyncSession, blob_id: UUID) -> AsyncIterator[bytes]:
    """The file's bytes, a chunk at a time."""
    number = 0
    while True:
        data = await db.scalar(
            select(BlobChunk.data).where(BlobChunk.blob_id == blob_id, BlobChunk.number == number)
        )
        if data is None:
            return
        yield data
        number += 1


async def write_to(db: AsyncSession, blob_id: UUID, path: Path) -> None:
    """Copy the file to a path of this machine."""
    async with await anyio.open_file(path, "wb") as out:
        async for data in read(db, blob_id):
            await out.write(data)
