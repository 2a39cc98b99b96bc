"""How risky an act is, and which module it belongs to: pure rules over the audit log.

An act's weight is the sum of what is true of it:

- 0 for looking and for one's own account, 1 for changing or carrying data out, 2 for approving,
  for restricted acts and for those of platform owners;
- 1 more if it changes who may do what (admins, roles, keys, security, kill switches, brands);
- 1 more if it deletes;
- 1 more if it was denied: somebody tried what they may not.

0 is low, 1 medium, 2 high, 3 and more critical. A failed act weighs what it would have weighed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from gapless.platform.operations import Operations
from gapless.platform.permissions import OWNER_ONLY, AccessKind, Permission

RiskLevel = Literal["low", "medium", "high", "critical"]
LEVELS: tuple[RiskLevel, ...] = ("low", "medium", "high", "critical")

_WEIGHTS = {
    AccessKind.READ: 0,
    AccessKind.WRITE: 1,
    AccessKind.EXPORT: 1,
    AccessKind.APPROVE: 2,
    AccessKind.RESTRICTED: 2,
}
_DECIDE_ACCESS = frozenset(
    {"admins", "roles", "sessions", "security", "keys", "kill_switch", "tenants", "delegations"}
)
# Acts whose name is not a route's: jobs, the command line, and routes that do several things.
_MODULES = {
    "admin": "admins",
    "team": "admins",
    "invite": "admins",
    "role": "roles",
    "api_key": "keys",
    "game": "games",
    "table": "tables",
    "tenant": "tenants",
    "gap": "gaps",
    "AUDIT_EXPORT": "audit",
}


def permissions_of_actions(operations: Operations) -> Mapping[str, Permission]:
    """The permission behind each action that a route leaves in the log."""
    return {
        o.policy.audit: o.policy.access
        for o in operations.values()
        if o.policy.audit and isinstance(o.policy.access, Permission)
    }


def module_of(action: str, permission: Permission | None) -> str:
    """The module of an act: that of its permission, else by its name."""
    if permission is not None:
        return permission.module
    prefix = action.partition(".")[0]
    return _MODULES.get(prefix, prefix)


def risk_of(action: str, status: str, permission: Permission | None) -> RiskLevel:
    """How risky an act is."""
    module = module_of(action, permission)
    own = module == "auth"
    if permission is not None:
        weight = 2 if permission in OWNER_ONLY else _WEIGHTS[permission.kind]
    else:
        weight = 0 if own else 1
    if weight and module in _DECIDE_ACCESS:
        weight += 1
    if action.endswith(("deleted", "removed")):
        weight += 1
    if status == "DENIED":
        weight += 1
    return LEVELS[min(weight, 3)]
