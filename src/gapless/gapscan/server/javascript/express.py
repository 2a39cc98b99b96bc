"""Routes of Express and its relatives: applications, routers, how they are mounted."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from gapless.gapscan.js import ir
from gapless.gapscan.js.builtins import given_by
from gapless.gapscan.js.evaluate import Evaluator
from gapless.gapscan.js.values import (
    Chain,
    External,
    Func,
    Hole,
    Made,
    Missing,
    Record,
    Ref,
    Sequence,
    Text,
    Unknown,
    Value,
    options_of,
    refs_in,
)
from gapless.gapscan.model import Location, Route
from gapless.gapscan.paths import ANY_METHOD, METHODS, normalise
from gapless.gapscan.server.javascript.stubs import JsStubJudge

_VERBS = {**{method.lower(): method for method in METHODS}, "all": ANY_METHOD, "del": "DELETE"}
_MOUNTS = frozenset({"use", "register"})
_APP_NAMES = frozenset({"app", "router", "server", "fastify", "api", "express", "web"})
_MAX_HOPS = 4
# What other packages call it when they put routes on an application, and those that only serve it.
_GIVES_ROUTES = re.compile(
    r"(^|\.)(default|serve|attach|mount|route|routes|register|resource|crud|rest|admin|init|apply)$"
)
_LISTENS = re.compile(
    r"^(node:)?(https?2?|spdy|net|tls|ws|socket\.io|express-ws|supertest|chai-http|debug|morgan)$"
    r"|serverless|lambda|sentry|newrelic|terminator|stoppable|shutdown|greenlock|^(pino|winston)"
)
_OPTIONAL = re.compile(r"(/:\w+)\?|\{(/:?\w+)\}")
# What loads files whose names no source tells.
_LOADS = re.compile(r"readdirSync|readdir|require-?(?:all|dir|directory)|consign|autoload|glob")


@dataclass(slots=True, eq=False)
class _Group:
    is_app: bool
    routes: list[Route] = field(default_factory=list)
    parents: list[tuple[_Group, str]] = field(default_factory=list)
    # Handed to a function that may mount it wherever it likes.
    escaped: bool = False


@dataclass(frozen=True, slots=True)
class _Site:
    """A call on something that may be a router, with its arguments."""

    module: ir.Module
    invoke: ir.Invoke
    key: str
    receiver: Value
    args: tuple[Value, ...]


class ExpressScan:
    """Applications, routers, and how they are mounted; ``blind`` is where that cannot be told."""

    def __init__(self, evaluator: Evaluator, judge: JsStubJudge) -> None:
        self.evaluator = evaluator
        self.judge = judge
        self.groups: dict[object, _Group] = {}
        self.blind: list[Location] = []
        self._callers: dict[str, list[tuple[ir.Module, ir.Invoke, Func]]] = defaultdict(list)

    def run(self, modules: list[ir.Module]) -> list[Route]:
        """All routes with every prefix under which their router is mounted."""
        sites: list[_Site] = []
        for module in modules:
            for invoke in module.invokes:
                self._note_callers(invoke, module)
                callee = invoke.callee
                if (
                    isinstance(callee, ir.Member)
                    and (callee.key in _VERBS or callee.key in _MOUNTS)
                    and invoke.args
                ):
                    value = self.evaluator.value
                    receiver = value(callee.value, module, invoke.scope)
                    args = tuple(value(arg, module, invoke.scope) for arg in invoke.args)
                    sites.append(_Site(module, invoke, callee.key, receiver, args))
                elif not invoke.jsx:
                    self._note_escapes(invoke, module)
        for site in sites:
            self._call(site, 0)
        return list(self._found())

    def _found(self) -> Iterator[Route]:
        has_app = any(group.is_app for group in self.groups.values())
        for group in self.groups.values():
            mounts = list(self._mounts(group, ()))
            unknown = bool(self.blind) or group.escaped or not has_app
            for route in group.routes:
                yield from (_at(route, f"{prefix}/{route.path}") for prefix in mounts)
                if not mounts:
                    yield _at(route, route.path, mounted=unknown, base_known=not unknown)

    def _mounts(self, group: _Group, seen: tuple[_Group, ...]) -> Iterator[str]:
        if group in seen:
            return
        if group.is_app:
            yield ""
        for parent, prefix in dict.fromkeys(group.parents):
            for outer in self._mounts(parent, (*seen, group)):
                yield f"{outer}/{prefix}"

    # -- who calls whom ----------------------------------------------------------------------

    def _note_callers(self, invoke: ir.Invoke, module: ir.Module) -> None:
        for option in options_of(self.evaluator.value(invoke.callee, module, invoke.scope)):
            if isinstance(option, Func):
                if not self.evaluator.is_begun(invoke, option, invoke.args[1:]):
                    self._callers[option.fid].append((module, invoke, option))
            elif isinstance(option, External) and _LOADS.search(f"{option.package} {option.name}"):
                self.blind.append(Location(module.shown, invoke.line))

    def _note_escapes(self, invoke: ir.Invoke, module: ir.Module) -> None:
        foreign = self._is_foreign(invoke, module)
        for arg in invoke.args:
            if isinstance(arg, ir.Name | ir.Member):
                for option in options_of(self.evaluator.value(arg, module, invoke.scope)):
                    if isinstance(option, Made) and (group := self._group(option)) is not None:
                        group.escaped = True
                        if foreign:
                            self.blind.append(Location(module.shown, invoke.line))

    def _is_foreign(self, invoke: ir.Invoke, module: ir.Module) -> bool:
        """`restify.serve(router, Cards)`: another package gets a router, to put routes on it."""
        callee = self.evaluator.value(invoke.callee, module, invoke.scope)
        return any(
            isinstance(option, External)
            and bool(option.package)
            and not _LISTENS.search(option.package)
            and _GIVES_ROUTES.search(option.name) is not None
            for option in options_of(callee)
        )

    def _bound(self, site: _Site) -> list[_Site] | None:
        """The call as each caller of its function makes it; ``None`` if no caller decides it."""
        told = [site.receiver, *site.args[:1]]
        refs = [ref for value in told for ref in refs_in(value) if ref.index >= 0]
        refs += [ref for value in site.args[1:] if isinstance(value, Ref) for ref in refs_in(value)]
        fids = {ref.fid for ref in refs if self._callers.get(ref.fid)}
        if not fids:
            return None
        fid = max(fids, key=len) if site.invoke.fid not in fids else site.invoke.fid
        bound: list[_Site] = []
        for module, invoke, function in self._callers[fid]:
            told = [self.evaluator.value(arg, module, invoke.scope) for arg in invoke.args]
            given = given_by(invoke, function, told)
            bindings = self.evaluator.bindings(Func(fid, function.env), given)
            bind = self.evaluator.bind
            receiver = bind(site.receiver, bindings)
            if isinstance(receiver, Missing):  # a call that leaves out the application
                continue
            args = tuple(bind(value, bindings) for value in site.args)
            bound.append(_Site(site.module, site.invoke, site.key, receiver, args))
        return bound or None

    # -- groups ------------------------------------------------------------------------------

    def _group(self, value: Value) -> _Group | None:
        if isinstance(value, Chain):
            return self._group(value.owner)
        if isinstance(value, Made):
            last = value.what.rsplit(".", 1)[-1]
            is_router = last in ("Router", "router") or "router" in value.what.split(".")[0]
            if last in ("json", "urlencoded", "static", "raw", "text"):
                return None
            return self.groups.setdefault(value.site, _Group(not is_router))
        if isinstance(value, Ref) and value.index >= 0:
            # `module.exports = (app) => { app.get(...) }`: whoever calls it passes the application.
            name = value.path[-1] if value.path else value.name
            if name in _APP_NAMES and len(value.path) < 2:
                return self.groups.setdefault("parameter", _Group(True))
        return None

    def _call(self, site: _Site, hops: int) -> None:
        bound = self._bound(site) if hops < _MAX_HOPS else None
        if bound is not None:
            for other in bound:
                self._call(other, hops + 1)
            return
        for option in options_of(site.receiver):
            group = self._group(option)
            if group is None:
                continue
            if site.key in _MOUNTS:
                self._mount(group, site)
            elif isinstance(option, Chain):
                self._route(group, option.path, site, list(site.args))
            elif len(site.args) >= 2:
                self._route(group, site.args[0], site, list(site.args[1:]))

    def _mount(self, group: _Group, site: _Site) -> None:
        args = site.args
        paths = [path for option in options_of(args[0]) if (path := _path(option)) is not None]
        rest = args[1:] if paths else args
        for arg in args[1:]:
            if isinstance(arg, Record) and (prefix := arg.members.get("prefix")) is not None:
                paths = [path for o in options_of(prefix) if (path := _path(o)) is not None]
                rest = args[:1]
        for arg, expr in zip(rest, site.invoke.args[len(args) - len(rest) :], strict=False):
            for option in options_of(arg):
                child = self._group(option)
                if child is None or child is group:
                    if isinstance(option, Unknown) and _is_loaded(expr):
                        self.blind.append(Location(site.module.shown, site.invoke.line))
                    continue
                child.is_app = False
                child.parents.extend((group, path) for path in paths or [""])

    def _route(self, group: _Group, path: Value, site: _Site, handlers: list[Value]) -> None:
        functions = [h for h in handlers if isinstance(h, Func)]
        for handler in handlers:
            if isinstance(handler, Sequence):
                functions.extend(item for item in handler.items if isinstance(item, Func))
        paths: list[Value] = []
        for option in options_of(path):
            paths.extend(option.items if isinstance(option, Sequence) else [option])
        method = _VERBS[site.key]
        last = functions[-1] if functions else None
        function = self.evaluator.function(last.fid) if last is not None else None
        for option in paths:
            for text in _spelled_out(_path(option)):
                route = Route(
                    method, text, Location(site.module.shown, site.invoke.line), "express",
                    handler=function.name if function is not None else "",
                    stub=self.judge.judge(last.fid, method) if last is not None else None,
                )  # fmt: skip
                if route not in group.routes:
                    group.routes.append(route)


def _is_loaded(expr: ir.Expr) -> bool:
    """``require(file)``, ``routers[name]``: something of the project, by a name made up at work."""
    if isinstance(expr, ir.Invoke):
        return getattr(expr.callee, "name", "") in ("require", "import")
    return isinstance(expr, ir.Index)


def _path(value: Value) -> str | None:
    if not isinstance(value, Text):
        return None
    parts = value.parts
    # What comes before all paths is where the whole server is mounted.
    while parts and isinstance(parts[0], Hole):
        parts = parts[1:]
    if not parts and value.parts:
        return None
    return "".join(p if isinstance(p, str) else "{" + (p.name or "value") + "}" for p in parts)


def _spelled_out(path: str | None) -> Iterator[str]:
    """The paths that ``/files/:id/:name?``, or ``/files/:id{/:name}``, stands for."""
    if path is None:
        return
    optional = list(_OPTIONAL.finditer(path))[:3]
    for chosen in range(2 ** len(optional)):
        text = path
        for number, match in reversed(list(enumerate(optional))):
            kept = match.group(1) or match.group(2) if chosen >> number & 1 else ""
            text = text[: match.start()] + kept + text[match.end() :]
        yield text or "/"


def _at(route: Route, path: str, *, mounted: bool = True, base_known: bool = True) -> Route:
    return Route(
        route.method, normalise(path), route.location, route.source, handler=route.handler,
        stub=route.stub, mounted=mounted, base_known=base_known,
    )  # fmt: skip
