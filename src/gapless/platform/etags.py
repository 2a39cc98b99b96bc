"""Entity tags: a version number out, `If-Match` in, so that no edit overwrites another unseen."""

from __future__ import annotations

from fastapi import Request, Response

from gapless.platform.problems import StaleWrite


def tag(version: int) -> str:
    """The strong entity tag of a version."""
    return f'"v{version}"'


def set_etag(response: Response, version: int) -> None:
    """Send the version with the answer."""
    response.headers["ETag"] = tag(version)


def check_if_match(request: Request, version: int) -> None:
    """Raise `StaleWrite` (412) if the caller edited another version. No header: no check."""
    given = request.headers.get("if-match")
    if given is None or given.strip() == "*":
        return
    if tag(version) not in [part.strip() for part in given.split(",")]:
        raise StaleWrite(headers={"ETag": tag(version)}, details={"current": tag(version)})
