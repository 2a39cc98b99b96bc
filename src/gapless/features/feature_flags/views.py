"""From tables to wire shapes."""

from __future__ import annotations

from collections.abc import Mapping

from gapless.features.feature_flags.models import Flag, FlagConfiguration
from gapless.features.feature_flags.rules import ENVIRONMENTS, Environment, status_of
from gapless.features.feature_flags.schemas import FlagEnvironmentState, FlagRow

Configurations = Mapping[str, FlagConfiguration]


def state(
    environment: Environment, found: FlagConfiguration, *, will_be_enabled: bool = False
) -> FlagEnvironmentState:
    """A flag's state in an environment."""
    return FlagEnvironmentState(
        environment=environment,
        status=status_of(enabled=found.enabled, will_be_enabled=will_be_enabled),
        enabled=found.enabled,
        updated_at=found.updated_at,
        updated_by=found.updated_by,
    )


def row(
    flag: Flag, group: str | None, configurations: Configurations, shown: Environment | None
) -> FlagRow:
    """A flag as the list shows it, with its state in the environment asked for."""
    environment: Environment = shown or flag.environment  # type: ignore[assignment]
    states = [state(name, configurations[name]) for name in ENVIRONMENTS if name in configurations]
    status = next(s.status for s in states if s.environment == environment)
    return FlagRow.model_validate(
        {
            "id": flag.id,
            "flag_id": flag.key,
            "name": flag.name,
            "description": flag.description,
            "status": status,
            "type": flag.type,
            "scope": flag.scope,
            "environment": environment,
            "group": group,
            "owner": flag.owner,
            "tags": flag.tags,
            "expires_at": flag.expires_at,
            "archived": flag.archived_at is not None,
            "version": flag.version,
            "created_at": flag.created_at,
            "updated_at": flag.updated_at,
            "updated_by": flag.updated_by,
            "environments": states,
        }
    )
