"""Nobody grants what they do not hold: the one rule of roles, admins, teams and invites."""

from __future__ import annotations

from gapless.features.admin_users.problems import DecidesOverEverybody, PermissionsNotHeld
from gapless.platform.identity import Admin, grants
from gapless.platform.permissions import OWNER_ONLY, Permission
from gapless.platform.unit import Unit


async def may_grant(unit: Unit) -> frozenset[Permission]:
    """What the caller may pass on: what they hold for good, and hold in this very call."""
    actor = unit.known_actor
    admin = await unit.db.get(Admin, actor.admin_id) if actor.admin_id else None
    if admin is None:
        return actor.permissions
    return actor.permissions & (await grants.load(unit.db, admin)).grantable


async def check_may_grant(unit: Unit, permissions: frozenset[Permission]) -> None:
    """Raise `PermissionsNotHeld` unless the caller may pass all of them on."""
    beyond = sorted(permissions - await may_grant(unit))
    if beyond:
        raise PermissionsNotHeld(
            permissions=", ".join(beyond), details={"permissions": [p.value for p in beyond]}
        )


async def check_over_everybody(unit: Unit) -> None:
    """Raise `DecidesOverEverybody` unless the caller holds, for good, all that a brand can give.

    Whoever says whose word is believed about the brand's people could sign in as any of them.
    """
    if frozenset(Permission) - OWNER_ONLY - await may_grant(unit):
        raise DecidesOverEverybody
