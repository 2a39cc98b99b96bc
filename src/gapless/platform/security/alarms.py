"""Mails about an account to whom it belongs, so that a stranger's act does not stay unnoticed."""

from __future__ import annotations

from enum import Enum

from gapless.platform import clock, mail
from gapless.platform.i18n import Text
from gapless.platform.identity import Admin
from gapless.platform.security.agents import describe
from gapless.platform.unit import Unit

_BODY = Text(
    "{what}\n\nWhen: {when} UTC\nFrom: {address}\nClient: {client}\n\n"
    "If that was you, there is nothing to do. If not, change your password, end your other "
    "sessions at {link} and tell an administrator.",
    "{what}\n\nNe zaman: {when} UTC\nNereden: {address}\nİstemci: {client}\n\n"
    "Bunu siz yaptıysanız bir şey yapmanız gerekmez. Siz yapmadıysanız parolanızı değiştirin, "
    "diğer oturumlarınızı {link} adresinde sonlandırın ve bir yöneticiye haber verin.",
)


class Alarm(Enum):
    """What happened to an account."""

    NEW_DEVICE = Text(
        "Your Gapless account was signed in to from a new device.",
        "Gapless hesabınızda yeni bir cihazdan oturum açıldı.",
    )
    SUSPICIOUS = Text(
        "There was an unusual sign-in to your Gapless account.",
        "Gapless hesabınızda alışılmadık bir oturum açma oldu.",
    )
    DEVICE_PENDING = Text(
        "Somebody with your password tried to sign in from a device that waits for approval.",
        "Parolanızı bilen biri onay bekleyen bir cihazdan oturum açmayı denedi.",
    )
    PASSWORD_CHANGED = Text(
        "The password of your Gapless account was changed.",
        "Gapless hesabınızın parolası değiştirildi.",
    )
    FACTOR_ADDED = Text(
        "A second factor was added to your Gapless account.",
        "Gapless hesabınıza ikinci bir adım eklendi.",
    )
    FACTOR_REMOVED = Text(
        "A second factor was removed from your Gapless account.",
        "Gapless hesabınızdan bir ikinci adım kaldırıldı.",
    )
    FACTORS_RESET = Text(
        "An administrator removed every second factor of your Gapless account.",
        "Bir yönetici Gapless hesabınızın tüm ikinci adımlarını kaldırdı.",
    )
    RECOVERY_CODE_USED = Text(
        "A recovery code of your Gapless account was used.",
        "Gapless hesabınızın bir kurtarma kodu kullanıldı.",
    )
    RECOVERY_CODES_RENEWED = Text(
        "The recovery codes of your Gapless account were renewed; the old ones are void.",
        "Gapless hesabınızın kurtarma kodları yenilendi; eskileri geçersiz.",
    )


_SUBJECT = Text("Gapless: security of your account", "Gapless: hesabınızın güvenliği")


async def raise_alarm(unit: Unit, admin: Admin, alarm: Alarm) -> None:
    """Tell the admin by mail when the unit commits; nothing where no mail can leave."""
    if not mail.is_configured(unit.settings):
        return
    own = unit.actor is None or unit.actor.admin_id == admin.id
    language = None if own else unit.settings.mail_language
    what: Text = alarm.value
    await mail.send(
        unit,
        to=admin.email,
        subject=_SUBJECT,
        body=_BODY,
        locale=language,
        params={
            "what": what.of(language) if language else what.render(),
            "when": clock.now().strftime("%Y-%m-%d %H:%M"),
            "address": unit.ip_address or "?",
            "client": describe(unit.user_agent).label or "?",
            "link": unit.settings.link("/account"),
        },
    )
