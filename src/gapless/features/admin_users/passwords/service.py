"""Use cases of password resets."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from gapless.features.admin_users.invites.service import InviteService
from gapless.features.admin_users.link_tokens import (
    INVITE_PREFIX,
    RESET_PREFIX,
    guarded,
    new_link_token,
    stored_form,
)
from gapless.features.admin_users.passwords.models import PasswordReset
from gapless.features.admin_users.passwords.problems import ResetTokenExpired, ResetTokenInvalid
from gapless.features.admin_users.passwords.rules import BODY, NOT_AGAIN_BEFORE, SUBJECT
from gapless.features.admin_users.passwords.schemas import LinkInfo
from gapless.features.admin_users.passwords.strength import check_new_password
from gapless.platform import clock, mail
from gapless.platform.i18n import Locale, current_locale
from gapless.platform.identity import Admin, Tenant, sessions
from gapless.platform.identity.emails import is_email_of
from gapless.platform.identity.passwords import hash_password
from gapless.platform.security import attempts
from gapless.platform.security.alarms import Alarm, raise_alarm
from gapless.platform.unit import Unit

JOB = "admin.password_reset_requested"


class PasswordService:
    """Setting a password anew."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit

    async def request(self, email: str) -> None:
        """Ask for a link. All of it happens in a job, so that neither answer nor time tells
        whether there is such an admin."""
        subject = attempts.subject_of(f"password reset {email.strip()}")
        await attempts.count(self.unit, subject, limit=self.unit.settings.login_max_failures)
        self.unit.change.about("admin", attempts.subject_of(email.strip()).hex())
        await self.unit.enqueue(JOB, {"email": email.strip(), "locale": current_locale()})

    async def answer_request(self, email: str, locale: Locale) -> bool:
        """Send a link if the e-mail is that of somebody who may sign in. Whether it did."""
        admin = await self.unit.db.scalar(select(Admin).where(is_email_of(Admin.email, email)))
        if admin is None or not sessions.may_sign_in(admin, self.unit.settings):
            return False
        last = await self.unit.db.get(PasswordReset, admin.id)
        if last is not None and last.requested_at > clock.now() - NOT_AGAIN_BEFORE:
            return False
        self.unit.change.about("admin", admin.id)
        self.unit.change.tenant_id = admin.tenant_id
        await self._mail(admin, await self._new_link(admin), locale)
        return True

    async def send_link(self, admin: Admin) -> str | None:
        """Send a link to an admin. Answers the link only where no mail can carry it."""
        url = await self._new_link(admin)
        if not mail.is_configured(self.unit.settings):
            return url
        await self._mail(admin, url, current_locale())
        return None

    async def set(self, admin: Admin, password: str) -> int:
        """Set an admin's password and end their sessions; an open link dies. How many ended."""
        await check_new_password(self.unit, admin, password)
        admin.password_hash = await hash_password(password)
        admin.password_changed_at = clock.now()
        admin.failed_login_attempts = 0
        admin.version += 1
        link = await self.unit.db.get(PasswordReset, admin.id)
        if link is not None:
            await self.unit.db.delete(link)
        await raise_alarm(self.unit, admin, Alarm.PASSWORD_CHANGED)
        return await sessions.revoke(self.unit.db, reason="password reset", admin_id=admin.id)

    async def reset(self, token: str, password: str) -> None:
        """Set the password with a link, which then works no more; every session ends."""
        async with guarded(self.unit, token):
            _, admin = await self._by_token(token)
            self.unit.change.about("admin", admin.id)
            self.unit.change.tenant_id = admin.tenant_id
            self.unit.change.details = {"sessions_ended": await self.set(admin, password)}
        await attempts.forget(self.unit.db, attempts.subject_of(admin.email))

    async def look(self, token: str) -> LinkInfo:
        """What a link is for; raise what using it would raise."""
        async with guarded(self.unit, token):
            return await self._look(token)

    async def _look(self, token: str) -> LinkInfo:
        if token.startswith(INVITE_PREFIX):
            invite, admin = await InviteService(self.unit, None).by_token(token)
            until = invite.expires_at
        else:
            link, admin = await self._by_token(token)
            until = link.expires_at
        tenant = await self.unit.db.get(Tenant, admin.tenant_id)
        assert tenant is not None
        return LinkInfo(
            kind="invite" if token.startswith(INVITE_PREFIX) else "reset",
            email=admin.email,
            full_name=admin.full_name,
            tenant_name=tenant.name,
            expires_at=until,
        )

    async def _by_token(self, token: str) -> tuple[PasswordReset, Admin]:
        stored = stored_form(token, RESET_PREFIX)
        link = None
        if stored is not None:
            link = await self.unit.db.scalar(
                select(PasswordReset).where(PasswordReset.token_hash == stored).with_for_update()
            )
        admin = await self.unit.db.get(Admin, link.admin_id, with_for_update=True) if link else None
        if link is None or admin is None or not sessions.may_sign_in(admin, self.unit.settings):
            raise ResetTokenInvalid
        if link.expires_at <= clock.now():
            raise ResetTokenExpired
        return link, admin

    async def _new_link(self, admin: Admin) -> str:
        token, token_hash = new_link_token(RESET_PREFIX)
        lifetime = timedelta(minutes=self.unit.settings.password_reset_minutes)
        values = {
            "token_hash": token_hash,
            "requested_at": clock.now(),
            "expires_at": clock.now() + lifetime,
        }
        await self.unit.db.execute(
            insert(PasswordReset)
            .values(admin_id=admin.id, **values)
            .on_conflict_do_update(index_elements=["admin_id"], set_=values)
        )
        return self.unit.settings.link(f"/reset-password?token={token}")

    async def _mail(self, admin: Admin, url: str, locale: Locale) -> None:
        await mail.send(
            self.unit,
            to=admin.email,
            subject=SUBJECT,
            body=BODY,
            locale=locale,
            params={
                "name": admin.full_name,
                "email": admin.email,
                "minutes": self.unit.settings.password_reset_minutes,
                "link": url,
            },
        )
