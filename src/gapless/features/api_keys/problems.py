"""Errors of managing API keys. Those of calling with one are the platform's."""

from __future__ import annotations

from gapless.platform.i18n import Text
from gapless.platform.problems import Problem


class ApiKeyScopeUnknown(Problem):
    status = 400
    code = "API_KEY_SCOPE_UNKNOWN"
    title = Text("Unknown scope", "Bilinmeyen kapsam")
    message = Text(
        "There is no scope {scopes}. See the list of scopes.",
        "{scopes} diye bir kapsam yok. Kapsam listesine bakın.",
    )


class ApiKeyScopeNotHeld(Problem):
    status = 403
    code = "API_KEY_SCOPE_NOT_HELD"
    title = Text("You do not hold the scope yourself", "Bu kapsam sizde yok")
    message = Text(
        "You cannot give or handle the scopes {scopes}, because you do not hold them yourself. You "
        "can still switch such a key off or delete it.",
        "{scopes} kapsamlarını veremez ya da yönetemezsiniz, çünkü bunlar sizde yok. Böyle bir "
        "anahtarı yine de kapatabilir ya da silebilirsiniz.",
    )


class ApiKeyLimitReached(Problem):
    status = 409
    code = "API_KEY_LIMIT_REACHED"
    title = Text("Too many API keys", "Çok fazla API anahtarı")
    message = Text(
        "A brand can have {limit} API keys. Delete those that nobody uses.",
        "Bir markanın en çok {limit} API anahtarı olabilir. Kullanılmayanları silin.",
    )


class ApiKeyBlocked(Problem):
    status = 409
    code = "API_KEY_BLOCKED"
    title = Text("The key was leaked", "Anahtar sızdırılmış")
    message = Text(
        "The secret of this key was found in public, so it stays off. Rotate the key to give it a "
        "new secret, or delete it.",
        "Bu anahtarın gizli değeri herkese açık bir yerde bulundu, bu yüzden kapalı kalır. Yeni "
        "bir gizli değer için anahtarı yenileyin ya da silin.",
    )


class ApiKeyAmbiguous(Problem):
    status = 409
    code = "API_KEY_AMBIGUOUS"
    title = Text("More than one key", "Birden fazla anahtar")
    message = Text(
        "{count} keys begin with {text}. Give more of it, or the id.",
        "{text} ile başlayan {count} anahtar var. Daha fazlasını ya da kimliğini verin.",
    )
