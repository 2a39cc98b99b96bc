"""Pure rules of invites."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from gapless.platform.i18n import Text

Status = Literal["pending", "accepted", "expired", "revoked"]


def status_of(
    *,
    accepted_at: datetime | None,
    revoked_at: datetime | None,
    expires_at: datetime,
    now: datetime,
) -> Status:
    """Where an invite stands."""
    if accepted_at is not None:
        return "accepted"
    if revoked_at is not None:
        return "revoked"
    return "expired" if expires_at <= now else "pending"


SUBJECT = Text(
    "You are invited to {brand}",
    "{brand} sizi davet ediyor",
)
BODY = Text(
    """Hello {name},

{inviter} invites you to the back office of {brand}, as {role}.

Choose your password here within {hours} hours:
{link}

The link is for you alone and works once. If you expected no invite, ignore this mail.""",
    """Merhaba {name},

{inviter} sizi {brand} arka ofisine {role} olarak davet ediyor.

Parolanızı {hours} saat içinde buradan seçin:
{link}

Bağlantı yalnızca sizin içindir ve bir kez çalışır. Davet beklemiyorsanız bu postayı yok sayın.""",
)
