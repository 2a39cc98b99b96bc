"""Errors of tenants."""

from __future__ import annotations

from gapless.platform.i18n import Text
from gapless.platform.problems import Problem


class TenantExists(Problem):
    status = 400
    code = "TENANT_EXISTS"
    title = Text("Brand exists", "Marka zaten var")
    message = Text(
        "A brand named {name} exists already. Choose another name.",
        "{name} adlı bir marka zaten var. Başka bir ad seçin.",
    )


class TenantNotFound(Problem):
    status = 404
    code = "TENANT_NOT_FOUND"
    title = Text("No such brand", "Böyle bir marka yok")
    message = Text("There is no brand with this id.", "Bu kimlikle bir marka yok.")
