"""Errors of explanations."""

from __future__ import annotations

from gapless.platform.i18n import Text
from gapless.platform.problems import Problem


class NothingToExplain(Problem):
    status = 422
    code = "NOTHING_TO_EXPLAIN"
    title = Text("What should be explained?", "Ne açıklansın?")
    message = Text(
        "Name a permission or an operation that there is.",
        "Var olan bir izin ya da işlem belirtin.",
    )
