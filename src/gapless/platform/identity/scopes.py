"""Scopes of API keys: permissions in their dotted spelling."""

from __future__ import annotations

from collections.abc import Iterable

from gapless.platform.permissions import PERSONS_ONLY, Permission

# Named by the contract before any route asked for them.
_NAMED_AHEAD = ("robot.run", "robot.configure", "games.read", "reports.read")


def scope_of(permission: Permission) -> str:
    """The scope that gives a permission: `games:read` is `games.read`."""
    return permission.value.replace(":", ".")


BY_SCOPE: dict[str, Permission] = {
    scope_of(permission): permission for permission in Permission if permission not in PERSONS_ONLY
}
"""Every scope that opens something, with the permission it gives."""

CATALOGUE: tuple[str, ...] = (
    *_NAMED_AHEAD,
    *(scope for scope in BY_SCOPE if scope not in _NAMED_AHEAD),
)
"""Every scope a key may have."""


def permissions_of_scopes(scopes: Iterable[str]) -> frozenset[Permission]:
    """What the scopes allow. One that nothing asks for allows nothing."""
    return frozenset(BY_SCOPE[scope] for scope in scopes if scope in BY_SCOPE)
