"""Errors of the security policy."""

from __future__ import annotations

from gapless.platform.i18n import Text
from gapless.platform.problems import Problem


class BelowFloor(Problem):
    status = 422
    code = "SECURITY_POLICY_BELOW_FLOOR"
    title = Text("Weaker than the platform allows", "Platformun izin verdiğinden zayıf")
    message = Text(
        "These rules are weaker than the platform's floor: {names}. Make them as strict or leave "
        "them to the platform.",
        "Şu kurallar platformun alt sınırından zayıf: {names}. En az o kadar katı yapın ya da "
        "platforma bırakın.",
    )
