"""Errors of second factors."""

from __future__ import annotations

from gapless.platform.i18n import Text
from gapless.platform.problems import Problem


class SecondFactorRequired(Problem):
    status = 401
    code = "MFA_REQUIRED"
    title = Text("The second step", "İkinci adım")
    message = Text(
        "The password is right. Give the code of your authenticator app, a recovery code, or use "
        "a passkey.",
        "Parola doğru. Doğrulama uygulamanızdaki kodu ya da bir kurtarma kodunu girin veya geçiş "
        "anahtarı kullanın.",
    )


class SecondFactorWrong(Problem):
    status = 401
    code = "MFA_INVALID"
    title = Text("The second step was not right", "İkinci adım doğru değil")
    message = Text(
        "The code is wrong, too old, or was used already. Wait for the next one and try again.",
        "Kod yanlış, süresi geçmiş ya da kullanılmış. Bir sonrakini bekleyip yeniden deneyin.",
    )


class ChallengeInvalid(Problem):
    status = 422
    code = "MFA_CHALLENGE_INVALID"
    title = Text("Begin again", "Baştan başlayın")
    message = Text(
        "This took too long, or was ended already. Begin again.",
        "Bu işlem çok uzun sürdü ya da zaten tamamlandı. Baştan başlayın.",
    )


class ProofWrong(Problem):
    status = 422
    code = "PROOF_INVALID"
    title = Text("The proof is not right", "Kanıt doğru değil")
    message = Text(
        "The proof is wrong, too old, or was used already. Try again.",
        "Kanıt yanlış, süresi geçmiş ya da kullanılmış. Yeniden deneyin.",
    )


class ProofNotAccepted(Problem):
    status = 422
    code = "PROOF_NOT_ACCEPTED"
    title = Text("Another proof is needed", "Başka bir kanıt gerekiyor")
    message = Text(
        "This proof does not count for your account: where there is a second factor, it does.",
        "Bu kanıt hesabınız için geçerli değil: ikinci adımı olan onunla kanıtlar.",
    )


class FactorUnreadable(Problem):
    status = 503
    code = "MFA_UNREADABLE"
    title = Text("The second factor cannot be read", "İkinci adım okunamıyor")
    message = Text(
        "The server no longer has the key that sealed your authenticator app. Use a recovery code "
        "or a passkey, or ask an admin to reset your second factor.",
        "Doğrulama uygulamanızı mühürleyen anahtar sunucuda artık yok. Kurtarma kodu ya da geçiş "
        "anahtarı kullanın veya bir yöneticiden ikinci adımınızı sıfırlamasını isteyin.",
    )


class TotpNotBegun(Problem):
    status = 409
    code = "TOTP_NOT_BEGUN"
    title = Text("Nothing to confirm", "Doğrulanacak bir şey yok")
    message = Text(
        "There is no authenticator app waiting to be confirmed. Begin again.",
        "Doğrulanmayı bekleyen bir doğrulama uygulaması yok. Baştan başlayın.",
    )


class TotpExists(Problem):
    status = 409
    code = "TOTP_EXISTS"
    title = Text("There is one already", "Zaten bir tane var")
    message = Text(
        "You have an authenticator app already. Remove it first.",
        "Zaten bir doğrulama uygulamanız var. Önce onu kaldırın.",
    )


class LastSecondFactor(Problem):
    status = 409
    code = "LAST_SECOND_FACTOR"
    title = Text("Your last second factor", "Son ikinci adımınız")
    message = Text(
        "Your brand asks for a second factor. Set up another one before you remove this.",
        "Markanız ikinci bir adım istiyor. Bunu kaldırmadan önce başka bir tane kurun.",
    )


class NoSecondFactor(Problem):
    status = 409
    code = "NO_SECOND_FACTOR"
    title = Text("No second factor", "İkinci adım yok")
    message = Text(
        "Recovery codes stand in for a second factor. Set one up first.",
        "Kurtarma kodları ikinci adımın yerine geçer. Önce bir tane kurun.",
    )


class PasskeyNotFound(Problem):
    status = 404
    code = "PASSKEY_NOT_FOUND"
    title = Text("No such passkey", "Böyle bir geçiş anahtarı yok")
    message = Text("You have no passkey with this id.", "Bu numarayla bir geçiş anahtarınız yok.")


class PasskeyRefused(Problem):
    status = 422
    code = "PASSKEY_REFUSED"
    title = Text("The passkey was not accepted", "Geçiş anahtarı kabul edilmedi")
    message = Text(
        "The passkey's answer does not fit this address or this account.",
        "Geçiş anahtarının yanıtı bu adrese ya da bu hesaba uymuyor.",
    )
