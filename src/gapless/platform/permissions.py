"""Permissions and the built-in roles that hold them: two closed lists."""

from __future__ import annotations

from enum import StrEnum


class AccessKind(StrEnum):
    """The columns of the permission matrix."""

    READ = "read"
    WRITE = "write"
    APPROVE = "approve"
    EXPORT = "export"
    RESTRICTED = "restricted"


class Permission(StrEnum):
    """What a route may require, spelled `module:act`. Each is one cell of the permission matrix.

    `read` sees, `write` changes, `approve` lets pass what others prepared, `export` carries data
    out, `restricted` is what even most who may write may not. An act that is none of these words
    says in `_CELLS` which cell it is.
    """

    GAMES_READ = "games:read"
    GAMES_WRITE = "games:write"
    GAMES_IMPORT = "games:import"
    TABLES_WRITE = "tables:write"
    DASHBOARD_READ = "dashboard:read"
    AUDIT_READ = "audit:read"
    AUDIT_EXPORT = "audit:export"
    TENANTS_READ = "tenants:read"
    TENANTS_WRITE = "tenants:write"
    ADMINS_READ = "admins:read"
    ADMINS_WRITE = "admins:write"
    SESSIONS_READ = "sessions:read"
    SESSIONS_WRITE = "sessions:write"
    LOGIN_HISTORY_READ = "login_history:read"
    LOGIN_HISTORY_EXPORT = "login_history:export"
    DELEGATIONS_READ = "delegations:read"
    DELEGATIONS_WRITE = "delegations:write"
    DELEGATIONS_APPROVE = "delegations:approve"
    SCIM_WRITE = "scim:write"
    SSO_READ = "sso:read"
    SSO_WRITE = "sso:restricted"
    SECURITY_READ = "security:read"
    SECURITY_WRITE = "security:write"
    DEVICES_APPROVE = "devices:approve"
    ADMINS_EXPORT = "admins:export"
    ROLES_WRITE = "roles:write"
    GAPS_READ = "gaps:read"
    GAPS_WRITE = "gaps:write"
    GAPS_VERIFY = "gaps:verify"
    API_KEYS_READ = "api_keys:read"
    API_KEYS_WRITE = "api_keys:write"
    FLAGS_READ = "flags:read"
    FLAGS_WRITE = "flags:write"
    FLAGS_APPROVE = "flags:approve"
    FLAGS_EVALUATE = "flags:evaluate"
    FLAGS_METRICS = "flags:metrics"
    KILL_SWITCH_READ = "kill_switch:read"
    KILL_SWITCH_WRITE = "kill_switch:write"

    @property
    def module(self) -> str:
        """The row of the permission matrix."""
        return _CELLS.get(self, (self.value.partition(":")[0], None))[0]

    @property
    def kind(self) -> AccessKind:
        """The column of the permission matrix."""
        return _CELLS[self][1] if self in _CELLS else AccessKind(self.value.partition(":")[2])


P = Permission

_CELLS: dict[Permission, tuple[str, AccessKind]] = {
    P.GAMES_IMPORT: ("game_import", AccessKind.WRITE),
    P.GAPS_VERIFY: ("gaps", AccessKind.APPROVE),
    P.FLAGS_EVALUATE: ("flag_evaluation", AccessKind.READ),
    P.FLAGS_METRICS: ("flag_metrics", AccessKind.WRITE),
}


class AllowedModule(StrEnum):
    """What an admin may be limited to, in the words of the contract."""

    PLAYERS = "players"
    GAMES = "games"
    BONUSES = "bonuses"
    REPORTS = "reports"
    FRAUD = "fraud"
    SETTINGS = "settings"


_GROUPS: dict[str, AllowedModule | None] = {
    "dashboard": None,
    "games": AllowedModule.GAMES,
    "game_import": AllowedModule.GAMES,
    "tables": AllowedModule.GAMES,
}


def group_of(permission: Permission) -> AllowedModule | None:
    """The allowed module that a permission needs; None: no limit takes it away.

    A module that is not listed belongs to the settings, so that a new one is not open by mistake.
    """
    return _GROUPS.get(permission.module, AllowedModule.SETTINGS)


_EVERY_BRAND_ADMIN = frozenset(
    {P.GAMES_READ, P.GAMES_WRITE, P.GAMES_IMPORT, P.TABLES_WRITE, P.DASHBOARD_READ}
)
_FLAGS = frozenset(
    {P.FLAGS_READ, P.FLAGS_WRITE, P.FLAGS_APPROVE, P.FLAGS_EVALUATE, P.FLAGS_METRICS}
)

_SIGN_INS = frozenset(
    {
        P.SESSIONS_READ,
        P.SESSIONS_WRITE,
        P.LOGIN_HISTORY_READ,
        P.LOGIN_HISTORY_EXPORT,
        P.SECURITY_READ,
        P.SECURITY_WRITE,
        P.DEVICES_APPROVE,
    }
)

OWNER_ONLY = frozenset(
    {
        P.TENANTS_READ,
        P.TENANTS_WRITE,
        P.GAPS_READ,
        P.GAPS_WRITE,
        P.GAPS_VERIFY,
        P.KILL_SWITCH_READ,
        P.KILL_SWITCH_WRITE,
    }
)
"""Held by platform owners alone, whatever the role says."""

_WHO_GETS_IN = frozenset(
    {"admins", "api_keys", "delegations", "devices", "roles", "security", "sessions", "sso"}
)
"""Modules that decide who gets in, and how far."""

PERSONS_ONLY = OWNER_ONLY | {
    p
    for p in Permission
    if p.kind in (AccessKind.APPROVE, AccessKind.RESTRICTED)
    or (p.kind is AccessKind.WRITE and p.module in _WHO_GETS_IN)
}
"""For people who signed in: no API key may ever hold them, whoever gives it.

To approve is to answer for something, and a key that could change who gets in would outlive its own
end.
"""

GUARDED_BY_PROOF = frozenset(
    p
    for p in Permission
    if p.module in _WHO_GETS_IN | {"kill_switch"}
    and p.kind in (AccessKind.WRITE, AccessKind.APPROVE, AccessKind.RESTRICTED)
)
"""A write that needs one of these asks for a fresh proof, or its policy says why it does not."""

PLATFORM_OWNER = "Platform Owner"

ROLES: dict[str, frozenset[Permission]] = {
    PLATFORM_OWNER: frozenset(Permission),
    "Super Admin": frozenset(Permission) - OWNER_ONLY,
    "Admin": _EVERY_BRAND_ADMIN
    | _SIGN_INS
    | {P.AUDIT_READ, P.AUDIT_EXPORT}
    | {P.ADMINS_READ, P.ADMINS_WRITE, P.ADMINS_EXPORT, P.ROLES_WRITE}
    | {P.API_KEYS_READ, P.API_KEYS_WRITE}
    | {P.DELEGATIONS_READ, P.DELEGATIONS_WRITE, P.DELEGATIONS_APPROVE}
    | _FLAGS,
    "Manager": _EVERY_BRAND_ADMIN | {P.AUDIT_READ, P.FLAGS_READ, P.FLAGS_WRITE, P.FLAGS_METRICS},
    "Ops": frozenset({P.GAMES_READ, P.GAMES_WRITE, P.DASHBOARD_READ, P.AUDIT_READ, P.FLAGS_READ}),
    "Analyst": frozenset(
        {P.GAMES_READ, P.DASHBOARD_READ, P.AUDIT_READ, P.AUDIT_EXPORT, P.FLAGS_READ}
    ),
    "Support": frozenset({P.GAMES_READ, P.DASHBOARD_READ}),
}

_ALIASES = {
    "platformowner": "Platform Owner",
    "owner": "Platform Owner",
    "superadmin": "Super Admin",
    "admin": "Admin",
    "tenantadmin": "Admin",
    "tenantadministrator": "Admin",
    "administrator": "Admin",
    "manager": "Manager",
    "ops": "Ops",
    "op": "Ops",
    "operation": "Ops",
    "operations": "Ops",
    "analyst": "Analyst",
    "finance": "Analyst",
    "support": "Support",
    "cs": "Support",
    "customersupport": "Support",
}


def normalise_role(role: str) -> str | None:
    """The built-in role a spelling means (case, space, dash, underscore ignored), or None."""
    return _ALIASES.get("".join(c for c in role.lower() if c.isalnum()))


def role_key(role: str) -> str:
    """The key of a built-in role in addresses: `Super Admin` is `super-admin`."""
    return role.lower().replace(" ", "-")


def role_of_key(key: str) -> str | None:
    """The built-in role of a key, or None."""
    return next((role for role in ROLES if role_key(role) == key), None)


def built_in_permissions(role: str) -> frozenset[Permission]:
    """What a built-in role holds by itself. An unknown role holds nothing.

    What an admin holds is for `identity.grants` to say, which knows custom roles, teams and limits.
    """
    return ROLES.get(normalise_role(role) or "", frozenset()) - OWNER_ONLY
