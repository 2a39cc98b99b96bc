"""Use cases of environments."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from gapless.features.feature_flags.editor import CheckVersion, FlagEditor, Loaded
from gapless.features.feature_flags.environments.schemas import (
    Compared,
    EnvironmentComparison,
    EnvironmentEdit,
    EnvironmentRow,
    PromoteRequest,
    Promotion,
)
from gapless.features.feature_flags.environments.words import told
from gapless.features.feature_flags.models import FlagEnvironment
from gapless.features.feature_flags.overview import load_overview
from gapless.features.feature_flags.problems import NothingChanges
from gapless.features.feature_flags.repository import FlagFilter, FlagRepository
from gapless.features.feature_flags.rules import ENVIRONMENTS, Environment
from gapless.features.feature_flags.service import FlagService
from gapless.features.feature_flags.states import (
    applied,
    configuration,
    differences,
    seen_by,
)
from gapless.features.feature_flags.views import state
from gapless.platform.unit import Unit


class EnvironmentService:
    """The environments of the brand acted in."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self.repository = FlagRepository(unit.db, unit.tenant_id)
        self.editor = FlagEditor(unit, self.repository)

    async def all(self) -> list[EnvironmentRow]:
        """Every environment, production first."""
        known = await self.repository.environments()
        counts = await self.repository.counts()
        return [
            self._row(name, known.get(name), *counts.get(name, (0, 0))) for name in ENVIRONMENTS
        ]

    async def edit(self, environment: Environment, wanted: EnvironmentEdit) -> EnvironmentRow:
        """Change whose consent an environment needs; raise `ReasonRequired`."""
        self.unit.require_reason()
        found = await self.repository.environment(environment)
        change = self.unit.change
        change.about("flag_environment", environment)
        change.details = {"name": environment, "environments": [environment]}
        change.before = _rules(found)
        found.approvals_required = wanted.approvals_required
        found.off_needs_approval = wanted.off_needs_approval
        change.after = _rules(found)
        await self.unit.db.flush()
        counts = await self.repository.counts()
        return self._row(environment, found, *counts.get(environment, (0, 0)))

    async def compare(self, left: Environment, right: Environment) -> list[EnvironmentComparison]:
        """Every flag in two environments, with what differs."""
        flags = await FlagService(self.unit).all(FlagFilter())
        overview = await load_overview(
            self.unit.db, self.unit.tenant_id, flags,
            stale_days=self.unit.settings.flag_stale_days,
        )  # fmt: skip
        rows = []
        for one in flags:
            setups = one.state()["environments"]
            differing = differences(setups[left], setups[right])
            states = {
                name: Compared(status=state(name, one.configurations[name], overview).status)
                for name in ENVIRONMENTS
            }
            rows.append(
                EnvironmentComparison.model_validate(
                    {
                        "id": one.flag.id,
                        "flag_id": one.flag.key,
                        "flag_name": one.flag.name,
                        **states,
                        "differing": differing,
                        "differences": [told(k, setups[left], setups[right]) for k in differing],
                    }
                )
            )
        return rows

    async def preview(self, flag_id: UUID, asked: PromoteRequest) -> Promotion:
        """What carrying a flag to another environment would do; raise `FlagNotFound`."""
        loaded = await self.editor.load(flag_id)
        before = loaded.state()
        patch = promotion_patch(loaded, asked)
        after = applied(before, patch)
        needed = await self.editor.consent_needed(before, after, seen_by(before, after))
        old, new = before["environments"][asked.target], after["environments"][asked.target]
        return Promotion.model_validate(
            {
                "before": old,
                "after": new,
                "differing": differences(old, new),
                "faults": await self.editor.soundness.faults(after, [asked.target]),
                "approvals_required": needed.get(asked.target, 0),
                "patch": patch["environments"][asked.target],
            }
        )

    async def promote(
        self, flag_id: UUID, asked: PromoteRequest, check_version: CheckVersion
    ) -> Loaded:
        """Set a flag in one environment as it is set in another; raise `NothingChanges`."""
        loaded = await self.editor.changeable(flag_id, check_version)
        patch = promotion_patch(loaded, asked)
        comment = asked.comment or f"{asked.source} → {asked.target}"
        if not await self.editor.put(loaded, patch, "promoted", comment=comment):
            raise NothingChanges
        return loaded

    def _row(
        self, name: Environment, found: FlagEnvironment | None, flags: int, on: int
    ) -> EnvironmentRow:
        return EnvironmentRow(
            environment=name,
            version=found.version if found else 0,
            changed_at=found.changed_at if found and found.version else None,
            flags=flags,
            on=on,
            approvals_required=found.approvals_required if found else 0,
            off_needs_approval=found.off_needs_approval if found else False,
        )


def promotion_patch(loaded: Loaded, asked: PromoteRequest) -> dict[str, Any]:
    """The patch that sets a flag in the target as in the source."""
    setup = loaded.state()["environments"][asked.source]
    change: dict[str, Any] = {"configuration": configuration(setup)}
    if asked.with_enabled:
        change["enabled"] = setup["enabled"]
    return {"environments": {asked.target: change}}


def _rules(found: FlagEnvironment) -> dict[str, Any]:
    return {
        "approvals_required": found.approvals_required,
        "off_needs_approval": found.off_needs_approval,
    }
