"""Files in the database."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from gapless.platform import blobs
from gapless.platform.database import Database


async def pieces(*parts: bytes) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


async def test_a_file_comes_back_byte_for_byte(database: Database, tmp_path: Path) -> None:
    content = bytes(range(256)) * 9000
    async with database.session() as db:
        blob = await blobs.store(
            db,
            pieces(content[:10], content[10:1_500_000], content[1_500_000:]),
            tenant_id=None,
            filename="games.json",
            media_type=None,
            limit=len(content),
        )
        await db.commit()
    assert blob.size == len(content)
    assert blob.sha256 == hashlib.sha256(content).digest()
    async with database.session() as db:
        await blobs.write_to(db, blob.id, tmp_path / "out")
    assert (tmp_path / "out").read_bytes() == content


async def test_one_byte_too_many_keeps_nothing(database: Database) -> None:
    async with database.session() as db:
        before = await db.scalar(select(func.count()).select_from(blobs.BlobChunk))
    async with database.session() as db:
        with pytest.raises(blobs.BlobTooLarge):
            await blobs.store(
                db, pieces(b"x" * 2_000_000, b"y"), tenant_id=None, filename="a",
                media_type=None, limit=2_000_000,
            )  # fmt: skip
    async with database.session() as db:
        after = await db.scalar(select(func.count()).select_from(blobs.BlobChunk))
    assert after == before
