"""One scan: everything the sources say, joined."""

from __future__ import annotations

import gc
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from gapless.gapscan.finding import unite
from gapless.gapscan.findings import find_gaps
from gapless.gapscan.har import read_har
from gapless.gapscan.intake import read_report
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
from gapless.gapscan.ui import panel_files, scan_ui
from gapless.gapscan.workers import workers


def scan(
    ui: Sequence[Path | str] = (),
    server: Sequence[str] = (),
    har: Sequence[Path | str] = (),
    base_url: str = "",
    reports: Sequence[Path | str] = (),
) -> Scan:
    """Scan panels, servers and captures, and join them.

    ``ui`` are folders of panels (each an app of its own), ``server`` folders, OpenAPI documents or
    URLs, ``har`` captures. ``base_url`` names the host under test: calls to it are not external,
    and its path is put before panel paths that meet no route without it. ``reports`` are those of
    other tools; their gaps are added under our fingerprints.
    Raises :class:`ScanInputError` for an input that cannot be used.
    """
    with _collector_paused():
        try:
            return _scan(ui, server, har, base_url, reports)
        except BrokenProcessPool:
            # A system short of memory ends other processes first: one is slower, but enough.
            return _scan(ui, server, har, base_url, reports, alone=True)


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
    ui: Sequence[Path | str],
    server: Sequence[str],
    har: Sequence[Path | str],
    base_url: str,
    reports: Sequence[Path | str],
    *,
    alone: bool = False,
) -> Scan:
    started = time.perf_counter()
    if not (ui or server or har or reports):
        raise ScanInputError(
            "there is nothing to scan: name a panel, a server, a capture or a report"
        )
    host, base = split_url(base_url) if base_url else ("", "")
    own_hosts = frozenset({host} if host else ())
    calls: list[Call] = []
    unresolved: list[Unresolved] = []
    external: list[ExternalCall] = []
    notices: list[Notice] = []
    routes: list[Route] = []
    blind: list[Location] = []
    totals: Counter[str] = Counter()
    panels = [(Path(folder), panel_files(Path(folder), notices)) for folder in ui]
    with workers(0 if alone else sum(len(paths) for _, paths in panels)) as others:
        servers = [others.submit(scan_server, target) for target in server]
        for folder, paths in panels:
            app = str(folder) if len(panels) > 1 else ""
            result = scan_ui(folder, app=app, own_hosts=own_hosts, paths=paths, workers=others)
            calls.extend(result.calls)
            unresolved.extend(result.unresolved)
            external.extend(result.external)
            notices.extend(result.notices)
            totals.update(ui_files=result.files, ui_lines=result.lines)
        for job in servers:
            found = job.result()
            routes.extend(found.routes)
            blind.extend(found.blind)
            notices.extend(found.notices)
            totals.update(server_files=found.files, server_lines=found.lines)
    if base and normalise(base) != "/":
        calls = _based(calls, normalise(base))
    traffic: list[Traffic] = []
    for capture in har:
        known = [route.path for route in routes] + [call.path for call in calls]
        traffic.extend(read_har(Path(capture), own_hosts, known, notices))
    if server and not routes:
        notices.extend(_no_routes(server))
    joined = Join(routes, blind).run(calls, traffic)
    if not routes:
        # Without a server there is nothing that a call could miss.
        joined = replace(joined, missing=())
    unresolved.extend(
        Unresolved(call.location, f"{call.method} {call.path}", _elsewhere(call))
        for call in joined.elsewhere
    )
    unresolved.extend(
        Unresolved(call.location, f"{call.method} {call.path}", why)
        for call, why in joined.set_aside
    )
    findings = find_gaps(joined, blind)
    known = [operation.path for operation in joined.operations]
    for report in reports:
        told = read_report(Path(report), known)
        findings = unite([*findings, *told.findings])
        notices.extend(told.notices)
    seconds = time.perf_counter() - started
    return Scan(
        tuple(findings), joined.operations, tuple(calls), tuple(routes), tuple(unresolved),
        tuple(external), tuple(notices), joined.notes,
        {**totals, "calls": len(calls), "routes": len(routes), "seconds": round(seconds, 3)},
    )  # fmt: skip


def _elsewhere(call: Call) -> str:
    return (
        f"its server is in `{call.base}`, which is not in the source, and nothing that is called "
        "there is a route of this server"
    )


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
