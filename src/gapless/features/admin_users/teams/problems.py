"""Errors of teams."""

from __future__ import annotations

from gapless.platform.i18n import Text
from gapless.platform.problems import Problem


class TeamNotFound(Problem):
    status = 404
    code = "TEAM_NOT_FOUND"
    title = Text("No such team", "Böyle bir ekip yok")
    message = Text("This brand has no team with this id.", "Bu markada bu numarayla bir ekip yok.")


class TeamExists(Problem):
    status = 409
    code = "TEAM_EXISTS"
    title = Text("Team exists", "Ekip zaten var")
    message = Text("There is a team named {name} already.", "{name} adlı bir ekip zaten var.")


class NotInTeam(Problem):
    status = 404
    code = "NOT_IN_TEAM"
    title = Text("Not in the team", "Ekipte değil")
    message = Text("The team has no such member.", "Ekipte böyle bir üye yok.")
