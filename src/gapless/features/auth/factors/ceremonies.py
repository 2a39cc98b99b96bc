"""What a client has to bring back: the first half of a sign-in, or the challenge of a passkey.

Each is sealed with the installation's key, so that nothing is stored until somebody has proved who
they are, and nobody can fill a table by beginning. It opens for one purpose and one owner alone:
the token of a sign-in is worth nothing in a step-up, nor in another session. It is good once.
"""

from __future__ import annotations

import base64
import binascii
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel, ValidationError
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from gapless.features.auth.factors.problems import ChallengeInvalid
from gapless.platform import clock
from gapless.platform.database import Base
from gapless.platform.vault import Vault, VaultSealed

LIFETIME = timedelta(minutes=5)


class UsedChallenge(Base):
    """A challenge that was answered rightly, until it would have expired."""

    __tablename__ = "used_challenges"

    nonce: Mapped[bytes] = mapped_column(primary_key=True)
    expires_at: Mapped[datetime]


class Purpose(StrEnum):
    """What a challenge is for."""

    SECOND_STEP = "second-step"
    PASSWORDLESS = "passwordless"
    STEP_UP = "step-up"
    ENROL_PASSKEY = "enrol-passkey"


class Ceremony(BaseModel):
    """What must be known again when the client comes back."""

    nonce: str
    expires: float
    admin_id: UUID | None = None
    carrier: str = "bearer"
    password_mark: str = ""
    """Changes with the password, so that a new one makes a sign-in on the way worthless."""

    @property
    def challenge(self) -> bytes:
        """The passkey's challenge."""
        return base64.urlsafe_b64decode(self.nonce)


@dataclass(frozen=True, slots=True)
class Begun:
    """A ceremony and the token that the client keeps."""

    token: str
    ceremony: Ceremony

    @property
    def expires_at(self) -> datetime:
        """When the token is worth nothing any more."""
        return datetime.fromtimestamp(self.ceremony.expires, clock.now().tzinfo)


def begin(
    vault: Vault,
    purpose: Purpose,
    *,
    owner: str = "anybody",
    admin_id: UUID | None = None,
    carrier: str = "bearer",
    password_mark: str = "",
) -> Begun:
    """Begin a ceremony. `owner` is who alone may end it: a session, or anybody who was told."""
    ceremony = Ceremony(
        nonce=base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
        expires=(clock.now() + LIFETIME).timestamp(),
        admin_id=admin_id,
        carrier=carrier,
        password_mark=password_mark,
    )
    sealed = vault.seal(ceremony.model_dump_json().encode(), purpose=purpose, owner=owner)
    return Begun(base64.urlsafe_b64encode(sealed).decode(), ceremony)


def resume(vault: Vault, token: str, purpose: Purpose, *, owner: str = "anybody") -> Ceremony:
    """The ceremony of a token; raise `ChallengeInvalid` if it is none, another's, or too old."""
    try:
        sealed = base64.urlsafe_b64decode(token.encode())
        found = Ceremony.model_validate_json(vault.open(sealed, purpose=purpose, owner=owner))
    except (binascii.Error, ValueError, VaultSealed, ValidationError) as wrong:
        raise ChallengeInvalid from wrong
    if found.expires < clock.now().timestamp():
        raise ChallengeInvalid
    return found


async def burn(db: AsyncSession, ceremony: Ceremony) -> None:
    """Use a ceremony up; raise `ChallengeInvalid` if it was."""
    made = await db.scalar(
        insert(UsedChallenge)
        .values(
            nonce=ceremony.challenge,
            expires_at=datetime.fromtimestamp(ceremony.expires, clock.now().tzinfo),
        )
        .on_conflict_do_nothing()
        .returning(UsedChallenge.nonce)
    )
    if made is None:
        raise ChallengeInvalid
