"""Errors of admin users."""

from __future__ import annotations

from gapless.platform.i18n import Text
from gapless.platform.problems import Problem


class AdminNotFound(Problem):
    status = 404
    code = "ADMIN_NOT_FOUND"
    title = Text("No such admin", "Böyle bir yönetici yok")
    message = Text(
        "This brand has no admin with this id.", "Bu markada bu numarayla bir yönetici yok."
    )


class TenantOverrideForbidden(Problem):
    status = 403
    code = "TENANT_OVERRIDE_FORBIDDEN"
    title = Text("Not your brand", "Sizin markanız değil")
    message = Text(
        "Only platform owners who act in no brand may name another one.",
        "Başka bir markayı yalnızca bir marka adına davranmayan platform sahipleri belirtebilir.",
    )


class OwnAccount(Problem):
    status = 409
    code = "OWN_ACCOUNT"
    title = Text("Your own account", "Kendi hesabınız")
    message = Text(
        "You cannot disable, delete or demote yourself. Ask another admin.",
        "Kendinizi devre dışı bırakamaz, silemez ya da rolünüzü düşüremezsiniz. "
        "Başka bir yöneticiden isteyin.",
    )


class EmergencyAccount(Problem):
    status = 409
    code = "EMERGENCY_ACCOUNT"
    title = Text("A break-glass account", "Acil erişim hesabı")
    message = Text(
        "This account was made for one break-glass access and opens nothing else. It can be "
        "disabled or deleted, no more.",
        "Bu hesap tek bir acil erişim için oluşturuldu ve başka hiçbir şey açmaz. Yalnızca devre "
        "dışı bırakılabilir ya da silinebilir.",
    )


class LastOwner(Problem):
    status = 409
    code = "LAST_OWNER"
    title = Text("The last platform owner", "Son platform sahibi")
    message = Text(
        "{email} is the last platform owner who can sign in. Make another one first.",
        "{email} oturum açabilen son platform sahibi. Önce bir başkasını ekleyin.",
    )


class AdminOutranksYou(Problem):
    status = 403
    code = "ADMIN_OUTRANKS_YOU"
    title = Text("This admin may do more than you", "Bu yönetici sizden yetkili")
    message = Text(
        "You cannot change an admin who holds what you do not: {permissions}.",
        "Sizde olmayan yetkileri olan bir yöneticiyi değiştiremezsiniz: {permissions}.",
    )


class PermissionsNotHeld(Problem):
    status = 403
    code = "PERMISSIONS_NOT_HELD"
    title = Text("You cannot grant what you do not hold", "Sizde olmayanı veremezsiniz")
    message = Text(
        "This would give permissions that you do not hold for good yourself: {permissions}.",
        "Bu, kalıcı olarak sizde bulunmayan izinleri verirdi: {permissions}.",
    )


class DecidesOverEverybody(Problem):
    status = 403
    code = "DECIDES_OVER_EVERYBODY"
    title = Text("It decides over every account", "Her hesap hakkında karar verir")
    message = Text(
        "Whoever does this could sign in as anybody of the brand. It takes every permission of a "
        "brand, held for good, as Super Admins do.",
        "Bunu yapan, markadaki herkesin yerine oturum açabilir. Markadaki her izne Super Admin "
        "gibi kalıcı olarak sahip olmayı gerektirir.",
    )


class UnknownTenant(Problem):
    status = 422
    code = "UNKNOWN_TENANT"
    title = Text("No such brand", "Böyle bir marka yok")
    message = Text("There is no brand {tenant}.", "{tenant} adında bir marka yok.")


class EmailRequired(Problem):
    status = 400
    code = "EMAIL_REQUIRED"
    title = Text("An e-mail is needed", "E-posta gerekli")
    message = Text("Give the admin's e-mail.", "Yöneticinin e-postasını girin.")


class PasswordRequired(Problem):
    status = 400
    code = "PASSWORD_REQUIRED"
    title = Text("A password is needed", "Parola gerekli")
    message = Text(
        "Give a password, or invite the admin to choose one.",
        "Bir parola girin ya da yöneticiyi parolasını seçmesi için davet edin.",
    )


class UserExists(Problem):
    status = 400
    code = "USER_EXISTS"
    title = Text("E-mail in use", "E-posta kullanımda")
    # The existing panel looks for the word "exists", whatever the language.
    message = Text(
        "An admin with the e-mail {email} already exists.",
        "{email} e-postasıyla bir yönetici zaten var (already exists).",
    )


class NotYetJoined(Problem):
    status = 409
    code = "INVITE_PENDING"
    title = Text("Invited, not yet joined", "Davetli, henüz katılmadı")
    message = Text(
        "This admin has not accepted their invite yet. Send it again or revoke it under Invites.",
        "Bu yönetici davetini henüz kabul etmedi. Davetler altında yeniden gönderin ya da geri "
        "alın.",
    )


class MailNotConfigured(Problem):
    status = 409
    code = "MAIL_NOT_CONFIGURED"
    title = Text("No mail server", "Posta sunucusu yok")
    message = Text(
        "This server sends no mail. Help each admin by themselves: the link is shown to you then.",
        "Bu sunucu posta göndermiyor. Her yöneticiye tek tek yardım edin: o zaman bağlantı size "
        "gösterilir.",
    )
