"""Routes of NestJS controllers, from their decorators."""

from __future__ import annotations

from gapless.gapscan.js import ir
from gapless.gapscan.js.evaluate import Evaluator
from gapless.gapscan.js.values import Klass, Record, Sequence, Text, Value, options_of
from gapless.gapscan.model import Location, Route
from gapless.gapscan.paths import ANY_METHOD, METHODS, normalise
from gapless.gapscan.server.javascript.stubs import JsStubJudge

_VERBS = {**{method.capitalize(): method for method in METHODS}, "All": ANY_METHOD, "Sse": "GET"}


class NestScan:
    """Collects controllers, the modules that list them, and the global prefix."""

    def __init__(self, evaluator: Evaluator, judge: JsStubJudge) -> None:
        self.evaluator = evaluator
        self.judge = judge

    def run(self, modules: list[ir.Module]) -> list[Route]:
        """All routes; those of a controller that no module lists are not mounted."""
        prefix = self._global_prefix(modules)
        listed, complete = self._listed(modules)
        routes: list[Route] = []
        for module in modules:
            for klass in module.classes.values():
                for base in self._controller_paths(klass, module):
                    mounted = not complete or klass.cid in listed
                    routes.extend(self._routes(klass, module, f"{prefix}/{base}", mounted=mounted))
        return routes

    def _decorator(self, expr: ir.Expr) -> tuple[str, list[ir.Expr]]:
        if isinstance(expr, ir.Invoke) and isinstance(expr.callee, ir.Name):
            return expr.callee.name, expr.args
        return (expr.name, []) if isinstance(expr, ir.Name) else ("", [])

    def _controller_paths(self, klass: ir.Class, module: ir.Module) -> list[str]:
        for expr in klass.decorators:
            name, args = self._decorator(expr)
            if name == "Controller":
                return self._paths(args, module, klass.scope)
        return []

    def _paths(self, args: list[ir.Expr], module: ir.Module, scope: int) -> list[str]:
        if not args:
            return [""]
        value: Value = self.evaluator.value(args[0], module, scope)
        if isinstance(value, Record):
            value = value.members.get("path", Text(()))
        items: list[Value] = []
        for option in options_of(value):
            items.extend(option.items if isinstance(option, Sequence) else [option])
        texts = [item.constant for item in items if isinstance(item, Text)]
        return [text for text in texts if text is not None]

    def _routes(
        self, klass: ir.Class, module: ir.Module, base: str, *, mounted: bool
    ) -> list[Route]:
        routes: list[Route] = []
        for name, fid in klass.methods.items():
            for expr in klass.method_decorators.get(fid, ()):
                verb, args = self._decorator(expr)
                if verb not in _VERBS:
                    continue
                function = module.functions[fid]
                routes.extend(
                    Route(
                        _VERBS[verb],
                        normalise(f"{base}/{path}"),
                        Location(module.shown, function.line),
                        "nestjs",
                        handler=f"{klass.name}.{name}",
                        stub=self.judge.judge(fid, _VERBS[verb]),
                        mounted=mounted,
                    )
                    for path in self._paths(args, module, klass.scope)
                )
        return routes

    def _global_prefix(self, modules: list[ir.Module]) -> str:
        for module in modules:
            for invoke in module.invokes:
                if isinstance(invoke.callee, ir.Member) and invoke.callee.key == "setGlobalPrefix":
                    value = self.evaluator.value(invoke.args[0], module, invoke.scope)
                    if isinstance(value, Text) and value.constant is not None:
                        return "/" + value.constant.strip("/")
        return ""

    def _listed(self, modules: list[ir.Module]) -> tuple[set[str], bool]:
        """The controllers that modules list, and whether all lists could be read."""
        listed: set[str] = set()
        found = False
        complete = True
        for module in modules:
            for klass in module.classes.values():
                for expr in klass.decorators:
                    name, args = self._decorator(expr)
                    if name != "Module" or not args:
                        continue
                    found = True
                    options = self.evaluator.value(args[0], module, klass.scope)
                    if not isinstance(options, Record):
                        complete = False
                        continue
                    controllers = options.members.get("controllers")
                    if isinstance(controllers, Sequence):
                        for item in controllers.items:
                            if isinstance(item, Klass):
                                listed.add(item.cid)
                            else:
                                complete = False
                    elif controllers is not None:
                        complete = False
        return listed, found and complete
