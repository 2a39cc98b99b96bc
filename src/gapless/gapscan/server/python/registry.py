"""Views that a decorator of the project puts into ``urlpatterns``, by an attribute of the class.

``@urls.register`` above ``class Volumes(View): url_regex = "volumes/$"``.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from dataclasses import dataclass, field

from gapless.gapscan.model import Location
from gapless.gapscan.server.python.evaluate import ClassValue, FunctionValue, PyEvaluator, Thing
from gapless.gapscan.server.python.project import PyModule

_DECLARES = frozenset({"path", "re_path", "url"})
# What such an attribute is called where the decorator is another package's.
_ATTRIBUTES = ("url_regex", "url_pattern", "url_path", "url_rule")


@dataclass(frozen=True, slots=True)
class Registered:
    """A view, its pattern, and the function of Django that the decorator gives it to."""

    klass: ClassValue
    pattern: str
    function: str


@dataclass(slots=True)
class Registry:
    """Registered views by the module whose ``urlpatterns`` get them."""

    views: dict[str, list[Registered]] = field(default_factory=lambda: defaultdict(list))
    blind: list[Location] = field(default_factory=list)

    def note(self, module: PyModule, evaluator: PyEvaluator) -> None:
        """Take note of the registered classes of a module."""
        for node, frame in module.registered:
            own = module.frame_of(node)
            for decorator in node.decorator_list:
                target = decorator.func if isinstance(decorator, ast.Call) else decorator
                value = evaluator.value(target, module, frame)
                if isinstance(value, Thing) and any(name in own.assigns for name in _ATTRIBUTES):
                    self.blind.append(Location(module.shown, node.lineno))
                found = _declares(value) if isinstance(value, FunctionValue) else None
                if found is None or found[0] not in own.assigns:
                    continue
                pattern = evaluator.value(own.assigns[found[0]][-1], module, own)
                if isinstance(value, FunctionValue) and isinstance(pattern, str):
                    entry = Registered(ClassValue(node, module, frame), pattern, found[1])
                    self.views[value.module.path].append(entry)


def _declares(value: FunctionValue) -> tuple[str, str] | None:
    """The attribute that a decorator takes for a pattern, and the function that it hands it to."""
    for statement in value.module.body(value.node):
        for item in ast.walk(statement):
            match item:
                case ast.Call(
                    func=ast.Name(id=name),
                    args=[ast.Attribute(attr=attribute, value=ast.Name()), ast.Call(), *_],
                ) if name in _DECLARES:
                    return attribute, name
    return None
