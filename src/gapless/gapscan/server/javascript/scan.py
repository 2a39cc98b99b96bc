"""Routes of Express and NestJS from source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from gapless.gapscan.files import SourceTree
from gapless.gapscan.js import ir
from gapless.gapscan.js.evaluate import Evaluator
from gapless.gapscan.js.modules import Modules
from gapless.gapscan.js.parse import SUFFIXES
from gapless.gapscan.js.values import (
    Chain,
    Func,
    Made,
    Record,
    Ref,
    Sequence,
    Text,
    Value,
    as_parts,
    options_of,
)
from gapless.gapscan.model import Location, Notice, Route
from gapless.gapscan.paths import ANY_METHOD, METHODS, normalise
from gapless.gapscan.server.javascript.nest import NestScan
from gapless.gapscan.server.javascript.stubs import JsStubJudge

_SERVER = re.compile(
    rb"""['"](?:express|fastify|koa-router|@koa/router|hono|@nestjs/common|@nestjs/core|express-promise-router)['"]"""
    rb"|@Controller\(|\.(?:use|get|post|put|patch|delete)\(\s*['\"`]/"
)
_MARK = re.compile(
    rb"""['"](?:express|fastify|koa-router|@koa/router|hono|@nestjs/common|@nestjs/core|express-promise-router)['"]"""
)
_VERBS = {**{method.lower(): method for method in METHODS}, "all": ANY_METHOD, "del": "DELETE"}
_APP_NAMES = frozenset({"app", "router", "server", "fastify", "api"})


@dataclass(slots=True, eq=False)
class _Group:
    is_app: bool
    routes: list[Route] = field(default_factory=list)
    parents: list[tuple[_Group, str]] = field(default_factory=list)


def scan_javascript(root: Path, notices: list[Notice]) -> tuple[list[Route], int, int]:
    """The routes below ``root``, with the numbers of files and lines looked at."""
    modules = Modules(root, notices)
    tree = SourceTree(root, notices)
    files = lines = 0
    candidates: list[Path] = []
    is_server = False
    for path in tree.walk(SUFFIXES - {".vue", ".svelte"}):
        try:
            content = path.read_bytes()
        except OSError:
            continue
        if _SERVER.search(content):
            is_server = is_server or bool(_MARK.search(content))
            candidates.append(path)
            files += 1
            lines += content.count(b"\n") + 1
    if not is_server:
        return [], 0, 0
    loaded = [modules.get(str(path)) for path in candidates]
    found = [module for module in loaded if module is not None]
    evaluator = Evaluator(modules)
    judge = JsStubJudge(evaluator)
    routes = ExpressScan(evaluator, judge).run(found)
    routes += NestScan(evaluator, judge).run(found)
    return routes, files, lines


class ExpressScan:
    """Applications, routers, and how they are mounted."""

    def __init__(self, evaluator: Evaluator, judge: JsStubJudge) -> None:
        self.evaluator = evaluator
        self.judge = judge
        self.groups: dict[object, _Group] = {}
        self.dynamic = False

    def run(self, modules: list[ir.Module]) -> list[Route]:
        """All routes with every prefix under which their router is mounted."""
        for module in modules:
            for invoke in module.invokes:
                if isinstance(invoke.callee, ir.Member) and invoke.args:
                    self._call(invoke, invoke.callee, module)
        found: list[Route] = []
        for group in self.groups.values():
            mounts = list(self._mounts(group, ()))
            unknown = self.dynamic or not any(other.is_app for other in self.groups.values())
            for route in group.routes:
                found.extend(_at(route, f"{prefix}/{route.path}") for prefix in mounts)
                if not mounts:
                    found.append(_at(route, route.path, mounted=unknown, base_known=not unknown))
        return found

    def _mounts(self, group: _Group, seen: tuple[_Group, ...]) -> Iterator[str]:
        if group in seen:
            return
        if group.is_app:
            yield ""
        for parent, prefix in group.parents:
            for outer in self._mounts(parent, (*seen, group)):
                yield f"{outer}/{prefix}"

    def _group(self, value: Value) -> _Group | None:
        if isinstance(value, Chain):
            return self._group(value.owner)
        if isinstance(value, Made):
            last = value.what.rsplit(".", 1)[-1]
            is_router = last in ("Router", "router") or "router" in value.what.split(".")[0]
            if last in ("json", "urlencoded", "static", "raw", "text"):
                return None
            return self.groups.setdefault(value.site, _Group(not is_router))
        if (
            isinstance(value, Ref)
            and value.index >= 0
            and not value.path
            and value.name in _APP_NAMES
        ):
            # `module.exports = (app) => { app.get(...) }`: whoever calls it passes the application.
            return self.groups.setdefault("parameter", _Group(True))
        return None

    def _call(self, invoke: ir.Invoke, callee: ir.Member, module: ir.Module) -> None:
        key = callee.key
        if key not in _VERBS and key not in ("use", "register"):
            return
        receiver = self.evaluator.value(callee.value, module, invoke.scope)
        for option in options_of(receiver):
            group = self._group(option)
            if group is None:
                continue
            args = [self.evaluator.value(arg, module, invoke.scope) for arg in invoke.args]
            if key in ("use", "register"):
                self._mount(group, args, invoke)
            elif isinstance(option, Chain):
                self._route(group, option.path, key, args, invoke, module)
            elif len(args) >= 2:
                self._route(group, args[0], key, args[1:], invoke, module)

    def _mount(self, group: _Group, args: list[Value], invoke: ir.Invoke) -> None:
        paths = [path for option in options_of(args[0]) if (path := _path(option)) is not None]
        rest = args[1:] if paths else args
        for arg in args[1:]:
            if isinstance(arg, Record) and (prefix := arg.members.get("prefix")) is not None:
                paths = [path for o in options_of(prefix) if (path := _path(o)) is not None]
                rest = args[:1]
        for arg in rest:
            for option in options_of(arg):
                child = self._group(option)
                if child is None or child is group:
                    continue
                child.is_app = False
                child.parents.extend((group, path) for path in paths or [""])

    def _route(
        self, group: _Group, path: Value, key: str, handlers: list[Value], invoke: ir.Invoke,
        module: ir.Module,
    ) -> None:  # fmt: skip
        functions = [h for h in handlers if isinstance(h, Func)]
        for handler in handlers:
            if isinstance(handler, Sequence):
                functions.extend(item for item in handler.items if isinstance(item, Func))
        paths: list[Value] = []
        for option in options_of(path):
            paths.extend(option.items if isinstance(option, Sequence) else [option])
        for option in paths:
            if (text := _path(option)) is None:
                continue
            method = _VERBS[key]
            last = functions[-1] if functions else None
            name = ""
            if last is not None and (function := self.evaluator.function(last.fid)) is not None:
                name = function.name
            group.routes.append(
                Route(
                    method, text, Location(module.shown, invoke.line), "express", handler=name,
                    stub=self.judge.judge(last.fid, method) if last is not None else None,
                )
            )  # fmt: skip


def _path(value: Value) -> str | None:
    if not isinstance(value, Text):
        return None
    parts = as_parts(value)
    return "".join(p if isinstance(p, str) else "{" + (p.name or "value") + "}" for p in parts)


def _at(route: Route, path: str, *, mounted: bool = True, base_known: bool = True) -> Route:
    return Route(
        route.method, normalise(path), route.location, route.source, handler=route.handler,
        stub=route.stub, mounted=mounted, base_known=base_known,
    )  # fmt: skip
