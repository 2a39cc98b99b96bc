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
