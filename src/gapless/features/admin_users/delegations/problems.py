"""Errors of delegations."""

from __future__ import annotations

from gapless.platform.i18n import Text
from gapless.platform.problems import Problem


class DelegationNotFound(Problem):
    status = 404
    code = "DELEGATION_NOT_FOUND"
    title = Text("No such delegation", "Böyle bir yetki devri yok")
    message = Text(
        "This brand has no delegation with this id.", "Bu markada bu numarayla bir yetki devri yok."
    )


class DelegationPeriodInvalid(Problem):
    status = 422
    code = "DELEGATION_PERIOD_INVALID"
    title = Text("The period is not possible", "Bu süre olamaz")
    message = Text(
        "The end has to come after the start, the start not before now, and the whole not be "
        "longer than {days} days.",
        "Bitiş başlangıçtan sonra, başlangıç şimdiden önce olmamalı ve tümü {days} günü aşmamalı.",
    )


class DelegationBeyondRole(Problem):
    status = 422
    code = "DELEGATION_BEYOND_ROLE"
    title = Text("Not theirs to hand over", "Devredebileceği bir yetki değil")
    message = Text(
        "{name} can hand over only what their own role gives, which is not: {permissions}.",
        "{name} yalnızca kendi rolünün verdiğini devredebilir; bunlar değil: {permissions}.",
    )


class DelegationWithoutEffect(Problem):
    status = 422
    code = "DELEGATION_WITHOUT_EFFECT"
    title = Text("It would have no effect", "Bir etkisi olmazdı")
    message = Text(
        "{name} is limited to other modules, or may do it already: {permissions}.",
        "{name} başka modüllerle sınırlı ya da bunu zaten yapabiliyor: {permissions}.",
    )


class DelegationDecided(Problem):
    status = 409
    code = "DELEGATION_DECIDED"
    title = Text("Decided already", "Zaten karara bağlanmış")
    message = Text(
        "The delegation is {state}; this can no longer be done with it.",
        "Yetki devrinin durumu {state}; artık bu yapılamaz.",
    )


class DelegationNeedsAnother(Problem):
    status = 403
    code = "DELEGATION_NEEDS_ANOTHER"
    title = Text("Somebody else has to approve", "Başka biri onaylamalı")
    message = Text(
        "Whoever asks for a delegation, gives or takes it, cannot approve it. Ask a third person.",
        "Yetki devrini isteyen, veren ya da alan onu onaylayamaz. Üçüncü bir kişiden isteyin.",
    )


class DelegationAboveYours(Problem):
    status = 403
    code = "DELEGATION_ABOVE_YOURS"
    title = Text("More than you hold", "Sizdekinden fazlası")
    message = Text(
        "You cannot approve what you do not hold yourself: {permissions}.",
        "Kendinizde olmayan yetkileri onaylayamazsınız: {permissions}.",
    )
