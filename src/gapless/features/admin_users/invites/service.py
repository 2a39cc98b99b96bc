"""Use cases of invites."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from gapless.features.admin_users.granting import check_may_grant
from gapless.features.admin_users.invites.models import Invite
from gapless.features.admin_users.invites.problems import (
    InviteNotFound,
    InviteNotPending,
    InviteTokenExpired,
    InviteTokenInvalid,
)
from gapless.features.admin_users.invites.repository import (
    InviteFilter,
    InviteRecord,
    InviteRepository,
)
from gapless.features.admin_users.invites.rules import BODY, SUBJECT, status_of
from gapless.features.admin_users.invites.schemas import InviteRow
from gapless.features.admin_users.link_tokens import (
    INVITE_PREFIX,
    guarded,
    new_link_token,
    stored_form,
)
from gapless.features.admin_users.passwords.strength import check_new_password
from gapless.platform import clock, mail
from gapless.platform.identity import Admin, Tenant, grants
from gapless.platform.identity.passwords import hash_password
from gapless.platform.unit import Unit


@dataclass(frozen=True, slots=True)
class SentLink:
    """A link that was made: shown once, and mailed if there is a mail server."""

    invite_id: UUID
    token: str
    url: str
    mailed: bool


class InviteService:
    """The invites of a brand; `tenant_id` None reaches every brand's."""

    def __init__(self, unit: Unit, tenant_id: str | None) -> None:
        self.unit = unit
        self.repository = InviteRepository(unit.db, tenant_id)

    async def page(
        self, wanted: InviteFilter, offset: int, limit: int
    ) -> tuple[list[InviteRow], int]:
        """A page of invites, newest first, and how many the filter leaves."""
        found, total = await self.repository.page(wanted, clock.now(), offset, limit)
        return [_row(record) for record in found], total

    async def row(self, invite_id: UUID) -> InviteRow:
        """One invite as the list shows it."""
        await self.unit.db.flush()
        return _row(await self.repository.found(invite_id))

    async def invite(self, admin: Admin, tenant: Tenant) -> SentLink:
        """Send the first link to an admin who was just made."""
        token, token_hash = new_link_token(INVITE_PREFIX)
        invite = Invite(
            tenant_id=tenant.id,
            admin_id=admin.id,
            email=admin.email,
            full_name=admin.full_name,
            role=admin.role,
            token_hash=token_hash,
            invited_by=self.unit.known_actor.admin_id,
            expires_at=clock.now() + self._lifetime(),
            accepted_at=None,
            revoked_at=None,
        )
        self.unit.db.add(invite)
        await self.unit.db.flush()
        return await self._send(invite, token, tenant, by_mail=True)

    async def resend(self, invite_id: UUID, *, by_mail: bool) -> SentLink:
        """Make a new link; the old one dies. Expired invites live again."""
        invite, admin = await self._open(invite_id)
        tenant = await self.unit.db.get(Tenant, invite.tenant_id)
        assert tenant is not None
        token, invite.token_hash = new_link_token(INVITE_PREFIX)
        self.unit.change.before = {"expires_at": clock.iso(invite.expires_at)}
        invite.sent_at = clock.now()
        invite.expires_at = clock.now() + self._lifetime()
        invite.times_sent += 1
        invite.email, invite.full_name, invite.role = admin.email, admin.full_name, admin.role
        self.unit.change.after = {"expires_at": clock.iso(invite.expires_at)}
        await self.unit.db.flush()
        return await self._send(invite, token, tenant, by_mail=by_mail)

    async def revoke(self, invite_id: UUID) -> None:
        """Take an invite back: its link is dead, and its e-mail is free for another."""
        invite, admin = await self._open(invite_id)
        self.unit.change.before = {"email": admin.email, "role": admin.role}
        invite.revoked_at = clock.now()
        await self.unit.db.flush()
        await self.unit.db.delete(admin)
        await self.unit.db.flush()

    async def accept(self, token: str, password: str) -> str:
        """Join: set the password and become active. Returns the e-mail to sign in with."""
        async with guarded(self.unit, token):
            invite, admin = await self.by_token(token)
            self.unit.change.about("admin", admin.id)
            self.unit.change.tenant_id = admin.tenant_id
            await check_new_password(self.unit, admin, password)
            admin.password_hash = await hash_password(password)
            admin.password_changed_at = clock.now()
        admin.status = "active"
        admin.version += 1
        invite.accepted_at = clock.now()
        self.unit.change.before = {"status": "invited"}
        self.unit.change.after = {"status": "active", "email": admin.email, "role": admin.role}
        return admin.email

    async def by_token(self, token: str) -> tuple[Invite, Admin]:
        """The open invite of a link, locked, and its admin."""
        stored = stored_form(token, INVITE_PREFIX)
        invite = await self.repository.locked_by_token(stored) if stored else None
        if invite is None:
            raise InviteTokenInvalid
        if invite.accepted_at is not None or invite.revoked_at is not None:
            raise InviteNotPending
        if invite.expires_at <= clock.now():
            raise InviteTokenExpired
        admin = await self.unit.db.get(Admin, invite.admin_id, with_for_update=True)
        if admin is None or admin.status != "invited":
            raise InviteNotPending
        return invite, admin

    async def _open(self, invite_id: UUID) -> tuple[Invite, Admin]:
        self.unit.change.about("invite", invite_id)
        invite = await self.repository.locked(invite_id)
        if invite is None:
            raise InviteNotFound
        self.unit.change.tenant_id = invite.tenant_id
        admin = await self.unit.db.get(Admin, invite.admin_id) if invite.admin_id else None
        if admin is None or admin.status != "invited":
            raise InviteNotPending
        # A link lets in with all that its role gives.
        await check_may_grant(self.unit, (await grants.load(self.unit.db, admin)).permissions)
        return invite, admin

    def _lifetime(self) -> timedelta:
        return timedelta(hours=self.unit.settings.invite_hours)

    async def _send(self, invite: Invite, token: str, tenant: Tenant, *, by_mail: bool) -> SentLink:
        settings = self.unit.settings
        url = settings.link(f"/accept-invite?token={token}")
        mailed = by_mail and mail.is_configured(settings)
        if mailed:
            await mail.send(
                self.unit,
                to=invite.email,
                subject=SUBJECT,
                body=BODY,
                params={
                    "brand": tenant.name,
                    "name": invite.full_name,
                    "inviter": self.unit.known_actor.full_name or self.unit.known_actor.email,
                    "role": invite.role,
                    "hours": settings.invite_hours,
                    "link": url,
                },
            )
        return SentLink(invite.id, token, url, mailed)


def _row(record: InviteRecord) -> InviteRow:
    invite, admin = record.invite, record.admin
    return InviteRow(
        id=invite.id,
        admin_id=admin.id if admin else None,
        email=invite.email,
        full_name=invite.full_name,
        role=admin.role if admin else invite.role,
        status=status_of(
            accepted_at=invite.accepted_at,
            revoked_at=invite.revoked_at,
            expires_at=invite.expires_at,
            now=clock.now(),
        ),
        sent_at=invite.sent_at,
        expires_at=invite.expires_at,
        accepted_at=invite.accepted_at,
        revoked_at=invite.revoked_at,
        times_sent=invite.times_sent,
        invited_by=record.inviter,
    )
