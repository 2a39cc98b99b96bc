"""Writing a plan: every flag a version, every flag a row of the audit log, one transaction."""

from __future__ import annotations

import copy
from datetime import datetime
from typing import Any
from uuid import UUID

from gapless.features.feature_flags.editor import FlagEditor, Loaded
from gapless.features.feature_flags.models import Flag, FlagConfiguration, FlagSegment
from gapless.features.feature_flags.problems import ApprovalRequired
from gapless.features.feature_flags.repository import FlagRepository
from gapless.features.feature_flags.rules import ENVIRONMENTS, Environment, new_configuration
from gapless.features.feature_flags.segments.consent import require_free
from gapless.features.feature_flags.segments.repository import SegmentRepository
from gapless.features.feature_flags.states import CONFIGURATION, State
from gapless.features.feature_flags.transfer.planning import (
    WRITING,
    Plan,
    PlannedFlag,
    PlannedSegment,
)
from gapless.flagengine.cycles import in_order
from gapless.platform import clock, ids
from gapless.platform.audit import Change
from gapless.platform.unit import Unit

_ACTION = "imported"
Ids = dict[tuple[str, str], UUID]
"""Kind and key of what was written, and its id here."""


class Writer:
    """Writes one plan into an environment of one brand."""

    def __init__(self, unit: Unit, flags: FlagRepository, environment: Environment) -> None:
        self.unit = unit
        self.flags = flags
        self.environment = environment
        self.editor = FlagEditor(unit, flags)
        self.ids: Ids = {}

    async def lock(self) -> None:
        """Let other writers wait: what is planned from now on stays true until the commit."""
        await self.flags.advance(ENVIRONMENTS)

    async def write(self, plan: Plan) -> Ids:
        """Write it; raise `ApprovalRequired` where others have to agree."""
        created = [one for one in plan.flags if one.act in ("create", "rename")]
        await self._require_consent(created)
        await self._write_segments([one for one in plan.segments if one.act in WRITING])
        for one in created:
            await self._create(one)
        await self.unit.db.flush()
        replaced = {one.flag.key: one for one in plan.flags if one.act == "replace"}
        graph = {k: tuple(p.flag for p in one.flag.prerequisites) for k, one in replaced.items()}
        for key in in_order(graph):
            await self._replace(replaced[key])
        await self.flags.announce()
        return self.ids

    async def _require_consent(self, created: list[PlannedFlag]) -> None:
        """A new flag that is off changes nothing for anybody; one that is on does."""
        if not any(one.flag.enabled for one in created):
            return
        rules = (await self.flags.environments()).get(self.environment)
        if rules is not None and rules.approvals_required > 0:
            raise ApprovalRequired(
                environments=self.environment, details={"environments": [self.environment]}
            )

    async def _write_segments(self, segments: list[PlannedSegment]) -> None:
        repository = SegmentRepository(self.unit.db, self.unit.tenant_id)
        known = {row.key: row for row in await repository.all()}
        rules = await self.flags.environments()
        for one in segments:
            row = known.get(one.segment.key)
            before = None if row is None else {"key": row.key, "rules": row.conditions}
            conditions = one.segment.model_dump(mode="json")["when"]
            if row is None:
                row = FlagSegment(
                    id=ids.new_id(), tenant_id=self.unit.tenant_id, key=one.segment.key,
                    name=one.about.name or one.segment.key, description=one.about.description,
                    created_by=self.editor.author, updated_by=self.editor.author,
                )  # fmt: skip
                self.unit.db.add(row)
            else:
                if row.conditions != conditions:
                    await require_free(repository, row.key, rules)
                row.version += 1
                row.updated_at, row.updated_by = clock.now(), self.editor.author
            row.conditions = conditions
            self.ids["segment", one.key] = row.id
            after = {"key": row.key, "rules": conditions}
            self._tell("segment", row.id, row.name, row.key, before, after)

    async def _create(self, one: PlannedFlag) -> None:
        flag, about = one.flag, one.about
        group = await self.flags.group(about.group) if about.group else None
        variants = [variant.model_dump(mode="json") for variant in flag.variants]
        author = self.editor.author
        row = Flag(
            id=ids.new_id(), tenant_id=self.unit.tenant_id, key=flag.key,
            name=about.name or flag.key, description=about.description, type=flag.type.value,
            scope=about.scope, environment=self.environment,
            group_id=group.id if group else None, owner=about.owner, tags=list(about.tags),
            variants=variants, archived_at=None, version=1, created_by=author, updated_by=author,
            expires_at=datetime.fromisoformat(about.expires_at) if about.expires_at else None,
        )  # fmt: skip
        made: dict[str, FlagConfiguration] = {
            name: self._configuration(row, flag, name) for name in ENVIRONMENTS
        }
        self.unit.db.add(row)
        self.unit.db.add_all(made.values())
        loaded = Loaded(row, group.name if group else None, made)
        self.unit.db.add(self.editor.version_of(loaded, _ACTION, ENVIRONMENTS))
        self.ids["flag", one.key] = row.id
        self._tell("flag", row.id, row.name, row.key, None, loaded.state())

    def _configuration(self, row: Flag, flag: Any, environment: str) -> FlagConfiguration:
        here = environment == self.environment
        setup = flag.model_dump(mode="json", include=set(CONFIGURATION))
        return FlagConfiguration(
            flag_id=row.id, environment=environment, tenant_id=row.tenant_id,
            enabled=flag.enabled and here, updated_by=self.editor.author,
            configuration=setup if here else _elsewhere(row.variants, setup),
        )  # fmt: skip

    async def _replace(self, one: PlannedFlag) -> None:
        row = await self.flags.by_key(one.flag.key)
        assert row is not None  # locked since it was planned
        loaded = await self.editor.load(row.id, lock=True)
        setup = one.flag.model_dump(mode="json", include=set(CONFIGURATION))
        change = {"enabled": one.flag.enabled, "configuration": setup}
        variants = [variant.model_dump(mode="json") for variant in one.flag.variants]
        patch = {
            "variants": [*variants, *_kept(loaded.state(), variants, self.environment)],
            "environments": {self.environment: change},
        }
        await self.editor.put(loaded, patch, _ACTION)
        self.ids["flag", one.key] = row.id
        told = copy.copy(self.unit.change)
        self._tell("flag", row.id, row.name, row.key, told.before, told.after)

    def _tell(
        self,
        kind: str,
        target: UUID,
        name: str,
        key: str,
        before: dict[str, Any] | None,
        after: dict[str, Any] | None,
    ) -> None:
        change = Change(before=before, after=after, reason=self.unit.change.reason)
        change.about(kind, target)
        change.details = {
            "name": name, "key": key, "change": "created" if before is None else _ACTION,
            "environments": [self.environment],
        }  # fmt: skip
        self.unit.asides.append({"action": f"{kind}.imported", "change": change})


def _elsewhere(variants: list[dict[str, Any]], setup: dict[str, Any]) -> dict[str, Any]:
    """How a new flag is set in the other environments: off, and with the same off variant."""
    return {**new_configuration(variants), "off_variant": setup["off_variant"]}


def _kept(state: State, variants: list[dict[str, Any]], environment: str) -> list[dict[str, Any]]:
    """The variants that other environments still serve and the file does not have."""
    known = {variant["key"] for variant in variants}
    others = [s for name, s in state["environments"].items() if name != environment]
    used = {variant for setup in others for variant in _served(setup)}
    return [v for v in state["variants"] if v["key"] in used and v["key"] not in known]


def _served(setup: dict[str, Any]) -> set[str]:
    serves = [setup["default"], *(rule["serve"] for rule in setup["rules"])]
    found = {setup["off_variant"]}
    for serve in serves:
        found |= {serve["variant"]} if serve["kind"] == "variant" else {
            part["variant"] for part in serve["slices"] if part["variant"] is not None
        }  # fmt: skip
    return found
