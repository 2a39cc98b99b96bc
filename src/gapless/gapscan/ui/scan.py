"""Scans one panel's source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from gapless.gapscan.files import SourceTree
from gapless.gapscan.js.evaluate import Evaluator
from gapless.gapscan.js.parse import SUFFIXES
from gapless.gapscan.model import Call, ExternalCall, Notice, ScanInputError, Unresolved
from gapless.gapscan.ui.follow import Follower
from gapless.gapscan.ui.load import load_modules
from gapless.gapscan.ui.reads import reads_by_site
from gapless.gapscan.workers import Workers


@dataclass(frozen=True, slots=True)
class UiScan:
    """The calls of one panel, and what could not be read or resolved."""

    calls: tuple[Call, ...]
    unresolved: tuple[Unresolved, ...]
    external: tuple[ExternalCall, ...]
    notices: tuple[Notice, ...]
    files: int
    lines: int


def panel_files(root: Path, notices: list[Notice]) -> list[Path]:
    """The JavaScript, TypeScript, Vue and Svelte files below ``root``.

    Raises :class:`ScanInputError` when ``root`` does not exist.
    """
    if not root.exists():
        raise ScanInputError(f"{root}: no such file or folder")
    return list(SourceTree(root, notices).walk(SUFFIXES))


def scan_ui(
    root: Path,
    *,
    app: str = "",
    own_hosts: frozenset[str] = frozenset(),
    paths: Sequence[Path] | None = None,
    workers: Workers | None = None,
) -> UiScan:
    """Find every HTTP call in a panel's source.

    ``own_hosts`` are hosts that are the server under test; other hosts make a call external.
    ``paths`` are the files of :func:`panel_files`, if the caller has them already.
    Raises :class:`ScanInputError` when ``root`` does not exist.
    """
    notices: list[Notice] = []
    if paths is None:
        paths = panel_files(root, notices)
    loaded = load_modules(root, paths, notices, workers or Workers())
    modules = [module for module in loaded.modules.loaded.values() if module is not None]
    evaluator = Evaluator(loaded.modules)
    followed = Follower(evaluator, own_hosts).run(modules)
    reads = reads_by_site(evaluator, modules, followed)
    calls = [
        replace(call, reads=tuple(sorted(reads.get(site, ()))), app=app)
        for site, call in followed.calls
    ]
    calls.sort(key=lambda call: (call.location.file, call.location.line, call.method, call.path))
    followed.unresolved.sort(key=lambda item: (item.location.file, item.location.line))
    return UiScan(
        tuple(calls),
        tuple(followed.unresolved),
        tuple(followed.external),
        tuple(notices),
        loaded.files,
        loaded.lines,
    )
