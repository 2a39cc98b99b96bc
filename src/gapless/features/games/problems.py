"""Errors of the game catalogue."""

from __future__ import annotations

from gapless.platform.i18n import Text
from gapless.platform.problems import Problem


class GameNotFound(Problem):
    status = 404
    code = "GAME_NOT_FOUND"
    title = Text("No such game", "Böyle bir oyun yok")
    message = Text("This brand has no game with this id.", "Bu markada bu numarayla bir oyun yok.")


class GameConfigNotFound(Problem):
    status = 404
    code = "GAME_CONFIG_NOT_FOUND"
    title = Text("No such game", "Böyle bir oyun yok")
    message = Text(
        "This brand has no game with this id, so there is no configuration to show.",
        "Bu markada bu numarayla bir oyun yok, gösterilecek yapılandırma da yok.",
    )
