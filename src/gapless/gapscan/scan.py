"""One scan: everything the sources say, joined."""

from __future__ import annotations

import gc
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from gapless.gapscan.findings import find_gaps
from gapless.gapscan.har import read_har
from gapless.gapscan.join import Join
from gapless.gapscan.model import (
    Call,
    ExternalCall,
    Location,
    Notice,
    Route,
    Scan,
    ScanInputError,
    Traffic,
    Unresolved,
)
from gapless.gapscan.paths import normalise, split_url
from gapless.gapscan.server.discover import scan_server
from gapless.gapscan.ui import scan_ui


def scan(
    ui: Sequence[Path | str] = (),
    server: Sequence[str] = (),
    har: Sequence[Path | str] = (),
    base_url: str = "",
) -> Scan:
    """Scan panels, servers and captures, and join them.

    ``ui`` are folders of panels (each an app of its own), ``server`` folders, OpenAPI documents or
    URLs, ``har`` captures. ``base_url`` names the host under test: calls to it are not external,
    and its path is put before panel paths that meet no route without it.
    Raises :class:`ScanInputError` for an input that cannot be used.
    """
    with _collector_paused():
        return _scan(ui, server, har, base_url)


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Syntax trees are many small objects that all live until the end: nothing to collect."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _scan(
    ui: Sequence[Path | str], server: Sequence[str], har: Sequence[Path | str], base_url: str
) -> Scan:
    started = time.perf_counter()
    if not (ui or server or har):
        raise ScanInputError("there is nothing to scan: name a panel, a server or a capture")
    host, base = split_url(base_url) if base_url else ("", "")
    own_hosts = frozenset({host} if host else ())
    calls: list[Call] = []
    unresolved: list[Unresolved] = []
    external: list[ExternalCall] = []
    notices: list[Notice] = []
    routes: list[Route] = []
    totals: Counter[str] = Counter()
    for folder in ui:
        app = str(folder) if len(ui) > 1 else ""
        result = scan_ui(Path(folder), app=app, own_hosts=own_hosts)
        calls.extend(result.calls)
        unresolved.extend(result.unresolved)
        external.extend(result.external)
        notices.extend(result.notices)
        totals.update(ui_files=result.files, ui_lines=result.lines)
    for target in server:
        found, counts = scan_server(target, notices)
        routes.extend(found)
        totals.update(server_files=counts["files"], server_lines=counts["lines"])
    if base and normalise(base) != "/":
        calls = _based(calls, normalise(base))
    traffic: list[Traffic] = []
    for capture in har:
        known = [route.path for route in routes] + [call.path for call in calls]
        traffic.extend(read_har(Path(capture), own_hosts, known, notices))
    if server and not routes:
        notices.extend(_no_routes(server))
    joined = Join(routes).run(calls, traffic)
    if not server:
        # Without a server there is nothing that a call could miss.
        joined = type(joined)(joined.operations, (), joined.notes)
    findings = find_gaps(joined)
    seconds = time.perf_counter() - started
    return Scan(
        tuple(findings), joined.operations, tuple(calls), tuple(routes), tuple(unresolved),
        tuple(external), tuple(notices), joined.notes,
        {**totals, "calls": len(calls), "routes": len(routes), "seconds": round(seconds, 3)},
    )  # fmt: skip


def _no_routes(server: Sequence[str]) -> list[Notice]:
    message = (
        "no route was found; name the folder with the server's source, or its OpenAPI document"
    )
    return [Notice(Location(target), message) for target in server]


def _based(calls: list[Call], base: str) -> list[Call]:
    """Calls whose base is not in the source get the base the user named."""
    return [
        replace(call, path=normalise(base + call.path), base_known=True)
        if not call.base_known and not call.path.startswith(base + "/")
        else call
        for call in calls
    ]
