"""Errors of single sign-on."""

from __future__ import annotations

from gapless.platform.i18n import Text
from gapless.platform.problems import Problem


class ProviderNotFound(Problem):
    status = 404
    code = "SSO_PROVIDER_NOT_FOUND"
    title = Text("No such identity provider", "Böyle bir kimlik sağlayıcı yok")
    message = Text(
        "There is no identity provider with this id that is switched on.",
        "Bu numarayla açık bir kimlik sağlayıcı yok.",
    )


class ProviderNameTaken(Problem):
    status = 409
    code = "SSO_PROVIDER_EXISTS"
    title = Text("Name in use", "Ad kullanımda")
    message = Text(
        "The brand has an identity provider called {name} already.",
        "Markanın {name} adlı bir kimlik sağlayıcısı zaten var.",
    )


class ProviderUnavailable(Problem):
    status = 502
    code = "SSO_PROVIDER_UNAVAILABLE"
    title = Text("The identity provider does not answer", "Kimlik sağlayıcı yanıt vermiyor")
    message = Text(
        "The identity provider could not be used: {why}",
        "Kimlik sağlayıcı kullanılamadı: {why}",
    )


class FlowInvalid(Problem):
    status = 400
    code = "SSO_FLOW_INVALID"
    title = Text("This sign-in was not begun here", "Bu oturum açma burada başlamadı")
    message = Text(
        "The sign-in was begun in another browser, was finished already, or took too long. "
        "Begin again.",
        "Oturum açma başka bir tarayıcıda başlamış, zaten bitmiş ya da çok uzun sürmüş. "
        "Yeniden başlayın.",
    )


class ProviderRefused(Problem):
    status = 401
    code = "SSO_REFUSED"
    title = Text("The identity provider said no", "Kimlik sağlayıcı reddetti")
    message = Text(
        "The identity provider did not sign you in: {why}",
        "Kimlik sağlayıcı oturumunuzu açmadı: {why}",
    )


class TokenInvalid(Problem):
    status = 401
    code = "SSO_TOKEN_INVALID"
    title = Text("The provider's answer is not valid", "Sağlayıcının yanıtı geçerli değil")
    message = Text(
        "What the identity provider sent cannot be trusted: {why}",
        "Kimlik sağlayıcının gönderdiğine güvenilemez: {why}",
    )


class NoAccount(Problem):
    status = 401
    code = "SSO_NO_ACCOUNT"
    title = Text("No account here", "Burada hesap yok")
    message = Text(
        "The identity provider knows you, but there is no account for you in this brand. "
        "Ask an admin for an invitation.",
        "Kimlik sağlayıcı sizi tanıyor, ama bu markada hesabınız yok. "
        "Bir yöneticiden davet isteyin.",
    )


class IssuerInvalid(Problem):
    status = 422
    code = "SSO_ISSUER_INVALID"
    title = Text("The issuer cannot be used", "Sağlayıcının adresi kullanılamaz")
    message = Text(
        "The issuer has to be an https address whose discovery document names it: {why}",
        "Sağlayıcının adresi, keşif belgesi onu adlandıran bir https adresi olmalı: {why}",
    )


class IdentityTaken(Problem):
    status = 409
    code = "SSO_IDENTITY_TAKEN"
    title = Text("Linked to somebody else", "Başkasına bağlı")
    message = Text(
        "This account at the identity provider is linked to another admin.",
        "Kimlik sağlayıcıdaki bu hesap başka bir yöneticiye bağlı.",
    )


class IdentityNotFound(Problem):
    status = 404
    code = "SSO_IDENTITY_NOT_FOUND"
    title = Text("No such link", "Böyle bir bağlantı yok")
    message = Text(
        "You have no linked account with this id.", "Bu numarayla bağlı bir hesabınız yok."
    )
