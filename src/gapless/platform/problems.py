"""Errors: one shape everywhere, RFC 9457 problem details with the house's extension members.

A problem class is at once the raise, the status, the schema in OpenAPI and the texts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from gapless.platform import clock
from gapless.platform.i18n import Text

MEDIA_TYPE = "application/problem+json"


class FieldError(BaseModel):
    """One thing wrong in the request: where it is, what is wrong, and what was found."""

    model_config = ConfigDict(extra="allow")

    field: str = Field(description="Where: a path such as `body.features.can_use_crm`.")
    code: str = Field(description="Stable code of the rule that was broken.")
    message: str


class ProblemBody(BaseModel):
    """An error, as every route answers it (RFC 9457)."""

    model_config = ConfigDict(extra="allow")

    type: str = Field(description="URI reference that names the kind of problem.")
    title: str = Field(description="Short name of the kind of problem, in the caller's language.")
    status: int
    detail: str = Field(description="What happened and what to do, in the caller's language.")
    instance: str | None = None
    error_code: str = Field(description="Stable code; programs branch on this.")
    message: str = Field(description="The same text as `detail`.")
    details: dict[str, Any] = Field(default_factory=dict)
    errors: list[FieldError] = Field(default_factory=list)
    request_id: str | None = None
    timestamp: str


class Problem(Exception):
    """Base of every error the API answers. Subclasses set the class variables."""

    status: int = 400
    code: ClassVar[str] = "BAD_REQUEST"
    title: ClassVar[Text] = Text("Bad request", "Hatalı istek")
    message: ClassVar[Text] = Text(
        "The request cannot be carried out.", "İstek yerine getirilemiyor."
    )

    registry: ClassVar[dict[str, type[Problem]]] = {}

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        known = Problem.registry.get(cls.code)
        if known is not None and known.__qualname__ != cls.__qualname__:
            raise TypeError(f"Two problems share the code {cls.code}: {known} and {cls}")
        Problem.registry[cls.code] = cls

    def __init__(
        self,
        *,
        details: Mapping[str, Any] | None = None,
        errors: Sequence[FieldError] = (),
        headers: Mapping[str, str] | None = None,
        extra: Mapping[str, Any] | None = None,
        **params: object,
    ) -> None:
        super().__init__(self.code)
        self.details = dict(details or {})
        self.errors = list(errors)
        self.headers = dict(headers or {})
        self.extra = dict(extra or {})
        self.params = params

    def __str__(self) -> str:
        return f"{self.code}: {self.message.en.format(**self.params)}"

    def body(self, *, request_id: str | None = None, instance: str | None = None) -> dict[str, Any]:
        """The problem document, in the request's language."""
        text = self.message.render(**self.params)
        return {
            "type": f"/problems/{self.code.lower().replace('_', '-')}",
            "title": self.title.render(),
            "status": self.status,
            "detail": text,
            "instance": instance,
            "error_code": self.code,
            "message": text,
            "details": self.details,
            "errors": [e.model_dump(mode="json") for e in self.errors],
            "request_id": request_id,
            "timestamp": clock.iso(clock.now()),
            **self.extra,
        }


class InternalError(Problem):
    status = 500
    code = "INTERNAL_SERVER_ERROR"
    title = Text("Internal error", "Sunucu hatası")
    message = Text(
        "Something failed on our side. Quote the request id when you report it.",
        "Bizim tarafımızda bir şey başarısız oldu. Bildirirken istek numarasını yazın.",
    )


class NotFound(Problem):
    status = 404
    code = "NOT_FOUND"
    title = Text("Not found", "Bulunamadı")
    message = Text("There is nothing at this address.", "Bu adreste bir şey yok.")


class MethodNotAllowed(Problem):
    status = 405
    code = "METHOD_NOT_ALLOWED"
    title = Text("Method not allowed", "Yönteme izin yok")
    message = Text(
        "This address does not take {method}. See the Allow header.",
        "Bu adres {method} kabul etmiyor. Allow başlığına bakın.",
    )


class ValidationFailed(Problem):
    status = 422
    code = "VALIDATION_FAILED"
    title = Text("The input is not valid", "Girdi geçerli değil")
    message = Text(
        "{count} field(s) are not valid: {fields}. See `errors` for each.",
        "{count} alan geçerli değil: {fields}. Ayrıntılar `errors` içinde.",
    )


class Unauthorized(Problem):
    status = 401
    code = "UNAUTHORIZED"
    title = Text("Sign-in needed", "Oturum açmanız gerekiyor")
    message = Text(
        "You are not signed in, or your session has ended. Sign in and try again.",
        "Oturum açmadınız ya da oturumunuz sona erdi. Oturum açıp yeniden deneyin.",
    )


class Forbidden(Problem):
    status = 403
    code = "FORBIDDEN"
    title = Text("Not allowed", "İzin yok")
    message = Text(
        "Your role does not hold the permission {permission}. Ask an administrator for it.",
        "Rolünüzde {permission} izni yok. Bir yöneticiden isteyin.",
    )


class CsrfFailed(Problem):
    status = 403
    code = "CSRF_FAILED"
    title = Text("The request was not proved to be yours", "İsteğin size ait olduğu kanıtlanmadı")
    message = Text(
        "The X-CSRF-Token header is missing or wrong. Reload the page and try again.",
        "X-CSRF-Token başlığı eksik ya da yanlış. Sayfayı yenileyip tekrar deneyin.",
    )


class TenantHeaderForbidden(Problem):
    status = 403
    code = "TENANT_HEADER_FORBIDDEN"
    title = Text("Not allowed to act for a brand", "Marka adına işlem yapılamaz")
    message = Text(
        "Only platform owners may send X-Tenant-ID.",
        "X-Tenant-ID başlığını yalnızca platform sahipleri gönderebilir.",
    )


class InvalidTenantHeader(Problem):
    status = 400
    code = "INVALID_TENANT_HEADER"
    title = Text("Unknown brand", "Bilinmeyen marka")
    message = Text(
        "X-Tenant-ID names no brand: {tenant}.", "X-Tenant-ID hiçbir markanın adı değil: {tenant}."
    )


class TenantNotFound(Problem):
    status = 404
    code = "TENANT_NOT_FOUND"
    title = Text("No such brand", "Böyle bir marka yok")
    message = Text("There is no brand with this id.", "Bu kimlikle bir marka yok.")


class FeatureDisabled(Problem):
    status = 403
    code = "FEATURE_DISABLED"
    title = Text("Not part of this brand", "Bu markada yok")
    message = Text(
        "The feature {feature} is not enabled for this brand.",
        "{feature} özelliği bu marka için açık değil.",
    )


class ModuleDisabled(Problem):
    status = 503
    code = "MODULE_DISABLED"
    title = Text("Switched off", "Kapatıldı")
    message = Text(
        "The module {module} is switched off at the moment. Try again later.",
        "{module} modülü şu anda kapalı. Daha sonra yeniden deneyin.",
    )

    def __init__(self, module: str, *, retry_after: int = 60) -> None:
        super().__init__(
            module=module,
            details={"module": module},
            headers={"Retry-After": str(retry_after)},
            extra={"error": "MODULE_DISABLED", "module": module},
        )


class RateLimited(Problem):
    status = 429
    code = "RATE_LIMITED"
    title = Text("Too many attempts", "Çok fazla deneme")
    message = Text(
        "Too many attempts. Wait {seconds} seconds and try again.",
        "Çok fazla deneme yapıldı. {seconds} saniye bekleyip yeniden deneyin.",
    )


class StaleWrite(Problem):
    status = 412
    code = "STALE_WRITE"
    title = Text("Changed meanwhile", "Bu arada değişti")
    message = Text(
        "Somebody else changed this meanwhile. Reload it and apply your change again.",
        "Başka biri bunu bu arada değiştirdi. Yeniden yükleyip değişikliğinizi tekrar yapın.",
    )


class IdempotencyKeyReused(Problem):
    status = 422
    code = "IDEMPOTENCY_KEY_REUSED"
    title = Text("Idempotency key used twice", "Idempotency anahtarı iki kez kullanıldı")
    message = Text(
        "This Idempotency-Key was used for a different request. Use a new key.",
        "Bu Idempotency-Key başka bir istek için kullanılmış. Yeni bir anahtar kullanın.",
    )


class Unavailable(Problem):
    status = 503
    code = "DATABASE_UNAVAILABLE"
    title = Text("The database cannot be reached", "Veritabanına ulaşılamıyor")
    message = Text(
        "The database cannot be reached at the moment. Nothing was changed; try again.",
        "Veritabanına şu anda ulaşılamıyor. Hiçbir şey değişmedi; yeniden deneyin.",
    )


class BadRequest(Problem):
    status = 400
    code = "MALFORMED_REQUEST"
    title = Text("Malformed request", "Bozuk istek")
    message = Text("The request cannot be read: {what}.", "İstek okunamıyor: {what}.")


class PayloadTooLarge(Problem):
    status = 413
    code = "PAYLOAD_TOO_LARGE"
    title = Text("The request is too large", "İstek çok büyük")
    message = Text(
        "This route takes at most {limit} bytes.", "Bu adres en çok {limit} bayt kabul eder."
    )


class JobGaveUp(Problem):
    status = 500
    code = "JOB_GAVE_UP"
    title = Text("The job was given up", "İşten vazgeçildi")
    message = Text(
        "The job ended its worker {attempts} times and is not tried again.",
        "İş, çalıştırıcısını {attempts} kez sonlandırdı ve yeniden denenmeyecek.",
    )


class MailAddressInvalid(Problem):
    status = 422
    code = "MAIL_ADDRESS_INVALID"
    title = Text("No e-mail address", "E-posta adresi değil")
    message = Text(
        "Mail cannot be sent to {address}: {why}", "{address} adresine posta gönderilemez: {why}"
    )


class MailRefused(Problem):
    status = 502
    code = "MAIL_REFUSED"
    title = Text("The mail server refused the mail", "Posta sunucusu postayı reddetti")
    message = Text(
        "The mail server refused the mail and is not asked again: {answer}",
        "Posta sunucusu postayı reddetti, yeniden denenmeyecek: {answer}",
    )


class ReasonRequired(Problem):
    status = 400
    code = "REASON_REQUIRED"
    title = Text("A reason is needed", "Gerekçe gerekli")
    message = Text(
        "Say why, in `reason` or the X-Reason header (at least 3 characters).",
        "Nedenini `reason` alanında ya da X-Reason başlığında belirtin (en az 3 karakter).",
    )
