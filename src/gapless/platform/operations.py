"""The operations of the API with their policies, for whatever has to explain them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast

from fastapi import Request

from gapless.platform.policy import Policy
from gapless.platform.routing import PolicyRoute, Router


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one address."""

    id: str
    method: str
    path: str
    summary: str
    policy: Policy


Operations = Mapping[str, Operation]
"""Operations by their id, in the order of registration."""


def collect(routers: Iterable[Router], *, prefix: str) -> Operations:
    """The operations of routers that are included under a prefix."""
    routes = [r for router in routers for r in router.routes if isinstance(r, PolicyRoute)]
    return {found.id: found for found in (_operation(route, prefix) for route in routes)}


def _operation(route: PolicyRoute, prefix: str) -> Operation:
    method = min(route.methods or {"GET"})
    summary = (route.description or "").partition("\n")[0]
    return Operation(
        cast(str, route.operation_id), method, prefix + route.path, summary, route.policy
    )


def operations_of(request: Request) -> Operations:
    """The operations of the application that answers the request."""
    return cast(Operations, request.app.state.operations)
