"""Why a report is not taken."""

from __future__ import annotations

from gapless.platform.i18n import Text
from gapless.platform.problems import Problem


class LeakReportsOff(Problem):
    status = 403
    code = "LEAK_REPORTS_OFF"
    title = Text("Reports are not taken", "Bildirim alınmıyor")
    message = Text(
        "This installation has no key to prove reports with. Set GAPLESS_LEAK_WEBHOOK_SECRET or "
        "GAPLESS_LEAK_PUBLIC_KEYS_FILE.",
        "Bu kurulumda bildirimleri doğrulayacak bir anahtar yok. GAPLESS_LEAK_WEBHOOK_SECRET ya da "
        "GAPLESS_LEAK_PUBLIC_KEYS_FILE ayarlayın.",
    )


class LeakSignatureInvalid(Problem):
    status = 401
    code = "LEAK_SIGNATURE_INVALID"
    title = Text("The report is not signed", "Bildirim imzalı değil")
    message = Text(
        "The signature is missing, or does not belong to this body.",
        "İmza yok ya da bu gövdeye ait değil.",
    )
