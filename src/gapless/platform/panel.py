"""The panel's files, and its one page for every address that is not the API's."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Match
from starlette.staticfiles import StaticFiles

from gapless.platform.problems import MethodNotAllowed, NotFound

_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
HERE = Path(__file__).resolve().parent


def find_panel() -> Path | None:
    """The built panel: beside the package in a wheel, in `web/dist` in a checkout."""
    for candidate in (HERE.parent / "panel", HERE.parents[2] / "web" / "dist"):
        if (candidate / "index.html").is_file():
            return candidate
    return None


def install_panel(app: FastAPI, directory: Path | None, *, apart: Iterable[str] = ()) -> None:
    """Serve the panel; without one, only the API answers.

    No page is below `/api`, nor below the first words `apart`.
    """
    if directory is not None and (directory / "assets").is_dir():
        app.mount("/assets", _Immutable(directory=directory / "assets"), name="assets")

    def page(request: Request, path: str) -> Response:
        if directory is None or path.startswith("assets/"):
            raise NotFound
        try:
            file = (directory / path).resolve()
            if path and file.is_file() and file.is_relative_to(directory.resolve()):
                return FileResponse(file)
        except OSError:  # no file system has such a name
            raise NotFound from None
        return FileResponse(directory / "index.html", headers={"Cache-Control": "no-cache"})

    def nothing(request: Request, path: str) -> Response:
        # This route takes every method, so that only a known address is told "not this method".
        known = [r for r in app.routes if getattr(r, "endpoint", None) not in (page, nothing)]
        allowed = [
            method
            for method in _METHODS
            if any(r.matches({**request.scope, "method": method})[0] is Match.FULL for r in known)
        ]
        if allowed:
            headers = {"Allow": ", ".join(allowed)}
            raise MethodNotAllowed(method=request.method, headers=headers)
        raise NotFound

    for word in ("api", *apart):
        app.add_api_route(
            f"/{word}/{{path:path}}", nothing, methods=list(_METHODS), include_in_schema=False
        )
    app.add_api_route("/{path:path}", page, methods=["GET", "HEAD"], include_in_schema=False)


class _Immutable(StaticFiles):
    """Files whose names carry a hash of their content never change."""

    def file_response(self, *args: object, **kwargs: object) -> Response:
        response = super().file_response(*args, **kwargs)  # type: ignore[arg-type]  # passed on as received
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response
