"""Use cases of experiments: what they are, and how they change their flag."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from gapless.features.feature_flags.approvals.operations import Deed, Wish
from gapless.features.feature_flags.approvals.service import ApprovalService
from gapless.features.feature_flags.editor import FlagEditor, Loaded
from gapless.features.feature_flags.experiments import rules
from gapless.features.feature_flags.experiments.checks import faults_of
from gapless.features.feature_flags.experiments.models import Experiment
from gapless.features.feature_flags.experiments.problems import (
    ExperimentFlagOff,
    ExperimentInvalid,
    ExperimentLocked,
    ExperimentMoveRefused,
    ExperimentNotFound,
    ExperimentOverlaps,
    ExperimentWaits,
)
from gapless.features.feature_flags.experiments.repository import ExperimentRepository, Found
from gapless.features.feature_flags.experiments.rules import Act
from gapless.features.feature_flags.experiments.schemas import ExperimentCreate, ExperimentEdit
from gapless.features.feature_flags.repository import FlagRepository
from gapless.features.feature_flags.soundness import normalised
from gapless.features.feature_flags.states import applied, seen_by
from gapless.platform import clock, ids
from gapless.platform.audit import Change
from gapless.platform.problems import FieldError
from gapless.platform.unit import Unit

FREE = {"name", "hypothesis", "owner"}
"""What may change once users have come."""
_ASKED = "experiment.act_requested"
_SHIPPABLE = ("running", "paused", "completed")
_DONE = {
    "start": "started", "pause": "paused", "resume": "resumed", "complete": "completed",
    "ship": "shipped",
}  # fmt: skip


class ExperimentService:
    """The experiments of the brand acted in."""

    def __init__(self, unit: Unit, *, author: str | None = None) -> None:
        """`author`: who asked for what is done, if others agreed to it."""
        self.unit = unit
        self.repository = ExperimentRepository(unit.db, unit.tenant_id)
        self.editor = FlagEditor(unit, FlagRepository(unit.db, unit.tenant_id), author=author)

    async def all(
        self, statuses: Sequence[str], flag_id: UUID | None, *, archived: bool
    ) -> list[Found]:
        """Experiments: those that run first, then the newest."""
        return await self.repository.all(statuses, flag_id, archived=archived)

    async def get(self, experiment_id: UUID, *, lock: bool = False) -> Found:
        """One experiment; raise `ExperimentNotFound`."""
        self.unit.change.about("experiment", experiment_id)
        found = await self.repository.get(experiment_id, lock=lock)
        if found is None:
            raise ExperimentNotFound
        return found

    async def create(self, wanted: ExperimentCreate) -> Found:
        """Make a draft; raise `FlagNotFound` or `ExperimentInvalid`."""
        loaded = await self.editor.load(wanted.flag)
        values = wanted.model_dump(exclude={"flag"})
        experiment = Experiment(
            id=ids.new_id(),
            tenant_id=self.unit.tenant_id,
            flag_id=wanted.flag,
            seen_until=None,
            decision=None,
            request_id=None,
            started_at=None,
            ended_at=None,
            archived_at=None,
            created_by=self.editor.author,
            updated_by=self.editor.author,
            **_kept(values),
        )
        await self._check(experiment, loaded)
        self.unit.db.add(experiment)
        await self.unit.db.flush()
        return await self._told(experiment, before=None)

    async def edit(
        self, experiment_id: UUID, wanted: ExperimentEdit, check_version: Callable[[int], None]
    ) -> Found:
        """Change a draft, or the words of one that has started.

        Raises `StaleWrite`, `ExperimentLocked`, `ExperimentInvalid`.
        """
        found = await self.get(experiment_id, lock=True)
        experiment = found.experiment
        check_version(experiment.version)
        before = state_of(experiment)
        values = _kept(wanted.model_dump(exclude_unset=True))
        if experiment.status != "draft" and set(values) - FREE:
            fields = sorted(set(values) - FREE)
            raise ExperimentLocked(fields=", ".join(fields), details={"fields": fields})
        for key, value in values.items():
            if value is not None or key in ("owner", "planned_users"):
                setattr(experiment, key, value)
        if experiment.status == "draft":
            await self._check(experiment, await self.editor.load(experiment.flag_id))
        return await self._changed(experiment, before)

    async def act(self, experiment_id: UUID, act: Act) -> Found:
        """Start, pause, resume or complete; where consent is needed, ask for it instead.

        Raises `ExperimentMoveRefused`, `ExperimentWaits`, and for whatever divides users
        `ExperimentFlagOff`, `ExperimentOverlaps` and what speaks against the change of the flag.
        """
        experiment, before = await self._movable(experiment_id, rules.MOVES[act][0])
        loaded = await self.editor.changeable(experiment.flag_id, lambda _: None)
        setup = loaded.state()["environments"][experiment.environment]
        if act in ("start", "resume"):
            await self.require_alone(experiment, loaded)
            change = rules.with_rule(setup, self.rule_of(experiment))
        else:
            change = rules.without_rule(setup, experiment.id)
        deed = self._deed(experiment, act, None)
        return await self._do_or_ask(experiment, loaded, change, deed, before)

    async def ship(self, experiment_id: UUID, variant: str) -> Found:
        """Give a variant to all whom the experiment was about; it is completed thereby.

        Raises `ReasonRequired`, `ExperimentMoveRefused`, `ExperimentWaits`, `ExperimentInvalid`.
        """
        self.unit.require_reason()
        experiment, before = await self._movable(experiment_id, _SHIPPABLE)
        if variant not in [v["variant"] for v in experiment.variants]:
            fault = FieldError(field="body.variant", code="UNKNOWN_VARIANT", message=variant)
            raise ExperimentInvalid(count=1, first=variant, errors=[fault])
        loaded = await self.editor.changeable(experiment.flag_id, lambda _: None)
        setup = loaded.state()["environments"][experiment.environment]
        change = rules.shipped(setup, experiment.id, variant, experiment.audience)
        deed = self._deed(experiment, "ship", variant)
        return await self._do_or_ask(experiment, loaded, change, deed, before)

    async def archive(self, experiment_id: UUID) -> Found:
        """Put a draft or a completed experiment away."""
        experiment, before = await self._movable(experiment_id, ("draft", "completed"))
        experiment.archived_at = clock.now()
        return await self._changed(experiment, before)

    def rule_of(self, experiment: Experiment) -> dict[str, Any]:
        """The rule by which the flag divides the experiment's users."""
        return rules.running_rule(
            experiment.id,
            name=experiment.name,
            bucket_by=experiment.bucket_by,
            audience=experiment.audience,
            traffic=experiment.traffic,
            variants=experiment.variants,
        )

    async def _movable(
        self, experiment_id: UUID, wanted: Sequence[str]
    ) -> tuple[Experiment, dict[str, Any]]:
        experiment = (await self.get(experiment_id, lock=True)).experiment
        if experiment.status not in wanted or experiment.archived_at is not None:
            status = "archived" if experiment.archived_at else experiment.status
            raise ExperimentMoveRefused(status=status, wanted=", ".join(wanted))
        return experiment, state_of(experiment)

    async def require_alone(self, experiment: Experiment, loaded: Loaded) -> None:
        """Raise `ExperimentFlagOff`, or `ExperimentOverlaps` if another one has the flag."""
        if not loaded.configurations[experiment.environment].enabled:
            raise ExperimentFlagOff(flag=loaded.flag.key, environment=experiment.environment)
        other = await self.repository.dividing(experiment.flag_id, experiment.environment)
        if other is not None and other.id != experiment.id:
            raise ExperimentOverlaps(
                name=other.name, environment=experiment.environment, flag=loaded.flag.key
            )

    def _deed(self, experiment: Experiment, act: str, variant: str | None) -> Deed:
        reason, state = self.unit.change.reason, agreed_state(experiment)
        return Deed(experiment.id, experiment.name, act, variant, reason, state)

    async def _do_or_ask(
        self,
        experiment: Experiment,
        loaded: Loaded,
        change: dict[str, Any],
        deed: Deed,
        before: dict[str, Any],
    ) -> Found:
        """Change flag and experiment; where others have to agree first, ask them instead."""
        kept = await self.repository.waiting(experiment.request_id)
        if kept is not None:
            waiting = Deed.of(kept)
            if replace(waiting, reason=None, name="") == replace(deed, reason=None, name=""):
                self.unit.change.action = _ASKED  # asked once is enough
                return await self._told(experiment, before)
            raise ExperimentWaits(act=waiting.act, details={"request": str(experiment.request_id)})
        patch = {"environments": {experiment.environment: {"configuration": change}}}
        was = loaded.state()
        after = normalised(applied(was, patch))
        done = f"experiment_{_DONE[deed.act]}"
        reason = deed.reason
        comment = f"{experiment.name}: {reason}"[:500] if reason else experiment.name
        if await self.editor.consent_needed(was, after, seen_by(was, after)):
            wish = Wish("experiment", patch, deed=deed)
            asked = await ApprovalService(self.unit).ask_for(loaded, wish, comment)
            experiment.request_id = asked.request.id
            self.unit.change.action = _ASKED
        else:
            await self.editor.put(loaded, patch, done, comment=comment)
            self.enter(experiment, deed)
        self.unit.change.reason = reason
        return await self._changed(experiment, before)

    async def carry_out(self, loaded: Loaded, wish: Wish, request_id: UUID, comment: str) -> None:
        """Do what others have agreed to: the flag and the experiment change in one.

        It leaves an audit row of its own beside that of the consent.
        """
        deed = cast(Deed, wish.deed)
        experiment, before = await self._movable(
            deed.experiment,
            _SHIPPABLE if deed.act == "ship" else rules.MOVES[cast(Act, deed.act)][0],
        )
        if deed.act in ("start", "resume"):
            await self.require_alone(experiment, loaded)
        done = _DONE[deed.act]
        await self.editor.put(
            loaded, wish.patch, f"experiment_{done}", comment=comment, consented=True
        )
        self.enter(experiment, deed, request_id)
        self._touch(experiment)
        told = Change(reason=deed.reason, before=before, after=state_of(experiment))
        told.about("experiment", experiment.id)
        told.details = {
            "name": experiment.name,
            "status": experiment.status,
            "asked_by": self.editor.author,
            "request": str(request_id),
        }
        self.unit.asides.append({"action": f"experiment.{done}", "change": told})

    def enter(self, experiment: Experiment, deed: Deed, request_id: UUID | None = None) -> None:
        """The state that an act leads to; its flag is changed already."""
        now = clock.now()
        experiment.request_id = None
        if deed.act != "ship":
            _move(experiment, rules.MOVES[cast(Act, deed.act)][1], now)
            return
        if experiment.status != "completed":
            _move(experiment, "completed", now)
        experiment.decision = {
            "variant": deed.variant,
            "by": self.editor.author,
            "at": clock.iso(now),
            "reason": deed.reason,
            "request": str(request_id) if request_id else None,
        }

    async def _check(self, experiment: Experiment, loaded: Loaded) -> None:
        """Raise `ExperimentInvalid` with every fault and its place."""
        errors = faults_of(experiment, loaded.state()["variants"])
        if not errors:
            setup = loaded.state()["environments"][experiment.environment]
            change = rules.with_rule(setup, self.rule_of(experiment))
            patch = {"environments": {experiment.environment: {"configuration": change}}}
            after = normalised(applied(loaded.state(), patch))
            errors = await self.editor.soundness.faults(after, [experiment.environment])
        if errors:
            raise ExperimentInvalid(count=len(errors), first=errors[0].message, errors=errors)

    async def _changed(self, experiment: Experiment, before: dict[str, Any]) -> Found:
        self._touch(experiment)
        return await self._told(experiment, before)

    def _touch(self, experiment: Experiment) -> None:
        experiment.version += 1
        experiment.updated_at = clock.now()
        experiment.updated_by = self.editor.author

    async def _told(self, experiment: Experiment, before: dict[str, Any] | None) -> Found:
        await self.unit.db.flush()
        change = self.unit.change
        change.about("experiment", experiment.id)
        change.details = {"name": experiment.name, "status": experiment.status}
        change.before, change.after = before, state_of(experiment)
        return await self.get(experiment.id)


def _move(experiment: Experiment, status: str, now: datetime) -> None:
    """Enter a state, and note the span in which it runs."""
    experiment.status = status
    if status == "running":
        experiment.started_at = experiment.started_at or now
        experiment.runs = [*experiment.runs, {"from": clock.iso(now), "to": None}]
        return
    experiment.runs = [{**run, "to": run["to"] or clock.iso(now)} for run in experiment.runs]
    if status == "completed":
        experiment.ended_at = now


def _kept(values: dict[str, Any]) -> dict[str, Any]:
    """What was sent, as it is kept."""
    kept = dict(values)
    if kept.get("traffic") is not None:
        kept["traffic"] = max(1, round(kept["traffic"] * 1000))
    if kept.get("metrics") is not None:
        kept["metrics"] = [_metric(metric) for metric in kept["metrics"]]
    if kept.get("variants") is not None:
        kept["variants"] = [
            {**variant, "name": variant["name"] or variant["variant"]}
            for variant in kept["variants"]
        ]
    return kept


def _metric(sent: dict[str, Any]) -> dict[str, Any]:
    """A metric with what is known of it: the well-known ones need no more than their name."""
    known = rules.WELL_KNOWN.get(sent["key"])
    if known is None:
        return {**sent, "kind": sent["kind"], "event": sent["event"] or sent["key"]}
    kind, event, denominator = known
    return {
        **sent,
        "kind": sent["kind"] or kind,
        "event": sent["event"] or event,
        "denominator": sent["denominator"] or (denominator if not sent["event"] else None),
    }


def agreed_state(experiment: Experiment) -> dict[str, Any]:
    """What others agree to with an act of the experiment: all but its words."""
    state = state_of(experiment)
    kept = {key: value for key, value in state.items() if key not in {*FREE, "decision"}}
    return {**kept, "archived": experiment.archived_at is not None}


def state_of(experiment: Experiment) -> dict[str, Any]:
    """An experiment as the audit log keeps it."""
    return {
        key: getattr(experiment, key)
        for key in (
            "name", "hypothesis", "owner", "status", "environment", "bucket_by", "audience",
            "traffic", "variants", "metrics", "alpha", "power", "planned_users", "least_users",
            "decision",
        )
    }  # fmt: skip
