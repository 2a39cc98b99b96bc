"""Who may give which scopes to a key."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from gapless.platform.identity import Actor, Admin, grants
from gapless.platform.identity.scopes import BY_SCOPE, CATALOGUE
from gapless.platform.permissions import OWNER_ONLY, Permission


async def givable(db: AsyncSession, actor: Actor) -> frozenset[str]:
    """The scopes that the actor may give: of permissions they hold for good.

    What was handed over to them for a time does not count, because a key would outlive it.
    `scim.write` decides over every account of the brand, so that it takes all that a brand can give
    to give it. A scope
    that opens nothing yet may open something one day, so only platform owners, who will hold that
    too, give it, and the house itself.
    """
    if actor.is_platform_owner or actor.via == "system":
        return frozenset(CATALOGUE)
    if actor.admin_id is None:  # a key, which gives nothing
        return frozenset()
    admin = await db.get_one(Admin, actor.admin_id)
    held = (await grants.load(db, admin)).grantable
    if frozenset(Permission) - OWNER_ONLY - held:
        held -= {Permission.SCIM_WRITE}
    return frozenset(scope for scope, permission in BY_SCOPE.items() if permission in held)
