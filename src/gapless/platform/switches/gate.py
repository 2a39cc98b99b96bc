"""The first look at a request: a module that is off for all answers before anything else runs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from starlette.types import ASGIApp, Receive, Scope, Send

from gapless.platform.errors import problem_response
from gapless.platform.problems import ModuleDisabled
from gapless.platform.routing import PolicyRoute, Router
from gapless.platform.switches.modules import Module
from gapless.platform.switches.table import SwitchTable

_API = "/api/v1/"


def modules_by_segment(routers: Iterable[Router]) -> dict[str, Module]:
    """Which first words below /api/v1 belong to one module with every one of their routes."""
    declared: dict[str, set[Module | None]] = {}
    for route in (route for router in routers for route in router.routes):
        if isinstance(route, PolicyRoute):
            segment = route.path.lstrip("/").partition("/")[0]
            declared.setdefault(segment, set()).add(route.policy.module)
    return {
        segment: module
        for segment, modules in declared.items()
        if len(modules) == 1 and (module := next(iter(modules))) is not None
    }


class SwitchGate:
    """Answers 503 for a module that is off for all, before routing, sign-in and the body.

    A brand's own switches come later, when the brand is known; addresses that several modules
    share are left to the routes' policies.
    """

    def __init__(self, app: ASGIApp, table: SwitchTable, modules: Mapping[str, Module]) -> None:
        self.app = app
        self.table = table
        self.modules = modules

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self.table.quiet or scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path: str = scope["path"]
        if path.startswith(_API):
            module = self.modules.get(path[len(_API) :].partition("/")[0])
            wait = self.table.seconds_off(module, None)
            if module is not None and wait is not None:
                problem = ModuleDisabled(module.value.upper(), retry_after=wait)
                request_id = scope.get("state", {}).get("request_id")
                answer = problem_response(problem, request_id=request_id, instance=path)
                await answer(scope, receive, send)
                return
        await self.app(scope, receive, send)
