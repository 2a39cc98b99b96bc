"""Scans one panel's source."""

from __future__ import annotations

import gc
import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from gapless.gapscan.files import SourceTree
from gapless.gapscan.js import ir
from gapless.gapscan.js.evaluate import Evaluator
from gapless.gapscan.js.modules import Modules
from gapless.gapscan.js.parse import SUFFIXES, load
from gapless.gapscan.model import Call, ExternalCall, Notice, ScanInputError, Unresolved
from gapless.gapscan.ui.follow import Follower
from gapless.gapscan.ui.reads import reads_by_site

# Below this, starting other processes costs more than they save.
PARALLEL_FROM = 400


@dataclass(frozen=True, slots=True)
class UiScan:
    """The calls of one panel, and what could not be read or resolved."""

    calls: tuple[Call, ...]
    unresolved: tuple[Unresolved, ...]
    external: tuple[ExternalCall, ...]
    notices: tuple[Notice, ...]
    files: int
    lines: int


def scan_ui(root: Path, *, app: str = "", own_hosts: frozenset[str] = frozenset()) -> UiScan:
    """Find every HTTP call in the JavaScript, TypeScript, Vue and Svelte files below ``root``.

    ``own_hosts`` are hosts that are the server under test; other hosts make a call external.
    Raises :class:`ScanInputError` when ``root`` does not exist.
    """
    if not root.exists():
        raise ScanInputError(f"{root}: no such file or folder")
    notices: list[Notice] = []
    modules = load_modules(root, notices)
    loaded = [module for module in modules.loaded.values() if module is not None]
    evaluator = Evaluator(modules)
    followed = Follower(evaluator, own_hosts).run(loaded)
    reads = reads_by_site(evaluator, loaded, followed)
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
        len(loaded),
        sum(module.lines for module in loaded),
    )


def load_modules(root: Path, notices: list[Notice]) -> Modules:
    """Lower all files of a tree, in several processes when there are many."""
    modules = Modules(root, notices)
    paths = list(SourceTree(root, notices).walk(SUFFIXES))
    results: list[tuple[ir.Module | None, list[Notice]]]
    if len(paths) >= PARALLEL_FROM and (os.cpu_count() or 1) > 1:
        # Not by a bare fork: the caller may be a server with threads and locks of its own.
        kind = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
        context = multiprocessing.get_context(kind)
        with ProcessPoolExecutor(mp_context=context, initializer=gc.disable) as pool:
            results = list(pool.map(load, paths, chunksize=64))
    else:
        results = [load(path) for path in paths]
    for path, (module, found) in zip(paths, results, strict=True):
        modules.add(module, str(path))
        notices.extend(found)
    return modules
