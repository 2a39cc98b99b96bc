"""Who asked for a change: a person, or an API key and with it whoever has had its secret."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from gapless.features.feature_flags.approvals.models import FlagChangeRequest
from gapless.platform.audit import AuditEvent
from gapless.platform.identity import Actor
from gapless.platform.identity.key_models import ApiKey


async def asked_by(db: AsyncSession, request: FlagChangeRequest, actor: Actor) -> bool:
    """Whether the actor asked for it: by themselves, or with a key that they hold.

    Whoever made a key or rotated it has seen its secret, so that otherwise a key of one's own would
    be a second pair of eyes.
    """
    if request.author_key_id is None:
        return actor.admin_id is not None and actor.admin_id == request.author_id
    if actor.key_id is not None:
        return actor.key_id == request.author_key_id
    return actor.admin_id in await _holders(db, request.author_key_id)


async def _holders(db: AsyncSession, key_id: UUID) -> set[UUID]:
    made_by = await db.scalars(select(ApiKey.created_by).where(ApiKey.id == key_id))
    rotated_by = await db.scalars(
        select(AuditEvent.actor_user_id).where(
            AuditEvent.resource_type == "api_key",
            AuditEvent.resource_id == str(key_id),
            AuditEvent.action.in_(("api_key.created", "api_key.rotated")),
            AuditEvent.status == "SUCCESS",
        )
    )
    return {who for who in made_by if who} | {UUID(who) for who in rotated_by if who}
