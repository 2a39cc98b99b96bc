"""Routes of Django REST framework: routers and the actions of view sets."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from gapless.gapscan.model import Location, Route
from gapless.gapscan.server.python.collect import Frame
from gapless.gapscan.server.python.evaluate import (
    ClassValue,
    FunctionValue,
    Made,
    PyEvaluator,
    PyValue,
)
from gapless.gapscan.server.python.project import PyModule
from gapless.gapscan.server.python.routers import Judge

_LIST, _DETAIL = {"list": "GET", "create": "POST"}, {
    "retrieve": "GET", "update": "PUT", "partial_update": "PATCH", "destroy": "DELETE",
}  # fmt: skip
# What a class of the framework brings, by the name of the class.
_BRINGS: dict[str, tuple[str, ...]] = {
    "ModelViewSet": (*_LIST, *_DETAIL),
    "ReadOnlyModelViewSet": ("list", "retrieve"),
    "ListModelMixin": ("list",),
    "CreateModelMixin": ("create",),
    "RetrieveModelMixin": ("retrieve",),
    "UpdateModelMixin": ("update", "partial_update"),
    "DestroyModelMixin": ("destroy",),
}
_GROUP = re.compile(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)")
_ROUTERS = (
    "DefaultRouter",
    "SimpleRouter",
    "NestedDefaultRouter",
    "NestedSimpleRouter",
    "ExtendedDefaultRouter",
)


class RestRoutes:
    """Expands routers; ``registered`` are the calls of ``register`` by the router's own call."""

    def __init__(self, evaluator: PyEvaluator, judge: Judge) -> None:
        self.evaluator = evaluator
        self.judge = judge
        self.registered: dict[ast.Call, list[tuple[ast.Call, PyModule, Frame]]] = {}

    def route(
        self, method: str, path: str, place: Location, handler: FunctionValue | None, name: str
    ) -> Route:
        """One route of Django."""
        stub = self.judge(handler, method) if handler is not None else None
        return Route(method, "/" + path.lstrip("/"), place, "django", handler=name, stub=stub)

    def note(self, call: ast.Call, module: PyModule, frame: Frame) -> None:
        """Take note of a call of ``register``, if it is a router's."""
        if isinstance(call.func, ast.Attribute) and call.func.attr == "register":
            owner = self.evaluator.value(call.func.value, module, frame)
            if isinstance(owner, Made) and self._is_router(owner):
                self.registered.setdefault(owner.node, []).append((call, module, frame))

    def _is_router(self, value: Made) -> bool:
        return any(
            name.rsplit(".", 1)[-1] in _ROUTERS for name in self.evaluator.kind_of(value.what)
        )

    def action(
        self, klass: ClassValue, name: str, method: str, path: str, place: Location
    ) -> Route:
        """The route of one action of a view."""
        handler = self.evaluator.attribute(klass, name)
        function = handler if isinstance(handler, FunctionValue) else None
        if function is not None:
            place = Location(function.module.shown, function.node.lineno)
        return self.route(method, path, place, function, f"{klass.node.name}.{name}")

    def expand(self, value: PyValue, prefix: str) -> Iterator[Route]:
        """The routes of a router, below ``prefix``."""
        if not isinstance(value, Made):
            return
        prefix += self._nested(value)
        for call, module, frame in self.registered.get(value.node, ()):
            if len(call.args) < 2:
                continue
            name = self.evaluator.value(call.args[0], module, frame)
            klass = self.evaluator.value(call.args[1], module, frame)
            if isinstance(name, str) and isinstance(klass, ClassValue):
                base = f"{prefix.rstrip('/')}/{from_pattern(name).strip('/')}"
                place = Location(module.shown, call.lineno)
                yield from self._viewset(klass, base, place)

    def _nested(self, value: Made) -> str:
        """Where a router stands that is nested in another: below each of its things."""
        arguments = [*value.node.args[1:2], *(
            k.value for k in value.node.keywords if k.arg == "parent_prefix"
        )]  # fmt: skip
        names = [n.rsplit(".", 1)[-1] for n in self.evaluator.kind_of(value.what)]
        if not arguments or not any(name.startswith("Nested") for name in names):
            return ""
        outer = self.evaluator.value(value.node.args[0], value.module, value.frame)
        name = self.evaluator.value(arguments[0], value.module, value.frame)
        lookup = next((k.value for k in value.node.keywords if k.arg == "lookup"), None)
        key = str(lookup.value) if isinstance(lookup, ast.Constant) else "parent"
        before = self._nested(outer) if isinstance(outer, Made) else ""
        return f"{before}/{from_pattern(name).strip('/')}/{{{key}_pk}}" if isinstance(
            name, str
        ) else before  # fmt: skip

    def _viewset(self, klass: ClassValue, base: str, place: Location) -> Iterator[Route]:
        inside, outside = self.evaluator.lineage(klass)
        key = self.evaluator.attribute(klass, "lookup_url_kwarg")
        if not isinstance(key, str):
            key = self.evaluator.attribute(klass, "lookup_field")
        detail = f"{base}/{{{key if isinstance(key, str) else 'pk'}}}"
        allowed = self.evaluator.attribute(klass, "http_method_names")
        names = (
            {item.upper() for item in allowed if isinstance(item, str)}
            if isinstance(allowed, list)
            else None
        )
        actions = {a for name in outside for a in _BRINGS.get(name.rsplit(".", 1)[-1], ())}
        for table, path in ((_LIST, base), (_DETAIL, detail)):
            for action, method in table.items():
                own = isinstance(self.evaluator.attribute(klass, action), FunctionValue)
                if (own or action in actions) and (names is None or method in names):
                    yield self.action(klass, action, method, path, place)
        for ancestor in inside:
            for function in ancestor.module.frame_of(ancestor.node).functions.values():
                yield from self._extra(
                    FunctionValue(function, ancestor.module, klass), base, detail
                )

    def _extra(self, value: FunctionValue, base: str, detail: str) -> Iterator[Route]:
        """``@action(detail=True, methods=["post"])``, and ``@that.mapping.put`` beside it."""
        for decorator in value.node.decorator_list:
            if (mapped := _mapping(decorator)) is not None:
                name, verb = mapped
                same = self.evaluator.attribute(value.owner, name) if value.owner else None
                if isinstance(same, FunctionValue) and same.node is not value.node:
                    place = Location(value.module.shown, value.node.lineno)
                    for route in self._extra(same, base, detail):
                        yield self.route(verb, route.path, place, value, value.node.name)
                continue
            if not isinstance(decorator, ast.Call):
                continue
            target = decorator.func
            name = target.attr if isinstance(target, ast.Attribute) else getattr(target, "id", "")
            if name != "action":
                continue
            options = {keyword.arg: keyword.value for keyword in decorator.keywords}
            is_detail = isinstance(flag := options.get("detail"), ast.Constant) and bool(flag.value)
            own = options.get("url_path")
            path = own.value if isinstance(own, ast.Constant) else value.node.name
            methods = ["GET"]
            if (listed := options.get("methods")) is not None:
                found = self.evaluator.value(listed, value.module, value.module.frame)
                if isinstance(found, list):
                    methods = [item.upper() for item in found if isinstance(item, str)]
            place = Location(value.module.shown, value.node.lineno)
            for method in methods:
                full = f"{detail if is_detail else base}/{from_pattern(str(path))}"
                yield self.route(method, full, place, value, value.node.name)


def _mapping(decorator: ast.expr) -> tuple[str, str] | None:
    """The action and the verb of ``@action_name.mapping.verb``."""
    match decorator:
        case ast.Attribute(value=ast.Attribute(value=ast.Name(id=name), attr="mapping"), attr=verb):
            return name, verb.upper()
    return None


def from_pattern(pattern: str) -> str:
    """A path template from a regular expression of ``re_path``."""
    text = _GROUP.sub(r"{\1}", pattern)
    text = re.sub(r"\((?!\?)[^()]*\)", "{value}", text)
    text = re.sub(r"^\^|\\[AZz]|\$$", "", text)
    return text.replace("\\.", ".").replace("\\-", "-").replace("/?", "/").replace("\\/", "/")
