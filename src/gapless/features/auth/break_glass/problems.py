"""Errors of break-glass access."""

from __future__ import annotations

from gapless.platform.i18n import Text
from gapless.platform.problems import Problem


class BreakGlassLinkInvalid(Problem):
    status = 404
    code = "BREAK_GLASS_LINK_INVALID"
    title = Text("No such link", "Böyle bir bağlantı yok")
    message = Text(
        "The link was used, has expired or was ended. Make another with gapless break-glass.",
        "Bağlantı kullanılmış, süresi dolmuş ya da sonlandırılmış. gapless break-glass ile yeni "
        "bir tane oluşturun.",
    )
