"""The mail that tells a brand's admins of a leaked key."""

from __future__ import annotations

from gapless.features.api_keys.leaks.repository import LeakRepository
from gapless.features.api_keys.leaks.schemas import LeakReport
from gapless.platform import mail
from gapless.platform.i18n import Text
from gapless.platform.identity.key_models import ApiKey
from gapless.platform.unit import Unit

SUBJECT = Text("A leaked API key was blocked: {name}", "Sızdırılan API anahtarı engellendi: {name}")
BODY = Text(
    "The secret of the API key {name} ({prefix}…{last_four}) was found in public{where}.\n\n"
    "It was blocked at once: programs that use it are refused. Give the key a new secret, or "
    "delete it:\n{link}\n\nWhat was done with it until then is in the audit log.",
    "{name} ({prefix}…{last_four}) API anahtarının gizli değeri herkese açık bir yerde bulundu"
    "{where}.\n\nHemen engellendi: onu kullanan programlar geri çevriliyor. Anahtara yeni bir "
    "gizli değer verin ya da anahtarı silin:\n{link}\n\nO ana dek onunla ne "
    "yapıldığı denetim kaydında.",
)


async def tell_admins(unit: Unit, key: ApiKey, report: LeakReport) -> None:
    """Mail everyone who can act on the key, in both languages: nobody's is known here."""
    where = f": {report.url}" if report.url else ""
    await mail.send(
        unit,
        to=await LeakRepository(unit.db).to_tell(key.tenant_id),
        subject=SUBJECT,
        body=f"{BODY.en}\n\n{BODY.tr}",
        locale="en",
        params={
            "name": key.name, "prefix": key.key_prefix, "last_four": key.last_four,
            "where": where, "link": unit.settings.link(f"/keys?key={key.id}"),
        },
    )  # fmt: skip
