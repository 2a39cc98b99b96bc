"""Routes of Django and Django REST framework: URL patterns, routers, viewsets."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from gapless.gapscan.model import Location, Route
from gapless.gapscan.paths import ANY_METHOD, METHODS
from gapless.gapscan.server.python.evaluate import (
    ClassValue,
    FunctionValue,
    ModuleValue,
    PyEvaluator,
)
from gapless.gapscan.server.python.project import PyModule
from gapless.gapscan.server.python.registry import Registry
from gapless.gapscan.server.python.rest import RestRoutes, from_pattern
from gapless.gapscan.server.python.routers import Judge

_VERBS = {method.lower(): method for method in METHODS}
_GENERIC: dict[str, tuple[str, ...]] = {
    "ListAPIView": ("GET",),
    "CreateAPIView": ("POST",),
    "ListCreateAPIView": ("GET", "POST"),
    "RetrieveAPIView": ("GET",),
    "UpdateAPIView": ("PUT", "PATCH"),
    "DestroyAPIView": ("DELETE",),
    "RetrieveUpdateAPIView": ("GET", "PUT", "PATCH"),
    "RetrieveDestroyAPIView": ("GET", "DELETE"),
    "RetrieveUpdateDestroyAPIView": ("GET", "PUT", "PATCH", "DELETE"),
    "TemplateView": ("GET",),
    "ListView": ("GET",),
    "DetailView": ("GET",),
}


class DjangoScan:
    """Follows ``urlpatterns`` from the modules that nothing includes."""

    def __init__(self, evaluator: PyEvaluator, judge: Judge) -> None:
        self.evaluator = evaluator
        self.rest = RestRoutes(evaluator, judge)
        self.included: set[str] = set()
        self.blind: list[Location] = []
        self._registry = Registry()
        # Lists of patterns that are being followed, with the assignment that is.
        self._open: dict[tuple[str, str], tuple[int, str]] = {}

    def run(self, modules: list[PyModule]) -> list[Route]:
        """All routes."""
        owners = [m for m in modules if "urlpatterns" in m.frame.assigns]
        for module in modules:
            self._registry.note(module, self.evaluator)
        self.blind.extend(self._registry.blind)
        if not owners:
            return []
        for module in modules:
            for call, frame in module.calls:
                self.rest.note(call, module, frame)
        trees = {module.path: self._tree(module) for module in owners}
        routes: list[Route] = []
        for module in owners:
            if module.path not in self.included:
                routes.extend(trees[module.path])
        return routes

    def _tree(self, module: PyModule) -> list[Route]:
        try:
            return list(self._patterns(module, ()))
        except RecursionError:
            self.blind.append(Location(module.shown))
            return []

    def _patterns(self, module: PyModule, seen: tuple[str, ...]) -> Iterator[Route]:
        if module.path not in seen:
            yield from self._named("urlpatterns", module, "", (*seen, module.path))

    def _named(
        self, name: str, module: PyModule, prefix: str, seen: tuple[str, ...]
    ) -> Iterator[Route]:
        """What a list of patterns got in all assignments.

        One that mentions the list itself means what it was before: ``a = a + [...]`` has nothing
        new, ``a = [path("app/", include(a))]`` has it under a prefix.
        """
        key = (module.path, name)
        outer = self._open.get(key)
        if outer is not None and outer[1] == prefix:
            return
        for view in self._registry.views.get(module.path, ()) if name == "urlpatterns" else ():
            path = view.pattern if view.function == "path" else from_pattern(view.pattern)
            place = Location(view.klass.module.shown, view.klass.node.lineno)
            yield from self._class_view(view.klass, None, prefix + path, place)
        assigned = module.frame.assigns.get(name, [])
        for number, expr in enumerate(assigned if outer is None else assigned[: outer[0]]):
            self._open[key] = (number, prefix)
            try:
                yield from self._entries(expr, module, prefix, seen)
            finally:
                self._open.pop(key, None)
                if outer is not None:
                    self._open[key] = outer

    def _entries(
        self, expr: ast.expr, module: PyModule, prefix: str, seen: tuple[str, ...]
    ) -> Iterator[Route]:
        if isinstance(expr, ast.BinOp):
            yield from self._entries(expr.left, module, prefix, seen)
            yield from self._entries(expr.right, module, prefix, seen)
        elif isinstance(expr, ast.List | ast.Tuple):
            for element in expr.elts:
                inner = element.value if isinstance(element, ast.Starred) else element
                yield from self._entries(inner, module, prefix, seen)
        elif isinstance(expr, ast.Attribute) and expr.attr == "urls":
            yield from self.rest.expand(
                self.evaluator.value(expr.value, module, module.frame), prefix
            )
        elif isinstance(expr, ast.Name) and expr.id in module.frame.assigns:
            yield from self._named(expr.id, module, prefix, seen)
        elif isinstance(expr, ast.Name) and expr.id in module.frame.imports:
            yield from self._imported(*module.frame.imports[expr.id], module, prefix, seen)
        elif isinstance(expr, ast.Attribute):
            owner = self.evaluator.value(expr.value, module, module.frame)
            if isinstance(owner, ModuleValue):
                yield from self._named(expr.attr, owner.module, prefix, seen)
        elif isinstance(expr, ast.Call):
            name = (
                expr.func.attr
                if isinstance(expr.func, ast.Attribute)
                else getattr(expr.func, "id", "")
            )
            if name in ("path", "re_path", "url") and len(expr.args) >= 2:
                yield from self._entry(expr, name, module, prefix, seen)
            elif name in ("i18n_patterns", "format_suffix_patterns", "static", "list"):
                for arg in expr.args:
                    yield from self._entries(arg, module, prefix, seen)
            else:
                yield from self._called(expr, module, prefix, seen)

    def _imported(
        self, base: str, name: str, module: PyModule, prefix: str, seen: tuple[str, ...]
    ) -> Iterator[Route]:
        """A list of patterns that another module made."""
        path = self.evaluator.project.resolve(base, module.path)
        other = self.evaluator.project.get(path) if path else None
        if other is not None and name and len(seen) < 20:
            self.included.add(other.path)
            yield from self._entries(ast.Name(name, ast.Load()), other, prefix, (*seen, other.path))

    def _called(
        self, call: ast.Call, module: PyModule, prefix: str, seen: tuple[str, ...]
    ) -> Iterator[Route]:
        """Patterns that a function of the project returns; another's cannot be seen."""
        value = self.evaluator.value(call.func, module, module.frame)
        returns: list[ast.expr] = []
        if isinstance(value, FunctionValue) and len(seen) < 20:
            body = value.module.body(value.node)
            returns = [s.value for s in body if isinstance(s, ast.Return) and s.value is not None]
        if not returns or not all(isinstance(item, ast.List | ast.BinOp) for item in returns):
            self.blind.append(Location(module.shown, call.lineno))
            return
        assert isinstance(value, FunctionValue)
        for item in returns:
            yield from self._entries(item, value.module, prefix, (*seen, value.module.path))

    def _entry(
        self, call: ast.Call, name: str, module: PyModule, prefix: str, seen: tuple[str, ...]
    ) -> Iterator[Route]:
        raw = self.evaluator.value(call.args[0], module, module.frame)
        if not isinstance(raw, str):
            return
        full = prefix + (raw if name == "path" else from_pattern(raw))
        view = call.args[1]
        called = view.func if isinstance(view, ast.Call) else None
        if (
            isinstance(view, ast.Call)
            and getattr(called, "id", getattr(called, "attr", "")) == "include"
        ):
            if view.args:
                yield from self._include(view.args[0], module, full, seen)
            return
        if isinstance(view, ast.Attribute) and view.attr == "urls":
            yield from self.rest.expand(
                self.evaluator.value(view.value, module, module.frame), full
            )
            return
        yield from self._view(view, module, full, call.lineno)

    def _include(
        self, target: ast.expr, module: PyModule, prefix: str, seen: tuple[str, ...]
    ) -> Iterator[Route]:
        if isinstance(target, ast.Tuple) and target.elts:
            target = target.elts[0]
        value = self.evaluator.value(target, module, module.frame)
        other: PyModule | None = None
        if isinstance(value, str):
            path = self.evaluator.project.resolve(value, module.path)
            other = self.evaluator.project.get(path) if path else None
        elif isinstance(value, ModuleValue):
            other = value.module
        if other is not None:
            self.included.add(other.path)
            if other.path not in seen:
                yield from self._named("urlpatterns", other, prefix, (*seen, other.path))
        else:
            yield from self._entries(target, module, prefix, seen)

    # -- views -----------------------------------------------------------------------------

    def _view(self, view: ast.expr, module: PyModule, path: str, line: int) -> Iterator[Route]:
        place = Location(module.shown, line)
        if (
            isinstance(view, ast.Call)
            and isinstance(view.func, ast.Attribute)
            and view.func.attr == "as_view"
        ):
            klass = self.evaluator.value(view.func.value, module, module.frame)
            mapping = view.args[0] if view.args and isinstance(view.args[0], ast.Dict) else None
            if isinstance(klass, ClassValue):
                yield from self._class_view(klass, mapping, path, place)
            else:
                # A view of a package: nobody knows which methods it takes.
                name = ast.unparse(view.func.value).rsplit(".", 1)[-1]
                for method in _GENERIC.get(name, (ANY_METHOD,)):
                    yield self.rest.route(method, path, place, None, name)
            return
        if isinstance(view, ast.Call) and view.args:  # csrf_exempt(view) and the like
            yield from self._view(view.args[0], module, path, line)
            return
        value = self.evaluator.value(view, module, module.frame)
        if isinstance(value, FunctionValue):
            own = Location(value.module.shown, value.node.lineno)
            for method in self._function_methods(value):
                yield self.rest.route(method, path, own, value, value.node.name)

    def _function_methods(self, value: FunctionValue) -> list[str]:
        for decorator in value.node.decorator_list:
            call = decorator if isinstance(decorator, ast.Call) else None
            target = call.func if call is not None else decorator
            name = target.attr if isinstance(target, ast.Attribute) else getattr(target, "id", "")
            if name in ("api_view", "require_http_methods") and call is not None and call.args:
                found = self.evaluator.value(call.args[0], value.module, value.module.frame)
                if isinstance(found, list):
                    return [item.upper() for item in found if isinstance(item, str)]
            if name == "api_view":
                return ["GET"]
            if name in ("require_GET", "require_safe"):
                return ["GET"]
            if name == "require_POST":
                return ["POST"]
        return [ANY_METHOD]

    def _class_view(
        self, klass: ClassValue, mapping: ast.Dict | None, path: str, place: Location
    ) -> Iterator[Route]:
        if mapping is not None:
            for key, action in zip(mapping.keys, mapping.values, strict=True):
                if isinstance(key, ast.Constant) and isinstance(action, ast.Constant):
                    yield self.rest.action(
                        klass, str(action.value), str(key.value).upper(), path, place
                    )
            return
        seen: set[str] = set()
        for verb, method in _VERBS.items():
            handler = self.evaluator.attribute(klass, verb)
            if isinstance(handler, FunctionValue):
                seen.add(method)
                own = Location(handler.module.shown, handler.node.lineno)
                yield self.rest.route(method, path, own, handler, f"{klass.node.name}.{verb}")
        for name in self.evaluator.lineage(klass)[1]:
            for method in _GENERIC.get(name.rsplit(".", 1)[-1], ()):
                if method not in seen:
                    seen.add(method)
                    yield self.rest.route(method, path, place, None, klass.node.name)
