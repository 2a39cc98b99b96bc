"""Errors of the kill switch."""

from __future__ import annotations

from gapless.platform.i18n import Text
from gapless.platform.problems import Problem


class SwitchNotFound(Problem):
    status = 404
    code = "SWITCH_NOT_FOUND"
    title = Text("No such switch", "Böyle bir anahtar yok")
    message = Text(
        "There is no kill switch with this id.", "Bu kimlikle bir acil kapatma anahtarı yok."
    )


class SwitchHasEnded(Problem):
    status = 409
    code = "SWITCH_HAS_ENDED"
    title = Text("Already lifted", "Zaten kaldırılmış")
    message = Text(
        "This kill switch has ended already; {module} may have been switched off anew since. "
        "Look at the present state.",
        "Bu acil kapatma zaten sona ermiş; {module} o zamandan beri yeniden kapatılmış olabilir. "
        "Şimdiki duruma bakın.",
    )


class EndInThePast(Problem):
    status = 422
    code = "END_IN_THE_PAST"
    title = Text("The end has passed", "Bitiş zamanı geçmiş")
    message = Text(
        "A kill switch cannot end before it begins: `until` must lie in the future.",
        "Acil kapatma başlamadan bitemez: `until` gelecekte olmalıdır.",
    )
