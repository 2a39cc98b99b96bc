"""From tables to wire shapes."""

from __future__ import annotations

from typing import Any

from gapless.features.feature_flags.editor import Loaded
from gapless.features.feature_flags.environments.words import serve_text
from gapless.features.feature_flags.models import FlagConfiguration
from gapless.features.feature_flags.overview import Overview
from gapless.features.feature_flags.rules import ENVIRONMENTS, Environment, status_of
from gapless.features.feature_flags.schemas import (
    FlagDetail,
    FlagEnvironmentState,
    FlagRow,
    StaleReason,
)


def state(
    environment: Environment, found: FlagConfiguration, overview: Overview
) -> FlagEnvironmentState:
    """A flag's state in an environment."""
    place = (found.flag_id, environment)
    return FlagEnvironmentState(
        environment=environment,
        status=status_of(enabled=found.enabled, will_be_enabled=place in overview.turned_on_later),
        enabled=found.enabled,
        ramping=place in overview.ramping,
        updated_at=found.updated_at,
        updated_by=found.updated_by,
    )


def row(one: Loaded, overview: Overview, shown: Environment | None) -> FlagRow:
    """A flag as the list shows it, with its state in the environment asked for."""
    return FlagRow.model_validate(_facts(one, overview, shown))


def detail(one: Loaded, overview: Overview, shown: Environment | None = None) -> FlagDetail:
    """A flag whole."""
    return FlagDetail.model_validate(
        {
            **_facts(one, overview, shown),
            "variants": one.flag.variants,
            "setups": {
                name: {"enabled": found.enabled, **found.configuration}
                for name, found in one.configurations.items()
            },
            "created_by": one.flag.created_by,
            "archived_at": one.flag.archived_at,
        }
    )


def _facts(one: Loaded, overview: Overview, shown: Environment | None) -> dict[str, Any]:
    flag = one.flag
    environment = shown or flag.environment
    states = [
        state(name, one.configurations[name], overview)
        for name in ENVIRONMENTS
        if name in one.configurations
    ]
    return {
        "id": flag.id,
        "flag_id": flag.key,
        "name": flag.name,
        "description": flag.description,
        "status": next(s.status for s in states if s.environment == environment),
        "type": flag.type,
        "scope": flag.scope,
        "environment": environment,
        "group": one.group,
        "owner": flag.owner,
        "tags": flag.tags,
        "expires_at": flag.expires_at,
        "archived": flag.archived_at is not None,
        "rules_count": len(one.configurations[environment].configuration["rules"]),
        "serves": _serves(one.configurations[environment]),
        "stale": [StaleReason(code=s.code, since=s.since) for s in overview.stale(one)],
        "evaluated_at": overview.evaluated_at(one),
        "open_requests": overview.requests.get(flag.id, 0),
        "version": flag.version,
        "created_at": flag.created_at,
        "updated_at": flag.updated_at,
        "updated_by": flag.updated_by,
        "environments": states,
    }


def _serves(found: FlagConfiguration) -> str:
    """What those get now whom no rule matches."""
    if not found.enabled:
        return str(found.configuration["off_variant"])
    return serve_text(found.configuration["default"])
