"""Routes of FastAPI, Starlette and Flask: routers, blueprints, prefixes, nested includes."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from gapless.gapscan.model import Location, Route, Stub
from gapless.gapscan.paths import METHODS, normalise
from gapless.gapscan.server.python.evaluate import (
    Anything,
    ClassValue,
    FunctionValue,
    Made,
    PyEvaluator,
    PyValue,
    Thing,
)
from gapless.gapscan.server.python.project import Frame, PyModule

Judge = Callable[[FunctionValue, str], Stub | None]
_VERBS = {method.lower(): method for method in METHODS}
_APPS = ("FastAPI", "Starlette", "Flask", "Quart", "Litestar", "Sanic")
_ROUTERS = ("APIRouter", "Router", "Blueprint", "APIBlueprint", "InferringRouter", "Namespace")
# What has `get` and paths, but serves nothing.
_OTHERS = ("DefaultRouter", "SimpleRouter", "TestClient", "Client", "AsyncClient", "Session")


@dataclass(slots=True, eq=False)
class _Group:
    """A router or application: its own prefix, its routes, what includes it."""

    is_app: bool
    framework: str
    prefix: str = ""
    routes: list[Route] = field(default_factory=list)
    # What includes it, the prefix given there, and whether that takes the place of its own.
    parents: list[tuple[_Group, str, bool]] = field(default_factory=list)


class RouterScan:
    """Collects the routes of all modules of one project."""

    def __init__(self, evaluator: PyEvaluator, judge: Judge) -> None:
        self.evaluator = evaluator
        self.judge = judge
        self.groups: dict[object, _Group] = {}
        # Where something is included that could not be worked out, so that nothing is known to be
        # left out.
        self.blind: list[Location] = []

    def run(self, modules: list[PyModule]) -> list[Route]:
        """All routes, with the prefixes of every way in which their router is included."""
        for module in modules:
            for node, frame in module.decorated:
                self._decorated(node, frame, module)
            for call, frame in module.calls:
                self._call(call, frame, module)
        found: list[Route] = []
        for group in self.groups.values():
            if not group.routes:
                continue
            mounts = list(self._mounts(group, ()))
            if not mounts:
                found.extend(self._left_out(group))
            for prefix in mounts:
                found.extend(_at(route, prefix + route.path) for route in group.routes)
        return found

    def _mounts(self, group: _Group, seen: tuple[_Group, ...]) -> Iterator[str]:
        if group in seen:
            return
        if group.is_app:
            yield ""
        for parent, given, replaces in group.parents:
            for outer in self._mounts(parent, (*seen, group)):
                yield outer + (given if replaces else given + group.prefix)

    def _left_out(self, group: _Group) -> list[Route]:
        """Routes of a router that nothing includes: not mounted, or mounted where we cannot see."""
        has_app = any(other.is_app for other in self.groups.values())
        unknown = bool(self.blind) or not has_app
        return [
            _at(route, group.prefix + route.path, mounted=unknown, base_known=not unknown)
            for route in group.routes
        ]

    # -- groups ----------------------------------------------------------------------------

    def _group(self, value: PyValue) -> _Group | None:
        """The router that a value is; ``None`` for what is no router."""
        if isinstance(value, Made):
            kinds = self.evaluator.kind_of(value.what)
            for name in kinds:
                last = name.rsplit(".", 1)[-1]
                if last in _OTHERS:
                    return None
                if last in _APPS or last in _ROUTERS or last.endswith("APIRouter"):
                    if "rest_framework" in name or "django" in name:
                        return None
                    return self._made(value, last)
            return None
        if isinstance(value, Anything) and value.annotation is not None:
            # `def install(app: FastAPI)`: any application will do, and there is usually one.
            names = [n.rsplit(".", 1)[-1] for n in self.evaluator.kind_of(value.annotation)]
            for last in names:
                if last in _APPS:
                    return self.groups.setdefault(("app", last), _Group(True, last.lower()))
        return None

    def _made(self, value: Made, last: str) -> _Group:
        group = self.groups.get(value.node)
        if group is None:
            framework = "flask" if last in ("Flask", "Quart") or "Blueprint" in last else "fastapi"
            framework = "starlette" if last in ("Starlette", "Router") else framework
            group = _Group(last in _APPS, framework)
            for keyword in value.node.keywords:
                if keyword.arg in ("prefix", "url_prefix", "root_path", "path"):
                    text = self.evaluator.value(keyword.value, value.module, value.frame)
                    if isinstance(text, str) and keyword.arg != "root_path":
                        group.prefix = text
                elif keyword.arg == "routes":
                    self._route_list(keyword.value, value.module, value.frame, group)
            self.groups[value.node] = group
        return group

    def _text(
        self, call: ast.Call, name: str, position: int, module: PyModule, frame: Frame
    ) -> str | None:
        expr = _argument(call, name, position)
        if expr is None:
            return None
        value = self.evaluator.value(expr, module, frame)
        return value if isinstance(value, str) else None

    # -- routes ----------------------------------------------------------------------------

    def _decorated(
        self, node: ast.FunctionDef | ast.AsyncFunctionDef, frame: Frame, module: PyModule
    ) -> None:
        for decorator in node.decorator_list:
            if not isinstance(decorator, ast.Call) or not isinstance(decorator.func, ast.Attribute):
                continue
            verb = decorator.func.attr
            if verb not in _VERBS and verb not in ("route", "api_route"):
                continue
            group = self._group(self.evaluator.value(decorator.func.value, module, frame))
            if group is None:
                continue
            path = self._text(decorator, "path" if verb != "route" else "rule", 0, module, frame)
            if path is None:
                continue
            methods = [_VERBS[verb]] if verb in _VERBS else self._methods(decorator, module, frame)
            handler = FunctionValue(node, module)
            self._add(group, path, methods, handler, node.lineno, module)

    def _methods(self, call: ast.Call, module: PyModule, frame: Frame) -> list[str]:
        expr = _argument(call, "methods", 9)
        value = self.evaluator.value(expr, module, frame) if expr is not None else None
        if isinstance(value, list):
            return [item.upper() for item in value if isinstance(item, str)] or ["GET"]
        return ["GET"]

    def _add(
        self,
        group: _Group,
        path: str,
        methods: list[str],
        handler: PyValue,
        line: int,
        module: PyModule,
    ) -> None:
        function = handler if isinstance(handler, FunctionValue) else None
        for method in methods:
            group.routes.append(
                Route(
                    method,
                    path,
                    Location(module.shown, line),
                    group.framework,
                    handler=function.node.name if function else "",
                    stub=self.judge(function, method) if function else None,
                )
            )

    def _call(self, call: ast.Call, frame: Frame, module: PyModule) -> None:
        if not isinstance(call.func, ast.Attribute):
            return
        name = call.func.attr
        if name in ("include_router", "register_blueprint", "mount"):
            self._include(call, frame, module)
        elif name in ("add_api_route", "add_route", "add_url_rule"):
            self._added(call, frame, module)
        elif name == "add_resource":
            self._resource(call, frame, module)

    def _include(self, call: ast.Call, frame: Frame, module: PyModule) -> None:
        assert isinstance(call.func, ast.Attribute)
        parent = self._group(self.evaluator.value(call.func.value, module, frame))
        mount = call.func.attr == "mount"
        expr = _argument(call, "app" if mount else "router", 1 if mount else 0)
        if call.func.attr == "register_blueprint":
            expr = _argument(call, "blueprint", 0)
        if parent is None:
            if not mount and not (isinstance(expr, ast.Name) and expr.id in ("self", "cls")):
                self.blind.append(Location(module.shown, call.lineno))
            return
        if expr is None:
            return
        key = (
            "path"
            if mount
            else "url_prefix"
            if call.func.attr == "register_blueprint"
            else "prefix"
        )
        given = _argument(call, key, 0 if mount else 99)
        prefix = self.evaluator.value(given, module, frame) if given is not None else ""
        if not isinstance(prefix, str):
            prefix = "{unknown}"
        value = self.evaluator.value(expr, module, frame)
        for item in value if isinstance(value, list) else [value]:
            child = self._group(item)
            if child is None:
                if not mount and isinstance(item, Anything):
                    self.blind.append(Location(module.shown, call.lineno))
                continue
            if mount:
                child.is_app = False
            # Flask: a prefix given here takes the place of the blueprint's own.
            replaces = call.func.attr == "register_blueprint" and given is not None
            child.parents.append((parent, prefix, replaces))

    def _added(self, call: ast.Call, frame: Frame, module: PyModule) -> None:
        assert isinstance(call.func, ast.Attribute)
        group = self._group(self.evaluator.value(call.func.value, module, frame))
        path = self._text(
            call, "rule" if call.func.attr == "add_url_rule" else "path", 0, module, frame
        )
        if group is not None and path is None:
            self.blind.append(Location(module.shown, call.lineno))
        if group is None or path is None:
            return
        url_rule = call.func.attr == "add_url_rule"
        expr = _argument(call, "view_func" if url_rule else "endpoint", 2 if url_rule else 1)
        if expr is None and url_rule:
            return
        for methods, handler in self._handlers(expr, call, frame, module):
            self._add(group, path, methods, handler, call.lineno, module)

    def _handlers(
        self, expr: ast.expr | None, call: ast.Call, frame: Frame, module: PyModule
    ) -> list[tuple[list[str], PyValue]]:
        if expr is None:
            return []
        if (
            isinstance(expr, ast.Call)
            and isinstance(expr.func, ast.Attribute)
            and expr.func.attr == "as_view"
        ):
            value = self.evaluator.value(expr.func.value, module, frame)
            return self._class_handlers(value)
        value = self.evaluator.value(expr, module, frame)
        if isinstance(value, ClassValue):
            return self._class_handlers(value)
        return [(self._methods(call, module, frame), value)]

    def _class_handlers(self, value: PyValue) -> list[tuple[list[str], PyValue]]:
        if not isinstance(value, ClassValue):
            return []
        found: list[tuple[list[str], PyValue]] = []
        for verb, method in _VERBS.items():
            handler = self.evaluator.attribute(value, verb)
            if isinstance(handler, FunctionValue):
                found.append(([method], handler))
        return found

    def _resource(self, call: ast.Call, frame: Frame, module: PyModule) -> None:
        """Flask-RESTful: ``api.add_resource(Games, "/games", "/games/<id>")``."""
        if len(call.args) < 2:
            return
        group = self.groups.setdefault(("app", "Flask"), _Group(True, "flask"))
        handlers = self._class_handlers(self.evaluator.value(call.args[0], module, frame))
        for expr in call.args[1:]:
            path = self.evaluator.value(expr, module, frame)
            if isinstance(path, str):
                for methods, handler in handlers:
                    self._add(group, path, methods, handler, call.lineno, module)

    def _route_list(self, expr: ast.expr, module: PyModule, frame: Frame, group: _Group) -> None:
        """Starlette's ``routes=[Route(...), Mount(...)]``."""
        value = self.evaluator.value(expr, module, frame)
        for item in value if isinstance(value, list) else []:
            if not isinstance(item, Made) or not isinstance(item.what, Thing):
                self.blind.append(Location(module.shown, expr.lineno))
                continue
            kind = item.what.name.rsplit(".", 1)[-1]
            path = self._text(item.node, "path", 0, item.module, item.frame)
            if path is None:
                continue
            if kind == "Route":
                endpoint = _argument(item.node, "endpoint", 1)
                for methods, handler in self._handlers(
                    endpoint, item.node, item.frame, item.module
                ):
                    self._add(group, path, methods, handler, item.node.lineno, item.module)
            elif kind == "Mount":
                inner = _Group(False, "starlette")
                inner.parents.append((group, path, True))
                self.groups[item.node] = inner
                nested = _argument(item.node, "routes", 99)
                if nested is not None:
                    self._route_list(nested, item.module, item.frame, inner)
                app = _argument(item.node, "app", 1)
                if app is not None:
                    child = self._group(self.evaluator.value(app, item.module, item.frame))
                    if child is not None:
                        child.is_app = False
                        child.parents.append((group, path, True))


def _argument(call: ast.Call, name: str, position: int) -> ast.expr | None:
    for keyword in call.keywords:
        if keyword.arg == name:
            return keyword.value
    return call.args[position] if position < len(call.args) else None


def _at(route: Route, path: str, *, mounted: bool = True, base_known: bool = True) -> Route:
    if "{unknown}" in path:
        # The prefix is not in the source; what follows it is.
        path, base_known = path.rsplit("{unknown}", 1)[1], False
    path = path if path.startswith("/") else "/" + path
    return replace(route, path=path, mounted=mounted, base_known=base_known)


def finished(route: Route) -> Route:
    """The route with its path in the canonical spelling."""
    return replace(route, path=normalise(route.path))
