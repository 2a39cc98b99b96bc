"""Rank: nobody acts on an admin who holds what they do not hold themselves."""

from __future__ import annotations

from typing import Any

from gapless.features.admin_users.granting import may_grant
from gapless.features.admin_users.problems import AdminOutranksYou
from gapless.platform.identity import Admin, grants
from gapless.platform.unit import Unit


async def check_rank(unit: Unit, admin: Admin, *, for_good: bool = False) -> None:
    """Raise `AdminOutranksYou` if the admin holds what the caller does not.

    `for_good` where the act could open the admin's account to the caller: what was lent to them for
    a time does not count then, because the account would stay open.
    """
    own = await may_grant(unit) if for_good else unit.known_actor.permissions
    held = (await grants.load(unit.db, admin)).permissions
    beyond = sorted(held - own)
    if beyond:
        names: dict[str, Any] = {"permissions": beyond}
        raise AdminOutranksYou(permissions=", ".join(beyond), details=names)
