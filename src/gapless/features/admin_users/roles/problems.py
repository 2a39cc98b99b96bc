"""Errors of roles."""

from __future__ import annotations

from gapless.platform.i18n import Text
from gapless.platform.problems import Problem


class RoleNotFound(Problem):
    status = 404
    code = "ROLE_NOT_FOUND"
    title = Text("No such role", "Böyle bir rol yok")
    message = Text("This brand has no role with this id.", "Bu markada bu numarayla bir rol yok.")


class UnknownRole(Problem):
    status = 422
    code = "UNKNOWN_ROLE"
    title = Text("No such role", "Böyle bir rol yok")
    message = Text("This brand has no role {role}.", "Bu markada {role} adında bir rol yok.")


class RoleExists(Problem):
    status = 409
    code = "ROLE_EXISTS"
    title = Text("Role exists", "Rol zaten var")
    message = Text(
        "There is a role named {name} already, or a built-in one that the name could be taken for.",
        "{name} adlı bir rol zaten var ya da bu ad hazır bir rolle karıştırılabilir.",
    )


class RoleBuiltIn(Problem):
    status = 409
    code = "ROLE_BUILT_IN"
    title = Text("A built-in role", "Hazır bir rol")
    message = Text(
        "Built-in roles stay as they are. Duplicate this one and change the copy.",
        "Hazır roller değiştirilemez. Bu rolü çoğaltıp kopyayı değiştirin.",
    )


class RoleInUse(Problem):
    status = 409
    code = "ROLE_IN_USE"
    title = Text("The role is in use", "Rol kullanımda")
    message = Text(
        "{admins} admin(s) and {teams} team(s) have this role. Say which role they get instead.",
        "Bu rolde {admins} yönetici ve {teams} ekip var. Yerine hangi rolü alacaklarını belirtin.",
    )


class OwnRole(Problem):
    status = 409
    code = "OWN_ROLE"
    title = Text("Your own role", "Kendi rolünüz")
    message = Text(
        "You hold this role yourself, or through a team. Ask another admin to change it.",
        "Bu rol sizde, ya doğrudan ya da bir ekip yoluyla. Başka bir yöneticiden isteyin.",
    )


class PermissionOwnerOnly(Problem):
    status = 422
    code = "PERMISSION_OWNER_ONLY"
    title = Text("For platform owners only", "Yalnızca platform sahipleri için")
    message = Text(
        "No role of a brand can hold {permissions}.",
        "Hiçbir marka rolü {permissions} iznini taşıyamaz.",
    )
