"""The one way in which a flag changes: a patch, checked, consented to, kept as a version.

Whoever changes a flag (an edit, a switch, a rollback, a promotion, an approved request, a schedule,
a ramp, an import) makes a patch and calls `FlagEditor.put`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from gapless.features.feature_flags.models import Flag, FlagConfiguration, FlagVersion
from gapless.features.feature_flags.problems import ApprovalRequired, FlagArchived, FlagNotFound
from gapless.features.feature_flags.repository import FlagRepository
from gapless.features.feature_flags.rules import Environment
from gapless.features.feature_flags.soundness import Soundness, normalised
from gapless.features.feature_flags.states import (
    Patch,
    State,
    applied,
    configuration,
    only_turned_off,
    seen_by,
)
from gapless.platform import clock
from gapless.platform.unit import Unit

CheckVersion = Callable[[int], None]


@dataclass(slots=True)
class Loaded:
    """A flag with everything that its state holds."""

    flag: Flag
    group: str | None
    configurations: Mapping[str, FlagConfiguration]

    def state(self) -> State:
        """The flag whole, as a value."""
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


class FlagEditor:
    """Changes the flags of one brand, in the unit's transaction."""

    def __init__(
        self, unit: Unit, repository: FlagRepository, *, author: str | None = None
    ) -> None:
        self.unit = unit
        self.repository = repository
        self._author = author
        self.soundness = Soundness(repository)

    @property
    def author(self) -> str:
        """Whose change it is, as people read it: who asked for it, if others agreed to it."""
        if self._author is not None:
            return self._author
        actor = self.unit.known_actor
        return actor.full_name or actor.email

    async def load(self, flag_id: UUID, *, lock: bool = False) -> Loaded:
        """One flag; raise `FlagNotFound`."""
        flag = await self.repository.get(flag_id, lock=lock)
        if flag is None:
            self.unit.change.about("flag", flag_id)
            raise FlagNotFound
        found = await self.repository.configurations([flag.id])
        group = await self.repository.group_name(flag.group_id)
        return Loaded(flag, group, found.get(flag.id, {}))

    async def changeable(self, flag_id: UUID, check_version: CheckVersion) -> Loaded:
        """One flag, locked, as whoever changes it knows it; raise what speaks against a change."""
        loaded = await self.load(flag_id, lock=True)
        self.unit.change.about("flag", flag_id)
        self.unit.change.details = {"name": loaded.flag.name, "key": loaded.flag.key}
        check_version(loaded.flag.version)
        if loaded.flag.archived_at is not None:
            raise FlagArchived(key=loaded.flag.key)
        return loaded

    async def put(
        self,
        loaded: Loaded,
        patch: Patch,
        action: str,
        *,
        comment: str | None = None,
        consented: bool = False,
    ) -> list[Environment]:
        """Apply a patch to a locked flag; the environments that see it. Empty: nothing changed.

        Raises `FlagInvalid`, `FlagInUse`, and `ApprovalRequired` unless others have `consented`.
        """
        before = loaded.state()
        after = normalised(applied(before, patch))
        if after == before:
            return []
        seen = seen_by(before, after)
        # First, so that writers of an environment stand in line: two that are sound alone could
        # together make a circle.
        await self.repository.advance(seen)
        if not consented:
            await self.require_consent(before, after, seen)
        await self.soundness.require(after, seen)
        loaded.flag.version += 1
        await self._write(loaded, before, after)
        await self.keep(loaded, action, seen, before=before, comment=comment)
        return seen

    async def require_consent(
        self, before: State, after: State, seen: Sequence[Environment]
    ) -> None:
        """Raise `ApprovalRequired` if one of the environments wants others to agree."""
        asking = await self.consent_needed(before, after, seen)
        if asking:
            raise ApprovalRequired(
                environments=", ".join(asking), details={"environments": list(asking)}
            )

    async def consent_needed(
        self, before: State, after: State, seen: Sequence[Environment]
    ) -> dict[str, int]:
        """How many have to agree, by environment, where any have to."""
        rules = await self.repository.environments()
        return {
            name: rules[name].approvals_required
            for name in seen
            if name in rules
            and rules[name].approvals_required > 0
            and (rules[name].off_needs_approval or not only_turned_off(before, after, name))
        }

    async def keep(
        self,
        loaded: Loaded,
        action: str,
        seen: Sequence[Environment],
        *,
        before: State | None = None,
        comment: str | None = None,
    ) -> None:
        """Keep the flag as it is now as a version, tell who serves it, note it for the audit."""
        flag = loaded.flag
        version = self.version_of(loaded, action, seen, comment)
        self.unit.db.add(version)
        await self.unit.db.flush()
        await self.repository.announce()
        change = self.unit.change
        change.about("flag", flag.id)
        change.reason = version.comment or None
        change.details = {
            "name": flag.name,
            "key": flag.key,
            "change": action,
            "environments": list(seen),
            "version": flag.version,
        }
        change.before, change.after = before, version.snapshot

    def version_of(
        self,
        loaded: Loaded,
        action: str,
        seen: Sequence[Environment],
        comment: str | None = None,
    ) -> FlagVersion:
        """The flag as it is now, as its newest version."""
        flag = loaded.flag
        flag.updated_at = clock.now()
        flag.updated_by = self.author
        return FlagVersion(
            flag_id=flag.id,
            number=flag.version,
            tenant_id=flag.tenant_id,
            action=action,
            environments=list(seen),
            snapshot=loaded.state(),
            comment=comment or self.unit.change.reason or "",
            author_id=self.unit.known_actor.admin_id,
            author=self.author,
        )

    async def _write(self, loaded: Loaded, before: State, after: State) -> None:
        flag = loaded.flag
        for key in ("name", "description", "scope", "owner", "tags", "variants"):
            setattr(flag, key, after[key])
        flag.expires_at = _moment(after["expires_at"])
        if after["archived"] != before["archived"]:
            flag.archived_at = clock.now() if after["archived"] else None
        if after["group"] != before["group"]:
            group = await self.repository.group(after["group"]) if after["group"] else None
            flag.group_id = group.id if group else None
            loaded.group = group.name if group else None
        for name, found in loaded.configurations.items():
            if before["environments"][name] != after["environments"][name]:
                found.enabled = after["environments"][name]["enabled"]
                found.configuration = configuration(after["environments"][name])
                found.updated_by = self.author
                found.updated_at = clock.now()


def _moment(text: Any) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
