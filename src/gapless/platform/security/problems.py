"""Errors of signing in that more than one way to sign in may answer."""

from __future__ import annotations

from gapless.platform.i18n import Text
from gapless.platform.problems import Problem


class InvalidCredentials(Problem):
    status = 401
    code = "INVALID_CREDENTIALS"
    title = Text("Wrong e-mail or password", "E-posta ya da parola yanlış")
    message = Text(
        "The e-mail or the password is wrong, or the account is not active.",
        "E-posta ya da parola yanlış veya hesap etkin değil.",
    )
