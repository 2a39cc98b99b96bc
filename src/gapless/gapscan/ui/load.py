"""Which files of a panel are worth parsing, and their loading.

A file matters if it can hold a call, or if what it imports matters: then it may call a wrapper, or
read what one answers. The others are only looked at for mistakes, until one of these leads to them,
for a constant.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from gapless.gapscan.files import read_source, shown
from gapless.gapscan.js.modules import Modules
from gapless.gapscan.js.parse import check, load
from gapless.gapscan.model import Notice
from gapless.gapscan.workers import Workers

# Whatever a recogniser of calls looks for has one of these in its text.
_MAY_CALL = re.compile(
    rb"fetch|axios|\bky\b|\bgot\b|superagent|jquery|\$[.(]|XMLHttpRequest|sendBeacon|EventSource"
    rb"|swr|openapi|use\w*Query|\burl\b|baseURL|interceptors"
    rb"|(?:\.|['\"])(?:get|post|put|patch|delete|del|head|options|remove|getJSON|postForm|putForm"
    rb"|patchForm|request|query|mutation|ajax)\b",
    re.I,
)
_IMPORTS = re.compile(
    rb"(?:\bfrom|\bimport|\brequire)\s*\(?\s*(?:/\*.*?\*/\s*)?['\"]([^'\"\n]+)['\"]"
)
_MODULE = re.compile(rb"^\s*(?:import|export)\b|\brequire\s*\(|\bmodule\.exports\b", re.M)


@dataclass(frozen=True, slots=True)
class Survey:
    """What a look at a file's bytes tells."""

    may_call: bool
    script: bool
    imports: tuple[str, ...]
    lines: int
    notices: tuple[Notice, ...]


def survey(path: Path) -> Survey:
    """Look at one file without parsing it."""
    notices: list[Notice] = []
    content = read_source(path, shown(path), notices.append)
    if content is None:
        return Survey(False, False, (), 0, tuple(notices))
    script = path.suffix == ".js" and not _MODULE.search(content)
    specs = dict.fromkeys(match.decode("utf-8", "replace") for match in _IMPORTS.findall(content))
    return Survey(
        bool(_MAY_CALL.search(content)),
        script,
        tuple(specs),
        content.count(b"\n") + 1,
        tuple(notices),
    )


@dataclass(frozen=True, slots=True)
class Loaded:
    """A panel's modules, with the size of all its files."""

    modules: Modules
    files: int
    lines: int


def load_modules(
    root: Path, paths: Sequence[Path], notices: list[Notice], workers: Workers
) -> Loaded:
    """Parse those of ``paths`` that matter."""
    modules = Modules(root, notices, panel=True)
    surveys = dict(zip(paths, workers.map(survey, paths), strict=True))
    for found in surveys.values():
        notices.extend(found.notices)
    chosen = _relevant(surveys, modules)
    for path, (module, problems) in zip(
        chosen, workers.map(partial(load, panel=True), chosen), strict=True
    ):
        modules.add(module, str(path))
        notices.extend(problems)
    for problems in workers.map(check, [path for path in paths if str(path) not in modules.loaded]):
        notices.extend(problems)
    read = [found for found in surveys.values() if found.lines]
    return Loaded(modules, len(read), sum(found.lines for found in read))


def _relevant(surveys: dict[Path, Survey], modules: Modules) -> list[Path]:
    importers: dict[str, list[str]] = defaultdict(list)
    for path, found in surveys.items():
        for spec in found.imports:
            target = modules.resolve(spec, str(path))
            if target is not None:
                importers[target].append(str(path))
    # Classic scripts see each other's names without a word about it.
    todo = [str(path) for path, found in surveys.items() if found.may_call or found.script]
    matter = set(todo)
    while todo:
        for importer in importers.get(todo.pop(), ()):
            if importer not in matter:
                matter.add(importer)
                todo.append(importer)
    return [path for path in surveys if str(path) in matter]
