"""Who signs in in demo mode. The password is public: they exist in demo mode only."""

from __future__ import annotations

from typing import NamedTuple

DEMO_PASSWORD = "Gapless-Demo-1"  # noqa: S105 - printed on start; demo mode only


class DemoAdmin(NamedTuple):
    """One of them, as it is seeded; `actor` is what contracts call them."""

    actor: str
    email: str
    full_name: str
    tenant_id: str
    role: str
    tenant_role: str | None
    is_platform_owner: bool


DEMO_ADMINS = (
    DemoAdmin("owner", "owner@example.com", "Olivia Owner", "default_casino", "Platform Owner",
              None, is_platform_owner=True),
    DemoAdmin("admin", "admin@example.com", "Deniz Aydın", "demo", "Admin", "tenant_admin",
              is_platform_owner=False),
    DemoAdmin("support", "support@example.com", "Sam Support", "demo", "Support", "support",
              is_platform_owner=False),
    DemoAdmin("renter", "renter@example.com", "Robin Renter", "demo_renter", "Admin",
              "tenant_admin", is_platform_owner=False),
)  # fmt: skip
