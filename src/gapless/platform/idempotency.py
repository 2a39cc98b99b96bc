"""Idempotency keys: a repeated write is carried out once and answered alike.

The key is claimed by inserting its row inside the request's own transaction: a second request with
the same key waits for the first to commit, then gets its answer; if the first fails, it runs.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column
from starlette.responses import Response

from gapless.platform import clock, ids
from gapless.platform.database import Base
from gapless.platform.problems import BadRequest, IdempotencyKeyReused
from gapless.platform.unit import Unit

MAX_KEY_LENGTH = 200
REPEATED_HEADERS = ("etag", "location")
"""Headers that belong to the answer as much as its body: a client edits by them."""


class IdempotencyKey(Base):
    """A key that was used, and the answer it got."""

    __tablename__ = "idempotency_keys"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=ids.new_id)
    owner: Mapped[str]
    key: Mapped[str]
    route: Mapped[str]
    fingerprint: Mapped[bytes]
    status: Mapped[int | None]
    media_type: Mapped[str | None]
    body: Mapped[bytes | None]
    headers: Mapped[dict[str, Any] | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


@dataclass(frozen=True, slots=True)
class Claim:
    """A key held by this request, or the answer it got before."""

    id: UUID | None
    stored: Response | None


async def claim(unit: Unit, key: str, route: str, fingerprint: bytes) -> Claim:
    """Claim a key; raise `IdempotencyKeyReused` if it was used for something else."""
    if len(key) > MAX_KEY_LENGTH:
        raise BadRequest(what=f"Idempotency-Key is longer than {MAX_KEY_LENGTH} characters")
    actor, tenant = unit.actor, unit.tenant
    owner = f"{tenant.id if tenant else ''}/{actor.subject if actor else ''}"
    made = await unit.db.scalar(
        insert(IdempotencyKey)
        .values(id=ids.new_id(), owner=owner, key=key, route=route, fingerprint=fingerprint)
        .on_conflict_do_nothing(index_elements=["owner", "key"])
        .returning(IdempotencyKey.id)
    )
    if made is not None:
        return Claim(made, None)
    kept = (
        await unit.db.execute(
            select(IdempotencyKey).where(IdempotencyKey.owner == owner, IdempotencyKey.key == key)
        )
    ).scalar_one()
    if kept.route != route or kept.fingerprint != fingerprint:
        raise IdempotencyKeyReused
    return Claim(
        None,
        Response(
            kept.body,
            status_code=kept.status or 200,
            media_type=kept.media_type,
            headers={**(kept.headers or {}), "Idempotency-Replayed": "true"},
        ),
    )


async def keep(unit: Unit, held: Claim, response: Response) -> None:
    """Store the answer with its key. Streamed answers are not kept."""
    body = getattr(response, "body", None)
    if not isinstance(body, bytes):
        return
    await unit.db.execute(
        update(IdempotencyKey)
        .where(IdempotencyKey.id == held.id)
        .values(
            status=response.status_code,
            media_type=response.headers.get("content-type"),
            body=body,
            headers={h: response.headers[h] for h in REPEATED_HEADERS if h in response.headers},
        )
        .execution_options(synchronize_session=False)
    )
