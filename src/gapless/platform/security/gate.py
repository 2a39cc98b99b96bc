"""What is asked of a session on every request, beside being alive."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from gapless.platform import clock
from gapless.platform.identity.actor import Actor
from gapless.platform.identity.key_problems import ApiKeyNotAccepted
from gapless.platform.security import proofs
from gapless.platform.security.problems import (
    AddressNotAllowed,
    SecondFactorNeeded,
    StepUpRequired,
)


def check_session(actor: Actor, *, lets_limited_in: bool) -> None:
    """Raise if the caller's network is refused, or the session may not be used for this yet."""
    state = actor.session
    if state is None:
        return
    if state.refused_network is not None:
        raise AddressNotAllowed(details={"verdict": state.refused_network})
    if state.limited_to is not None and not lets_limited_in:
        raise SecondFactorNeeded


async def check_fresh(db: AsyncSession, actor: Actor) -> None:
    """Raise `StepUpRequired` if the session's last proof is too old.

    An API key cannot prove who holds it, so that no key does what asks for a proof. The house
    itself (the command line) has nobody to ask.
    """
    if actor.via == "system":
        return
    state = actor.session
    if state is None or actor.admin_id is None:
        raise ApiKeyNotAccepted
    minutes = state.step_up_minutes
    if clock.now() - state.proved_at < timedelta(minutes=minutes):
        return
    methods = await proofs.methods_of(db, actor.admin_id)
    raise StepUpRequired(minutes=minutes, details={"methods": list(methods), "minutes": minutes})
