"""The actor: who is calling, from where, and what they may do."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

from gapless.platform.permissions import Permission

Via = Literal["cookie", "bearer", "system"]


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever acts. `tenant_id` is their own brand, not the one acted in."""

    admin_id: UUID | None
    email: str
    role: str
    tenant_id: str | None
    is_platform_owner: bool = False
    session_id: UUID | None = None
    via: Via = "system"
    csrf_token: str | None = None
    full_name: str = ""
    permissions: frozenset[Permission] = field(default_factory=frozenset)

    def may(self, permission: Permission) -> bool:
        """Whether this actor holds the permission."""
        return permission in self.permissions


SYSTEM = Actor(
    admin_id=None,
    email="system",
    role="system",
    tenant_id=None,
    permissions=frozenset(Permission),
)
"""The house itself: first start, schedules, the command line."""
