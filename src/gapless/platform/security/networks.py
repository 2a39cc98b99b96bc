"""From where an admin may work: allowed and blocked networks, judged by the database.

A blocked network refuses whoever it applies to. Where allowed networks apply to somebody, theirs or
their role's or their brand's, they must come from one of them. The database judges, inside the
query that finds the session, so that a rule acts on the next request of every process. Platform
owners are bound by what platform owners made: nobody locks out who may do more than themself.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from ipaddress import IPv6Address, ip_address
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, case, cast, false, func, or_, select
from sqlalchemy.dialects.postgresql import CIDR, INET
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from gapless.platform import clock, ids
from gapless.platform.database import Base
from gapless.platform.identity.models import Admin


class NetworkRule(Base):
    """A network that is allowed or blocked: for all, for a brand, a role of it or an admin."""

    __tablename__ = "network_rules"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=ids.new_id)
    tenant_id: Mapped[str | None] = mapped_column(ForeignKey("tenants.id"))
    """None: every brand."""
    role: Mapped[str | None]
    admin_id: Mapped[UUID | None] = mapped_column(ForeignKey("admins.id"))
    network: Mapped[str] = mapped_column(CIDR)
    restriction: Mapped[str]
    reason: Mapped[str]
    is_active: Mapped[bool] = mapped_column(default=True)
    by_owner: Mapped[bool]
    """Made by a platform owner; platform owners are bound by no other."""
    added_by: Mapped[UUID | None]
    added_by_name: Mapped[str]
    added_at: Mapped[datetime] = mapped_column(default=clock.now)
    version: Mapped[int] = mapped_column(default=1)


class Restriction(StrEnum):
    """What a rule does."""

    ALLOWED = "allowed"
    BLOCKED = "blocked"


class Verdict(StrEnum):
    """Why an address is refused."""

    BLOCKED = "blocked"
    NOT_ALLOWED = "not_allowed"


def verdict_on(address: str | None) -> ColumnElement[Any]:
    """A column for a query of `Admin`: why they are refused from here; null if they are not.

    An address that is none comes from no network: no block holds for it, and no allowance.
    """
    inside = NetworkRule.network.op(">>=", is_comparison=True)(cast(plain(address), INET))
    allowed = NetworkRule.restriction == Restriction.ALLOWED
    blocked = NetworkRule.restriction == Restriction.BLOCKED
    is_allowed = func.coalesce(func.bool_or(allowed & inside), false())
    return (
        select(
            case(
                (func.bool_or(blocked & inside), Verdict.BLOCKED.value),
                (func.bool_or(allowed) & ~is_allowed, Verdict.NOT_ALLOWED.value),
            )
        )
        .where(
            NetworkRule.is_active,
            or_(NetworkRule.tenant_id.is_(None), NetworkRule.tenant_id == Admin.tenant_id),
            or_(
                NetworkRule.role.is_(None),
                func.lower(NetworkRule.role) == func.lower(Admin.role),
            ),
            or_(NetworkRule.admin_id.is_(None), NetworkRule.admin_id == Admin.id),
            or_(NetworkRule.by_owner, ~Admin.is_platform_owner),
        )
        .correlate(Admin)
        .scalar_subquery()
        .label("network_verdict")
    )


async def judge(db: AsyncSession, admin_id: UUID, address: str | None) -> Verdict | None:
    """Whether the admin is refused from here, by the rules as this transaction sees them."""
    found = await db.scalar(
        select(verdict_on(address)).select_from(Admin).where(Admin.id == admin_id)
    )
    return Verdict(found) if found else None


def plain(address: str | None) -> str | None:
    """The address as rules are written for it: an IPv4 one inside an IPv6 one is that IPv4 one."""
    try:
        parsed = ip_address((address or "").partition("%")[0])
    except ValueError:
        return None
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return str(parsed)
