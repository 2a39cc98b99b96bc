"""Errors of password resets."""

from __future__ import annotations

from gapless.platform.i18n import Text
from gapless.platform.problems import Problem


class ResetTokenInvalid(Problem):
    status = 400
    code = "RESET_TOKEN_INVALID"
    title = Text("The link is not valid", "Bağlantı geçerli değil")
    message = Text(
        "This link is not valid or was used. Ask for a new one.",
        "Bu bağlantı geçerli değil ya da kullanıldı. Yenisini isteyin.",
    )


class ResetTokenExpired(Problem):
    status = 400
    code = "RESET_TOKEN_EXPIRED"
    title = Text("The link has expired", "Bağlantının süresi doldu")
    message = Text(
        "This link has expired. Ask for a new one.",
        "Bu bağlantının süresi doldu. Yenisini isteyin.",
    )
