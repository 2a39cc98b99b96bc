"""Errors of signing in, and of what a session has to fulfil."""

from __future__ import annotations

from gapless.platform.i18n import Text
from gapless.platform.problems import Problem


class InvalidCredentials(Problem):
    status = 401
    code = "INVALID_CREDENTIALS"
    title = Text("Wrong e-mail or password", "E-posta ya da parola yanlış")
    message = Text(
        "The e-mail or the password is wrong, the account is not active, or it may not be used "
        "from your network.",
        "E-posta ya da parola yanlış, hesap etkin değil veya hesabın ağınızdan kullanılmasına izin "
        "yok.",
    )


class AddressNotAllowed(Problem):
    status = 403
    code = "ADDRESS_NOT_ALLOWED"
    title = Text("Not from this network", "Bu ağdan olmaz")
    message = Text(
        "Your account may not be used from your present network. Go back to an allowed one, or "
        "ask another admin.",
        "Hesabınız şu anki ağınızdan kullanılamaz. İzinli bir ağa dönün ya da başka bir "
        "yöneticiye başvurun.",
    )


class SecondFactorNeeded(Problem):
    status = 403
    code = "MFA_ENROLMENT_REQUIRED"
    title = Text("Set up a second factor first", "Önce ikinci adımı kurun")
    message = Text(
        "Your brand asks for a second factor. Set one up in your account before anything else.",
        "Markanız ikinci bir doğrulama adımı istiyor. Her şeyden önce hesabınızda bir tane kurun.",
    )


class StepUpRequired(Problem):
    status = 403
    code = "STEP_UP_REQUIRED"
    title = Text("Prove that it is you", "Siz olduğunuzu kanıtlayın")
    message = Text(
        "This act needs a proof that it is you, not older than {minutes} minutes. Give one, or "
        "sign in again.",
        "Bu işlem için siz olduğunuzun en çok {minutes} dakikalık bir kanıtı gerekiyor. Kanıtlayın "
        "ya da yeniden oturum açın.",
    )


class DevicePending(Problem):
    status = 403
    code = "DEVICE_PENDING"
    title = Text("This device waits for approval", "Bu cihaz onay bekliyor")
    message = Text(
        "Your brand lets approved devices in only. Ask another admin to approve this one, then "
        "sign in again.",
        "Markanız yalnızca onaylı cihazlara izin veriyor. Başka bir yöneticiden bu cihazı "
        "onaylamasını isteyin, sonra yeniden oturum açın.",
    )


class DeviceBlocked(Problem):
    status = 403
    code = "DEVICE_BLOCKED"
    title = Text("This device is blocked", "Bu cihaz engelli")
    message = Text(
        "This device was blocked for your account. Ask another admin.",
        "Bu cihaz hesabınız için engellendi. Başka bir yöneticiye başvurun.",
    )


class WouldLockYouOut(Problem):
    status = 409
    code = "WOULD_LOCK_YOU_OUT"
    title = Text("This would lock you out", "Bu sizi dışarıda bırakır")
    message = Text(
        "After this change you could not come in yourself: {why}. Confirm that you want that, or "
        "change it.",
        "Bu değişiklikten sonra siz de giremezsiniz: {why}. İstediğinizin bu olduğunu onaylayın ya "
        "da değişikliği düzeltin.",
    )
