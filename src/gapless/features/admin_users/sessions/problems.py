"""Errors of sessions."""

from __future__ import annotations

from gapless.platform.i18n import Text
from gapless.platform.problems import Problem


class AdminSessionNotFound(Problem):
    status = 404
    code = "ADMIN_SESSION_NOT_FOUND"
    title = Text("No such session", "Böyle bir oturum yok")
    message = Text(
        "There is no open session with this id; it may have ended meanwhile.",
        "Bu numarayla açık bir oturum yok; bu arada sona ermiş olabilir.",
    )
