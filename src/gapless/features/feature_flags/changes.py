"""Writing a change of a flag: the next version, the environments that see it, and the audit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from gapless.features.feature_flags.models import Flag, FlagConfiguration, FlagVersion
from gapless.features.feature_flags.repository import FlagRepository
from gapless.features.feature_flags.rules import Environment
from gapless.platform import clock
from gapless.platform.unit import Unit


@dataclass(slots=True)
class Loaded:
    """A flag with everything that a version of it holds."""

    flag: Flag
    group: str | None
    configurations: Mapping[str, FlagConfiguration]

    def snapshot(self) -> dict[str, Any]:
        """The flag whole, as a version keeps it."""
        flag = self.flag
        return {
            "flag_id": flag.key,
            "name": flag.name,
            "description": flag.description,
            "type": flag.type,
            "scope": flag.scope,
            "group": self.group,
            "owner": flag.owner,
            "tags": list(flag.tags),
            "expires_at": clock.iso(flag.expires_at) if flag.expires_at else None,
            "archived": flag.archived_at is not None,
            "variants": flag.variants,
            "environments": {
                name: {"enabled": found.enabled, **found.configuration}
                for name, found in sorted(self.configurations.items())
            },
        }


class ChangeLog:
    """Keeps what was done to flags, in the unit's transaction."""

    def __init__(self, unit: Unit, repository: FlagRepository) -> None:
        self.unit = unit
        self.repository = repository

    @property
    def author(self) -> str:
        """Who changes, as people read it."""
        actor = self.unit.known_actor
        return actor.full_name or actor.email

    async def write(
        self,
        loaded: Loaded,
        action: str,
        environments: Iterable[Environment],
        *,
        before: dict[str, Any] | None = None,
        comment: str | None = None,
    ) -> None:
        """Keep the flag as it is now as its next version; tell the environments that see it."""
        flag = loaded.flag
        seen = sorted(set(environments))
        if before is not None:
            flag.version += 1
        flag.updated_at = clock.now()
        flag.updated_by = self.author
        after = loaded.snapshot()
        self.unit.db.add(
            FlagVersion(
                flag_id=flag.id,
                number=flag.version,
                tenant_id=flag.tenant_id,
                action=action,
                environments=list(seen),
                snapshot=after,
                comment=comment or self.unit.change.reason or "",
                author_id=self.unit.known_actor.admin_id,
                author=self.author,
            )
        )
        await self.unit.db.flush()
        await self.repository.publish(seen)
        self._audit(loaded, action, seen, before, after)

    def _audit(
        self,
        loaded: Loaded,
        action: str,
        seen: list[Environment],
        before: dict[str, Any] | None,
        after: dict[str, Any],
    ) -> None:
        change = self.unit.change
        change.about("flag", loaded.flag.id)
        change.details = {
            "name": loaded.flag.name,
            "key": loaded.flag.key,
            "change": action,
            "environments": list(seen),
            "version": loaded.flag.version,
        }
        change.before, change.after = before, after
