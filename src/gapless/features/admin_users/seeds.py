"""Demo admins over the brands, a role of one's own, two teams, and invites in every state."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from gapless.features.admin_users.invites.models import Invite
from gapless.features.admin_users.link_tokens import INVITE_PREFIX, new_link_token
from gapless.platform import audit, clock
from gapless.platform.audit import Change, Entry
from gapless.platform.identity import Actor, Admin
from gapless.platform.identity.models import Role, Team, TeamMember
from gapless.platform.permissions import Permission
from gapless.settings import Settings

HOME = "default_casino"
SHIFT_LEAD = "Shift Lead"


@dataclass(frozen=True, slots=True)
class _Person:
    """An admin of the demo."""

    brand: str
    name: str
    role: str
    duty: str | None = None
    status: str = "active"
    hours: int | None = None
    """Since the last sign-in."""
    modules: list[str] | None = None

    @property
    def email(self) -> str:
        plain = unicodedata.normalize("NFKD", self.name.lower().replace("ı", "i"))
        return f"{plain.encode('ascii', 'ignore').decode().replace(' ', '.')}@example.com"


_ADMINS = (
    _Person(HOME, "Elif Kaya", "Super Admin", "tenant_admin", hours=2),
    _Person(HOME, "Marcus Lindqvist", "Manager", "operations", hours=5),
    _Person(HOME, "Ayşe Demir", "Analyst", "finance", hours=27),
    _Person(HOME, "Tomáš Novák", "Ops", "operations", hours=9),
    _Person(HOME, "Priya Raman", SHIFT_LEAD, "operations", hours=1),
    _Person(HOME, "Lena Fischer", "Support", "support", hours=52),
    _Person(HOME, "Omar Haddad", "Manager", "operations", hours=74, modules=["games"]),
    _Person(HOME, "Jonas Weber", "Support", "support", status="disabled", hours=24 * 41),
    _Person("demo", "Selin Yıldız", "Manager", "operations", hours=3),
    _Person("demo", "Can Öztürk", "Support", "support", hours=30),
    _Person("demo_renter", "Lucía Fernández", "Ops", "operations", hours=20),
    _Person("demo_renter", "Noah Brandt", "Analyst", "finance", "disabled", 24 * 12),
)
# Who, days since it was sent, what became of it.
_INVITES = (
    (_Person(HOME, "Hannah Cole", "Support"), 1, "pending"),
    (_Person(HOME, "Diego Martins", SHIFT_LEAD), 9, "expired"),
    (_Person(HOME, "Unknown Contractor", "Ops"), 16, "revoked"),
    (_ADMINS[5], 33, "accepted"),
    (_Person("demo_renter", "Greta Olsen", "Support"), 0, "pending"),
)


async def seed_admin_users(db: AsyncSession, settings: Settings) -> None:
    """Make them, on the brands and the sign-ins that are there already."""
    known = {admin.email: admin for admin in await db.scalars(select(Admin).where(Admin.is_demo))}
    owner = known["owner@example.com"]
    shift_lead = Role(
        tenant_id=HOME,
        name=SHIFT_LEAD,
        description="Watches the floor at night: games, live tables and the audit log.",
        based_on="Ops",
        permissions=sorted(
            {
                Permission.GAMES_READ,
                Permission.GAMES_WRITE,
                Permission.TABLES_WRITE,
                Permission.DASHBOARD_READ,
                Permission.AUDIT_READ,
            }
        ),
    )
    db.add(shift_lead)
    await db.flush()
    admins = {person.name: _admin(person, shift_lead, owner) for person in _ADMINS}
    db.add_all(admins.values())
    await db.flush()
    floor = [admins[name] for name in ("Marcus Lindqvist", "Tomáš Novák", "Priya Raman")]
    await _teams(db, shift_lead, floor, [admins["Ayşe Demir"], admins["Lena Fischer"]])
    for person, days, outcome in _INVITES:
        invited = admins.get(person.name)
        if outcome in ("pending", "expired"):
            invited = _admin(replace(person, status="invited"), shift_lead, owner)
            db.add(invited)
            await db.flush()
        db.add(_invite(person, days, outcome, invited, owner))
    await db.flush()
    told = {"name": SHIFT_LEAD, "permissions": shift_lead.permissions}
    await _tell(db, owner, "role.created", "role", shift_lead.id, HOME, told)
    for admin in admins.values():
        told = {"email": admin.email, "role": admin.role}
        await _tell(db, owner, "admin.user_created", "admin", admin.id, admin.tenant_id, told)


def _admin(person: _Person, shift_lead: Role, owner: Admin) -> Admin:
    moment = clock.now()
    return Admin(
        tenant_id=person.brand,
        email=person.email,
        username=person.email.partition("@")[0],
        full_name=person.name,
        role=person.role,
        role_id=shift_lead.id if person.role == SHIFT_LEAD else None,
        tenant_role=person.duty,
        allowed_modules=person.modules,
        status=person.status,
        # The demo password, hashed once for all of them.
        password_hash=None if person.status == "invited" else owner.password_hash,
        is_demo=True,
        last_login_at=None if person.hours is None else moment - timedelta(hours=person.hours),
        created_at=moment - timedelta(days=60),
    )


async def _teams(
    db: AsyncSession, shift_lead: Role, floor: list[Admin], reporting: list[Admin]
) -> None:
    for name, description, role, role_id, members in (
        ("Floor", "Keeps games and tables running.", shift_lead.name, shift_lead.id, floor),
        ("Reporting", "Reads what happened and hands it on.", "Analyst", None, reporting),
    ):
        team = Team(
            tenant_id=HOME,
            name=name,
            description=description,
            default_role=role,
            default_role_id=role_id,
            created_at=clock.now() - timedelta(days=45),
        )
        db.add(team)
        await db.flush()
        db.add_all(TeamMember(team_id=team.id, admin_id=member.id) for member in members)


def _invite(
    person: _Person, days: int, outcome: str, invited: Admin | None, owner: Admin
) -> Invite:
    sent = clock.now() - timedelta(days=days, hours=3)
    return Invite(
        tenant_id=person.brand,
        admin_id=invited.id if invited else None,
        email=person.email,
        full_name=person.name,
        role=person.role,
        # Nobody holds the link that this belongs to.
        token_hash=new_link_token(INVITE_PREFIX)[1],
        invited_by=owner.id,
        sent_at=sent,
        created_at=sent,
        expires_at=sent + timedelta(hours=72),
        accepted_at=sent + timedelta(hours=5) if outcome == "accepted" else None,
        revoked_at=sent + timedelta(hours=1) if outcome == "revoked" else None,
    )


async def _tell(
    db: AsyncSession,
    owner: Admin,
    action: str,
    kind: str,
    thing: UUID,
    tenant_id: str,
    after: dict[str, Any],
) -> None:
    change = Change(after=after, reason="Demo data")
    change.about(kind, thing)
    actor = Actor(
        admin_id=owner.id,
        email=owner.email,
        role=owner.role,
        tenant_id=owner.tenant_id,
        is_platform_owner=True,
    )
    await audit.append(
        db, Entry(action=action, status="SUCCESS", actor=actor, tenant_id=tenant_id, change=change)
    )
