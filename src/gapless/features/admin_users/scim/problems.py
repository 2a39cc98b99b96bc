"""The error of SCIM, in the shape that RFC 7644 wants."""

from __future__ import annotations

from typing import Any

from scim2_server.responses import SCIM_MEDIA_TYPE

from gapless.platform.i18n import Text
from gapless.platform.problems import Problem


class ScimRefused(Problem):
    """An error of the SCIM service.

    It is written as the protocol's own error (RFC 7644 section 3.12) and not as a problem document:
    clients that check it take no other member.
    """

    status = 400
    code = "SCIM_REFUSED"
    title = Text("The SCIM request was refused", "SCIM isteği reddedildi")
    message = Text("{why}", "{why}")

    def __init__(self, status: int, error: dict[str, Any]) -> None:
        super().__init__(
            why=error.get("detail") or error.get("scimType") or "",
            headers={"Content-Type": SCIM_MEDIA_TYPE},
        )
        self.status = status
        self._error = error

    def body(self, *, request_id: str | None = None, instance: str | None = None) -> dict[str, Any]:
        """The protocol's error; the request id is in its header."""
        return self._error
