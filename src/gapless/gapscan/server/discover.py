"""Finds what a server declares, given a folder, a document or an address."""

from __future__ import annotations

import http.client
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

from gapless.gapscan.files import shown
from gapless.gapscan.http import request
from gapless.gapscan.model import Location, Notice, Route, ScanInputError
from gapless.gapscan.server.javascript.scan import scan_javascript
from gapless.gapscan.server.openapi import load_openapi, read_openapi
from gapless.gapscan.server.python.scan import scan_python

_DOCUMENT_NAMES = tuple(
    f"{stem}.{ending}" for stem in ("openapi", "swagger") for ending in ("json", "yaml", "yml")
)
_DOCUMENT_FOLDERS = ("", "contract", "docs", "api", "spec", "public", "static")
_BLIND = "declares routes in a way that the source does not show; there may be more than were found"
_ADDRESSES = ("", "openapi.json", "api/openapi.json", "v3/api-docs", "swagger.json", "api-json")


@dataclass(frozen=True, slots=True)
class ServerScan:
    """The routes of one server, with what could not be read and the size of its source.

    ``blind`` are places where more routes are declared, in a way that the source does not show.
    """

    routes: tuple[Route, ...]
    notices: tuple[Notice, ...]
    files: int = 1
    lines: int = 0
    blind: tuple[Location, ...] = ()


def scan_server(target: str) -> ServerScan:
    """The routes of one ``--server``: a folder, an OpenAPI file, or the URL of a running server.

    Raises :class:`ScanInputError` when there is nothing of the kind.
    """
    if target.startswith(("http://", "https://")):
        routes, notices = _fetch_document(target)
        return ServerScan(tuple(routes), tuple(notices))
    path = Path(target)
    if not path.exists():
        raise ScanInputError(f"{target}: no such file or folder")
    if path.is_file() and path.suffix.lower() in (".json", ".yaml", ".yml"):
        routes, notices = load_openapi(path, shown(path))
        return ServerScan(tuple(routes), tuple(notices))
    return _scan_source(path)


def _scan_source(path: Path) -> ServerScan:
    routes, notices = _documents(path) if path.is_dir() else ([], [])
    python, node = scan_python(path, notices), scan_javascript(path, notices)
    blind = tuple(dict.fromkeys((*python.blind, *node.blind)))
    notices.extend(Notice(place, _BLIND) for place in blind)
    return ServerScan(
        (*routes, *python.routes, *node.routes), tuple(notices), python.files + node.files,
        python.lines + node.lines, blind,
    )  # fmt: skip


def _documents(path: Path) -> tuple[list[Route], list[Notice]]:
    """The routes of the OpenAPI documents that stand where such documents usually do."""
    routes: list[Route] = []
    notices: list[Notice] = []
    for folder in _DOCUMENT_FOLDERS:
        for name in _DOCUMENT_NAMES:
            document = path / folder / name
            if not document.is_file():
                continue
            try:
                declared, found = load_openapi(document, shown(document))
            except ScanInputError as error:
                place = error.location
                assert place is not None
                notices.append(Notice(place, error.message))
                continue
            routes.extend(declared)
            notices.extend(found)
    return routes, notices


def _fetch_document(url: str) -> tuple[list[Route], list[Notice]]:
    base = url if url.endswith("/") else url + "/"
    problem = ""
    for address in _ADDRESSES:
        target = url if not address else urljoin(base, address)
        try:
            answer = request("GET", target)
        except (OSError, http.client.HTTPException) as error:
            raise ScanInputError(f"{url}: cannot be reached: {error}") from error
        if answer.status != 200:
            problem = problem or f"{target} answers {answer.status}"
            continue
        try:
            return read_openapi(answer.body, target)
        except ScanInputError as error:
            problem = problem or str(error)
    raise ScanInputError(f"{url}: no OpenAPI document was found there ({problem})")
