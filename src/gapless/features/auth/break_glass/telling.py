"""Mails about break-glass access: every platform owner learns of it."""

from __future__ import annotations

from gapless.features.auth.break_glass.models import BreakGlass
from gapless.platform import mail
from gapless.platform.i18n import Text
from gapless.platform.unit import Unit

_SUBJECT = Text("Gapless: break-glass access", "Gapless: acil durum erişimi")
_OPENED = Text(
    "Break-glass access was opened on the server: it gives every right for a time, past networks, "
    "devices and second factors.",
    "Sunucuda acil durum erişimi açıldı: ağları, cihazları ve ikinci adımları aşarak bir süre her "
    "yetkiyi verir.",
)
_USED = Text(
    "Break-glass access is in use now, from {address}, until {until} UTC.",
    "Acil durum erişimi şu anda kullanılıyor: {address} adresinden, {until} UTC'ye kadar.",
)
_BODY = Text(
    "{what}\n\nBy: {opened_for} ({opened_from})\nReason: {reason}\n\n"
    "If you know nothing of this, end it at {link} or with `gapless break-glass --end`.",
    "{what}\n\nKim: {opened_for} ({opened_from})\nNeden: {reason}\n\n"
    "Bundan haberiniz yoksa {link} adresinden ya da `gapless break-glass --end` ile sonlandırın.",
)


async def tell_owners(unit: Unit, case: BreakGlass, owners: list[str]) -> None:
    """Tell them when the unit commits; nothing where no mail can leave."""
    if not mail.is_configured(unit.settings) or not owners:
        return
    language = unit.settings.mail_language
    what = (_USED if case.used_at else _OPENED).of(language)
    if case.ends_at is not None:
        until = case.ends_at.strftime("%Y-%m-%d %H:%M")
        what = what.format(address=unit.ip_address or "?", until=until)
    await mail.send(
        unit,
        to=owners,
        subject=_SUBJECT,
        body=_BODY,
        locale=language,
        params={
            "what": what,
            "opened_for": case.opened_for,
            "opened_from": case.opened_from,
            "reason": case.reason,
            "link": unit.settings.link("/admins/sessions"),
        },
    )
