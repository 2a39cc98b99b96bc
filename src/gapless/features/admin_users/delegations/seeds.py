"""Demo delegations: one that waits for approval, one that runs, and one that is over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from gapless.features.admin_users.delegations.models import Delegation
from gapless.platform import clock
from gapless.platform.identity import Admin
from gapless.settings import Settings


@dataclass(frozen=True, slots=True)
class _Loan:
    """Who lends what to whom, from and until which day from now."""

    giver: str
    taker: str
    permissions: tuple[str, ...]
    reason: str
    days: tuple[int, int]
    approved: bool = True


_LOANS = (
    _Loan(
        "marcus.lindqvist", "tomas.novak", ("games:import", "tables:write"),
        "On leave next week; Tomáš imports the providers' new games", (2, 9), approved=False,
    ),
    _Loan(
        "marcus.lindqvist", "priya.raman", ("games:import",),
        "Night shifts of this week", (-2, 3),
    ),
    _Loan(
        "elif.kaya", "ayse.demir", ("login_history:read", "login_history:export"),
        "The auditors' visit", (-20, -13),
    ),
)  # fmt: skip


async def seed_delegations(db: AsyncSession, _: Settings) -> None:
    """What the admins of the first brand lend each other; its owner approves."""
    by_name = {
        admin.email.partition("@")[0]: admin
        for admin in await db.scalars(select(Admin).where(Admin.is_demo))
    }
    now = clock.now()
    for loan in _LOANS:
        giver, (first, last) = by_name[loan.giver], loan.days
        asked = now + timedelta(days=min(first, 0), hours=-5)
        db.add(
            Delegation(
                tenant_id=giver.tenant_id,
                from_admin_id=giver.id,
                to_admin_id=by_name[loan.taker].id,
                permissions=sorted(loan.permissions),
                reason=loan.reason,
                starts_at=now + timedelta(days=first),
                ends_at=now + timedelta(days=last),
                requested_by=giver.id,
                created_at=asked,
                decision="approved" if loan.approved else "pending",
                decided_by=by_name["owner"].id if loan.approved else None,
                decided_at=asked + timedelta(hours=2) if loan.approved else None,
                decision_reason="As agreed" if loan.approved else None,
                end_written=last < 0,
            )
        )
    await db.flush()
