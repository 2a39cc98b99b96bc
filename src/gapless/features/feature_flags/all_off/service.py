"""Use cases of turning everything off."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from gapless.features.feature_flags.all_off.models import FlagAllOff
from gapless.features.feature_flags.all_off.repository import AllOffRepository
from gapless.features.feature_flags.all_off.schemas import AllOffRow, AllOffState, UndoResult
from gapless.features.feature_flags.editor import FlagEditor, Loaded
from gapless.features.feature_flags.problems import AllOffNotFound, AllOffUndone
from gapless.features.feature_flags.repository import FlagRepository
from gapless.features.feature_flags.rules import ENVIRONMENTS, Environment
from gapless.platform import clock
from gapless.platform.unit import Unit


class AllOffService:
    """Turns the flags of the brand acted in off, all at once. No consent is asked for."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self.repository = AllOffRepository(unit.db, unit.tenant_id)
        self.flags = FlagRepository(unit.db, unit.tenant_id)
        self.editor = FlagEditor(unit, self.flags)

    async def state(self, environment: Environment | None) -> AllOffState:
        """What it would reach now, and the last times that it was done."""
        names = _names(environment)
        schedules, ramps = await self.repository.waiting(names)
        return AllOffState.model_validate(
            {
                "on": await self.repository.on(names),
                "schedules": schedules,
                "ramps": ramps,
                "history": [_row(one) for one in await self.repository.history()],
            }
        )

    async def turn_off(self, environment: Environment | None) -> AllOffRow:
        """Turn every flag off, and hold what would turn one on again."""
        names = _names(environment)
        await self.flags.advance(names)  # whoever is about to switch one on waits
        switched = await self.repository.on(names)
        loaded = await self._locked(switched)
        for one in loaded.values():
            chosen = [e for e in switched if e["flag"] == str(one.flag.id)]
            self._switch(one, chosen, enabled=False, action="all_off")
        for entry in switched:
            entry["version"] = loaded[entry["flag"]].flag.version
        made = FlagAllOff(
            tenant_id=self.unit.tenant_id,
            environments=list(names),
            reason=self.unit.change.reason,
            switched=switched,
            held=await self.repository.hold(names),
            author=self.editor.author,
            at=clock.now(),
            undone_by=None,
            undone_at=None,
            undo=None,
        )
        self.unit.db.add(made)
        await self.unit.db.flush()
        await self.flags.announce()
        self._tell(made, "all_off")
        return _row(made)

    async def undo(self, all_off_id: UUID) -> AllOffRow:
        """Turn on again what that act turned off and nobody has touched since.

        Raises `AllOffNotFound`, `AllOffUndone`.
        """
        found = await self.repository.get(all_off_id)
        if found is None:
            raise AllOffNotFound
        if found.undone_at is not None:
            raise AllOffUndone
        names: list[Environment] = [n for n in ENVIRONMENTS if n in found.environments]
        await self.flags.advance(names)
        now = clock.now()
        missed = await self.repository.release(found.held, now)
        loaded = await self._locked(found.switched)
        restored: list[dict[str, Any]] = []
        for one in loaded.values():
            of_flag = [e for e in found.switched if e["flag"] == str(one.flag.id)]
            since = await self.repository.touched_since(one.flag.id, of_flag[0]["version"])
            gone = one.flag.archived_at is not None
            chosen = [e for e in of_flag if not gone and e["environment"] not in since]
            if chosen:
                self._switch(one, chosen, enabled=True, action="all_off_undone")
                restored += chosen
        found.undone_by, found.undone_at = self.editor.author, now
        found.undo = {
            "restored": restored,
            "left": [entry for entry in found.switched if entry not in restored],
            "schedules_missed": missed,
        }
        await self.unit.db.flush()
        await self.flags.announce()
        self._tell(found, "all_off_undone")
        return _row(found)

    async def _locked(self, switched: Sequence[dict[str, Any]]) -> dict[str, Loaded]:
        """The flags of those entries, locked, by id: many at once, as there is no time to lose."""
        ids = {UUID(entry["flag"]) for entry in switched}
        rows = await self.flags.locked(ids)
        found = await self.flags.configurations(ids)
        return {str(flag.id): Loaded(flag, group, found[flag.id]) for flag, group in rows}

    def _switch(
        self, one: Loaded, entries: Sequence[dict[str, Any]], *, enabled: bool, action: str
    ) -> None:
        """Switch a flag in those environments. That alone makes no sound flag unsound."""
        seen: list[Environment] = [
            name for name in ENVIRONMENTS if any(e["environment"] == name for e in entries)
        ]
        for name in seen:
            setup = one.configurations[name]
            setup.enabled = enabled
            setup.updated_at, setup.updated_by = clock.now(), self.editor.author
        one.flag.version += 1
        self.unit.db.add(self.editor.version_of(one, action, seen))

    def _tell(self, one: FlagAllOff, action: str) -> None:
        change = self.unit.change
        change.about("flag", one.id)
        change.before = change.after = None
        names = sorted({entry["name"] for entry in one.switched})
        change.details = {
            "name": ", ".join(names[:20]) or "–",
            "change": action,
            "environments": list(one.environments),
            "count": len(one.switched),
            "undo": one.undo,
        }


def _names(environment: Environment | None) -> list[Environment]:
    return list(ENVIRONMENTS) if environment is None else [environment]


def _row(one: FlagAllOff) -> AllOffRow:
    return AllOffRow.model_validate(
        {
            "id": one.id,
            "environments": one.environments,
            "reason": one.reason,
            "switched": one.switched,
            "schedules_held": len(one.held["schedules"]),
            "ramps_held": len(one.held["ramps"]),
            "author": one.author,
            "at": one.at,
            "undone_by": one.undone_by,
            "undone_at": one.undone_at,
            "undo": UndoResult.model_validate(one.undo) if one.undo else None,
        }
    )
