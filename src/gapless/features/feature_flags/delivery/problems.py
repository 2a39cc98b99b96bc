"""Errors of serving flags. OFREP's clients also read `errorCode` and `errorDetails`."""

from __future__ import annotations

from gapless.platform.i18n import Text
from gapless.platform.problems import Problem


class EnvironmentUnknown(Problem):
    status = 400
    code = "FLAG_ENVIRONMENT_UNKNOWN"
    title = Text("No such environment", "Böyle bir ortam yok")
    message = Text(
        "There is no environment {environment}. Known: {known}.",
        "{environment} diye bir ortam yok. Bilinenler: {known}.",
    )

    def __init__(self, *, environment: str, known: str) -> None:
        told = self.message.en.format(environment=environment, known=known)
        super().__init__(
            environment=environment,
            known=known,
            extra={"errorCode": "GENERAL", "errorDetails": told},
        )
