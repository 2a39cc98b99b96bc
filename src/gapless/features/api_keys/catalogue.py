"""What each scope opens, read from the route policies themselves."""

from __future__ import annotations

import inspect
from collections import defaultdict
from collections.abc import Sequence, Set

from gapless.features.api_keys.schemas import ScopeInfo, ScopeOperation
from gapless.platform.feature import Feature
from gapless.platform.identity.scopes import BY_SCOPE, CATALOGUE
from gapless.platform.permissions import Permission
from gapless.platform.routing import PolicyRoute

API = "/api/v1"


def describe_scopes(features: Sequence[Feature], givable: Set[str]) -> list[ScopeInfo]:
    """Every scope, with the routes whose policy asks for its permission."""
    opened: defaultdict[Permission, list[ScopeOperation]] = defaultdict(list)
    for route in (r for feature in features for router in feature.routers for r in router.routes):
        if not isinstance(route, PolicyRoute) or route.policy.step_up:
            continue  # a key cannot prove who holds it
        if isinstance(route.policy.access, Permission):
            said = (inspect.getdoc(route.endpoint) or "").partition("\n")[0]
            opened[route.policy.access] += [
                ScopeOperation(method=method, path=API + route.path, summary=said)
                for method in sorted(route.methods or ())
            ]
    return [
        ScopeInfo(
            scope=scope,
            module=scope.partition(".")[0],
            grantable=scope in givable,
            operations=opened[BY_SCOPE[scope]] if scope in BY_SCOPE else [],
        )
        for scope in CATALOGUE
    ]
