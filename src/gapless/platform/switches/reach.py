"""What belongs to each module, as the routes, jobs and schedules of the features declare it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from gapless.platform.feature import Feature
from gapless.platform.routing import PolicyRoute
from gapless.platform.switches.modules import Module


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of the API that a module takes with it."""

    method: str
    path: str
    permission: str


@dataclass(slots=True)
class Reach:
    """Everything that stops when a module is switched off."""

    operations: list[Operation] = field(default_factory=list)
    jobs: list[str] = field(default_factory=list)
    schedules: list[str] = field(default_factory=list)


def reach_of(features: Iterable[Feature]) -> Mapping[Module, Reach]:
    """The reach of every module; of those that nothing here declares, an empty one."""
    found = {module: Reach() for module in Module}
    for feature in features:
        for prefix, routers in (("/api/v1", feature.routers), ("", feature.root_routers)):
            for route in (route for router in routers for route in router.routes):
                if isinstance(route, PolicyRoute) and route.policy.module is not None:
                    found[route.policy.module].operations += [
                        Operation(method, f"{prefix}{route.path}", route.policy.access.value)
                        for method in sorted(set(route.methods or ()) - {"HEAD"})
                    ]
        for kind in feature.jobs:
            if kind.module is not None:
                found[kind.module].jobs.append(kind.name)
        for schedule in feature.schedules:
            if schedule.module is not None:
                found[schedule.module].schedules.append(schedule.name)
    return found
