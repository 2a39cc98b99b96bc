"""Permissions and the built-in roles that hold them: two closed lists."""

from __future__ import annotations

from enum import StrEnum


class Permission(StrEnum):
    """What a route may require. `read` sees, `write` changes; others are named acts."""

    GAMES_READ = "games:read"
    GAMES_WRITE = "games:write"
    GAMES_IMPORT = "games:import"
    TABLES_WRITE = "tables:write"
    DASHBOARD_READ = "dashboard:read"
    AUDIT_READ = "audit:read"
    AUDIT_EXPORT = "audit:export"
    TENANTS_READ = "tenants:read"
    TENANTS_WRITE = "tenants:write"
    GAPS_READ = "gaps:read"
    GAPS_WRITE = "gaps:write"
    GAPS_VERIFY = "gaps:verify"


P = Permission

_EVERY_BRAND_ADMIN = frozenset(
    {P.GAMES_READ, P.GAMES_WRITE, P.GAMES_IMPORT, P.TABLES_WRITE, P.DASHBOARD_READ}
)

OWNER_ONLY = frozenset({P.TENANTS_READ, P.TENANTS_WRITE, P.GAPS_READ, P.GAPS_WRITE, P.GAPS_VERIFY})
"""Held by platform owners alone, whatever the role says."""

ROLES: dict[str, frozenset[Permission]] = {
    "Platform Owner": frozenset(Permission),
    "Super Admin": frozenset(Permission) - OWNER_ONLY,
    "Admin": _EVERY_BRAND_ADMIN | {P.AUDIT_READ, P.AUDIT_EXPORT},
    "Manager": _EVERY_BRAND_ADMIN | {P.AUDIT_READ},
    "Ops": frozenset({P.GAMES_READ, P.GAMES_WRITE, P.DASHBOARD_READ, P.AUDIT_READ}),
    "Analyst": frozenset({P.GAMES_READ, P.DASHBOARD_READ, P.AUDIT_READ, P.AUDIT_EXPORT}),
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


def permissions_of(role: str, *, is_platform_owner: bool) -> frozenset[Permission]:
    """Permissions of an admin. An unknown role holds none."""
    if is_platform_owner:
        return ROLES["Platform Owner"]
    return ROLES.get(normalise_role(role) or "", frozenset()) - OWNER_ONLY
