"""Why a call with an API key is refused."""

from __future__ import annotations

from gapless.platform.i18n import Text
from gapless.platform.problems import Problem


class ApiKeyInvalid(Problem):
    status = 401
    code = "API_KEY_INVALID"
    title = Text("Not a valid API key", "Geçerli bir API anahtarı değil")
    message = Text(
        "The API key is mistyped, was deleted, or never existed. Check that it was copied whole.",
        "API anahtarı yanlış yazılmış, silinmiş ya da hiç var olmamış. Tam kopyalandığından emin "
        "olun.",
    )


class ApiKeyDisabled(Problem):
    status = 401
    code = "API_KEY_DISABLED"
    title = Text("The API key is switched off", "API anahtarı kapalı")
    message = Text(
        "This API key is switched off. An administrator of the brand can switch it on again.",
        "Bu API anahtarı kapatılmış. Markanın bir yöneticisi yeniden açabilir.",
    )


class ApiKeyExpired(Problem):
    status = 401
    code = "API_KEY_EXPIRED"
    title = Text("The API key has expired", "API anahtarının süresi doldu")
    message = Text(
        "This API key, or its secret from before a rotation, is past its end. Use a current one.",
        "Bu API anahtarının ya da yenilemeden önceki gizli değerinin süresi doldu. Güncel olanı "
        "kullanın.",
    )


class ApiKeyLeaked(Problem):
    status = 401
    code = "API_KEY_LEAKED"
    title = Text("The API key was leaked", "API anahtarı sızdırılmış")
    message = Text(
        "This API key was found in public and is blocked. Rotate it to get a new secret.",
        "Bu API anahtarı herkese açık bir yerde bulundu ve engellendi. Yeni bir gizli değer almak "
        "için anahtarı yenileyin.",
    )


class ApiKeyWrongEnvironment(Problem):
    status = 401
    code = "API_KEY_WRONG_ENVIRONMENT"
    title = Text("A key of another environment", "Başka bir ortamın anahtarı")
    message = Text(
        "Keys beginning {given} do not work here; this installation takes {wanted}.",
        "{given} ile başlayan anahtarlar burada çalışmaz; bu kurulum {wanted} kabul eder.",
    )


class ApiKeyAddressRefused(Problem):
    status = 403
    code = "API_KEY_ADDRESS_REFUSED"
    title = Text("Not from this address", "Bu adresten kullanılamaz")
    message = Text(
        "This API key may not be used from {address}.",
        "Bu API anahtarı {address} adresinden kullanılamaz.",
    )


class ApiKeyScopeMissing(Problem):
    status = 403
    code = "API_KEY_SCOPE_MISSING"
    title = Text("The API key lacks a scope", "API anahtarında kapsam eksik")
    message = Text(
        "This call needs the scope {scope}, which the API key does not have.",
        "Bu çağrı {scope} kapsamını gerektiriyor; API anahtarında bu kapsam yok.",
    )


class ApiKeyNotAccepted(Problem):
    status = 403
    code = "API_KEY_NOT_ACCEPTED"
    title = Text("Not with an API key", "API anahtarıyla yapılamaz")
    message = Text(
        "This address belongs to a person who signed in; an API key cannot use it.",
        "Bu adres oturum açmış bir kişiye aittir; API anahtarıyla kullanılamaz.",
    )


class ApiKeyInAddress(Problem):
    status = 400
    code = "API_KEY_IN_ADDRESS"
    title = Text("An API key in the address", "Adres içinde API anahtarı")
    message = Text(
        "The address holds an API key. Addresses end up in logs: rotate the key, and send it in "
        "the header Authorization or X-API-Key.",
        "Adreste bir API anahtarı var. Adresler günlüklere yazılır: anahtarı yenileyin ve "
        "Authorization ya da X-API-Key başlığında gönderin.",
    )


class ApiKeyRateLimited(Problem):
    status = 429
    code = "API_KEY_RATE_LIMITED"
    title = Text("Too many calls with this API key", "Bu API anahtarıyla çok fazla çağrı")
    message = Text(
        "This API key may make {limit} calls a minute. Wait {seconds} seconds.",
        "Bu API anahtarı dakikada {limit} çağrı yapabilir. {seconds} saniye bekleyin.",
    )


PROBLEMS_OF_KEYS: tuple[type[Problem], ...] = (
    ApiKeyInvalid,
    ApiKeyDisabled,
    ApiKeyExpired,
    ApiKeyLeaked,
    ApiKeyWrongEnvironment,
    ApiKeyAddressRefused,
    ApiKeyInAddress,
    ApiKeyRateLimited,
)
"""What any route that a key may call can answer to one."""
