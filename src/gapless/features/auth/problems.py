"""Errors of signing in."""

from __future__ import annotations

from gapless.platform.i18n import Text
from gapless.platform.problems import Problem


class WrongPassword(Problem):
    status = 422
    code = "WRONG_PASSWORD"
    title = Text("Wrong password", "Parola yanlış")
    message = Text("Your present password is not right.", "Şimdiki parolanız doğru değil.")


class SamePassword(Problem):
    status = 422
    code = "PASSWORD_UNCHANGED"
    title = Text("Same password", "Aynı parola")
    message = Text(
        "The new password is the old one. Choose another.",
        "Yeni parola eskisiyle aynı. Başka bir parola seçin.",
    )


class SessionNotFound(Problem):
    status = 404
    code = "SESSION_NOT_FOUND"
    title = Text("No such session", "Böyle bir oturum yok")
    message = Text(
        "You have no open session with this id.", "Bu numarayla açık bir oturumunuz yok."
    )


class OwnDeviceNotFound(Problem):
    status = 404
    code = "OWN_DEVICE_NOT_FOUND"
    title = Text("No such device", "Böyle bir cihaz yok")
    message = Text(
        "You have no device with this id that you could forget.",
        "Bu numarayla unutabileceğiniz bir cihazınız yok.",
    )


class EmailTaken(Problem):
    status = 409
    code = "EMAIL_TAKEN"
    title = Text("E-mail in use", "E-posta kullanımda")
    message = Text("{email} belongs to an admin already.", "{email} zaten bir yöneticiye ait.")
