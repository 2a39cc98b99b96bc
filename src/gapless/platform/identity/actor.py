"""The actor: who is calling, from where, and what they may do."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import UUID

from gapless.platform.permissions import Permission

Via = Literal["cookie", "bearer", "api_key", "system"]


@dataclass(frozen=True, slots=True)
class SessionState:
    """What a session has proved, and what its brand asks of it now."""

    proved_at: datetime
    step_up_minutes: int
    limited_to: str | None = None
    refused_network: str | None = None


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
    session: SessionState | None = None
    key_id: UUID | None = None
    """The API key that calls; then there is no admin."""

    @property
    def subject(self) -> UUID | None:
        """Who it is, person or key, where one caller must be told from another."""
        return self.admin_id or self.key_id

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
