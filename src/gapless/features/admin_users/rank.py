"""Rank: nobody acts on an admin who holds what they do not hold themselves."""

from __future__ import annotations

from typing import Any

from gapless.features.admin_users.problems import AdminOutranksYou
from gapless.platform.identity import Admin, grants
from gapless.platform.unit import Unit


async def check_rank(unit: Unit, admin: Admin) -> None:
    """Raise `AdminOutranksYou` if the admin holds what the caller does not."""
    held = (await grants.load(unit.db, admin)).permissions
    beyond = sorted(held - unit.known_actor.permissions)
    if beyond:
        names: dict[str, Any] = {"permissions": beyond}
        raise AdminOutranksYou(permissions=", ".join(beyond), details=names)
