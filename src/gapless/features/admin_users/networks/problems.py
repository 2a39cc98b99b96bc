"""Errors of networks."""

from __future__ import annotations

from gapless.platform.i18n import Text
from gapless.platform.problems import Problem


class NetworkRuleNotFound(Problem):
    status = 404
    code = "IP_RESTRICTION_NOT_FOUND"
    title = Text("No such network", "Böyle bir ağ yok")
    message = Text(
        "This brand has no restriction with this id.", "Bu markada bu numarayla bir kısıtlama yok."
    )


class NetworkRuleOfPlatform(Problem):
    status = 403
    code = "IP_RESTRICTION_OF_PLATFORM"
    title = Text("Set by the platform", "Platform tarafından konmuş")
    message = Text(
        "This restriction was made by a platform owner. Only platform owners change it.",
        "Bu kısıtlamayı bir platform sahibi koydu. Onu yalnızca platform sahipleri değiştirebilir.",
    )


class NetworkRuleExists(Problem):
    status = 409
    code = "IP_RESTRICTION_EXISTS"
    title = Text("Restricted already", "Zaten kısıtlı")
    message = Text(
        "There is a restriction for {network} with the same scope already.",
        "{network} için aynı kapsamda zaten bir kısıtlama var.",
    )
