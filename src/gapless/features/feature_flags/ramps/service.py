"""Use cases of ramps."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from gapless.features.feature_flags.editor import FlagEditor, Loaded
from gapless.features.feature_flags.metrics.repository import MetricRepository
from gapless.features.feature_flags.problems import (
    RampEnded,
    RampNotFound,
    RampRunning,
    RampTargetMissing,
)
from gapless.features.feature_flags.ramps.models import FlagRamp
from gapless.features.feature_flags.ramps.repository import RampRepository
from gapless.features.feature_flags.ramps.rules import (
    Serve,
    breaks,
    broken_text,
    rollout_of,
    serve_at,
    serve_in,
    with_serve,
)
from gapless.features.feature_flags.ramps.schemas import RampCreate
from gapless.features.feature_flags.repository import FlagRepository
from gapless.platform import clock
from gapless.platform.unit import Unit

ALIVE = ("running", "paused", "held")


class RampService:
    """The ramps of the brand acted in."""

    def __init__(self, unit: Unit, *, author: str | None = None) -> None:
        self.unit = unit
        self.repository = RampRepository(unit.db, unit.tenant_id)
        self.metrics = MetricRepository(unit.db, unit.tenant_id)
        flags = FlagRepository(unit.db, unit.tenant_id)
        self.editor = FlagEditor(unit, flags, author=author)

    async def all(self, flag_id: UUID) -> list[FlagRamp]:
        """The ramps of a flag, newest first; raise `FlagNotFound`."""
        await self.editor.load(flag_id)
        return await self.repository.all(flag_id)

    async def start(
        self,
        loaded: Loaded,
        wanted: RampCreate,
        *,
        request_id: UUID | None = None,
    ) -> FlagRamp:
        """Start a ramp on a locked flag, with its first step.

        Raises `RampRunning`, `RampTargetMissing`, `FlagInvalid`, and `ApprovalRequired` unless it
        comes of a request.
        """
        setup = loaded.state()["environments"][wanted.environment]
        serve = serve_in(setup, wanted.rule)
        if serve is None:
            raise RampTargetMissing(rule=wanted.rule)
        first = wanted.steps[0]
        ramp = FlagRamp(
            tenant_id=self.unit.tenant_id,
            flag_id=loaded.flag.id,
            environment=wanted.environment,
            rule=wanted.rule,
            variant=wanted.variant,
            rest=wanted.rest or setup["off_variant"],
            bucket_by=wanted.bucket_by,
            salt=rollout_of(serve, wanted.bucket_by, loaded.flag.key)["salt"],
            steps=[step.model_dump() for step in wanted.steps],
            guardrails=[rail.model_dump() for rail in wanted.guardrails],
            next_at=clock.now() + timedelta(minutes=first.minutes),
            serve_before={"serve": serve, "enabled": setup["enabled"]},
            serve_written={},
            outcome=None,
            comment=wanted.comment or "",
            request_id=request_id,
            author=self.editor.author,
            ended_at=None,
        )
        ramp.serve_written = self._serve(ramp, first.weight)
        self.unit.db.add(ramp)
        try:
            await self.unit.db.flush()
        except IntegrityError as running:
            raise RampRunning(environment=wanted.environment) from running
        await self._write(
            loaded, ramp, "ramp_started", enabled=True, consented=request_id is not None
        )
        return ramp

    async def tick(self, ramp_id: UUID) -> bool:
        """Look after a running ramp: guardrails, then its next step if that is due.

        False: there was nothing to do.
        """
        ramp = await self.repository.get(ramp_id)
        if ramp is None or ramp.status != "running":
            return False
        loaded = await self.editor.load(ramp.flag_id, lock=True)
        self._tell(loaded, ramp)
        setup = loaded.state()["environments"][ramp.environment]
        if loaded.flag.archived_at or serve_in(setup, ramp.rule) != ramp.serve_written:
            self._end(ramp, "stopped", {"code": "taken_over"})
        elif not setup["enabled"]:
            ramp.status, ramp.outcome = "paused", {"code": "flag_off"}
        elif broken := await self._broken(loaded, ramp):
            await self._go_back(loaded, ramp, broken)
        elif ramp.next_at is not None and ramp.next_at <= clock.now():
            await self._step(loaded, ramp)
        else:
            return False
        return True

    async def pause(self, ramp_id: UUID) -> FlagRamp:
        """Stay at the present step until somebody resumes."""
        ramp, loaded = await self._alive(ramp_id, "running")
        ramp.status, ramp.outcome = "paused", {"code": "by_hand", "by": self.editor.author}
        self._tell(loaded, ramp)
        return ramp

    async def resume(self, ramp_id: UUID) -> FlagRamp:
        """Go on from the present step, which gets its whole time again."""
        ramp, loaded = await self._alive(ramp_id, "paused")
        ramp.status, ramp.outcome = "running", None
        ramp.next_at = clock.now() + timedelta(minutes=ramp.steps[ramp.step]["minutes"])
        self._tell(loaded, ramp)
        return ramp

    async def roll_back(self, ramp_id: UUID) -> FlagRamp:
        """Serve again what was served before the ramp; raise `ReasonRequired`."""
        self.unit.require_reason()
        ramp, loaded = await self._alive(ramp_id, *ALIVE)
        await self._go_back(loaded, ramp, {"code": "by_hand", "by": self.editor.author})
        return ramp

    async def _alive(self, ramp_id: UUID, *statuses: str) -> tuple[FlagRamp, Loaded]:
        ramp = await self.repository.get(ramp_id)
        if ramp is None:
            raise RampNotFound
        if ramp.status not in statuses:
            raise RampEnded(status=ramp.status)
        return ramp, await self.editor.load(ramp.flag_id, lock=True)

    async def _broken(self, loaded: Loaded, ramp: FlagRamp) -> dict[str, Any] | None:
        for rail in ramp.guardrails:
            since = max(clock.now() - timedelta(minutes=rail["window_minutes"]), ramp.created_at)
            of_variant = rail["of"] == "variant"
            found = await self.metrics.measured(
                ramp.environment,
                rail["metric"],
                since,
                flag_key=loaded.flag.key if of_variant else None,
                variant=ramp.variant if of_variant else None,
            )
            value = {"mean": found.mean, "sum": found.total, "count": float(found.count)}[
                rail["aggregate"]
            ]
            if breaks(rail, found.count, value):
                return {"code": "guardrail", "guardrail": rail, "value": value,
                        "count": found.count}  # fmt: skip
        return None

    async def _step(self, loaded: Loaded, ramp: FlagRamp) -> None:
        if ramp.step + 1 >= len(ramp.steps):
            self._end(ramp, "completed", {"code": "completed"})
            return
        ramp.step += 1
        step = ramp.steps[ramp.step]
        ramp.next_at = clock.now() + timedelta(minutes=step["minutes"])
        ramp.serve_written = self._serve(ramp, step["weight"])
        await self._write(loaded, ramp, "ramp_step")

    async def _go_back(self, loaded: Loaded, ramp: FlagRamp, outcome: dict[str, Any]) -> None:
        setup = loaded.state()["environments"][ramp.environment]
        if serve_in(setup, ramp.rule) == ramp.serve_written:
            ramp.serve_written = ramp.serve_before["serve"]
            enabled = setup["enabled"] and ramp.serve_before["enabled"]
            why = broken_text(outcome) if outcome["code"] == "guardrail" else ""
            await self._write(loaded, ramp, "ramp_rolled_back", enabled=enabled, why=why)
        self._end(ramp, "rolled_back", outcome)
        self._tell(loaded, ramp)

    async def _write(
        self,
        loaded: Loaded,
        ramp: FlagRamp,
        action: str,
        *,
        enabled: bool | None = None,
        consented: bool = True,
        why: str | None = None,
    ) -> None:
        setup = loaded.state()["environments"][ramp.environment]
        change: dict[str, Any] = {"configuration": with_serve(setup, ramp.rule, ramp.serve_written)}
        if enabled is not None:
            change["enabled"] = enabled
        patch = {"environments": {ramp.environment: change}}
        if why is None:
            why = f"{ramp.steps[ramp.step]['weight'] / 1000:g}%"
        comment = " ".join(filter(None, (why, self.unit.change.reason, ramp.comment)))
        await self.editor.put(loaded, patch, action, comment=comment, consented=consented)

    def _serve(self, ramp: FlagRamp, weight: int) -> Serve:
        return serve_at(
            weight,
            ramp.serve_before["serve"],
            variant=ramp.variant,
            rest=ramp.rest,
            bucket_by=ramp.bucket_by,
            key=ramp.salt,
        )

    def _end(self, ramp: FlagRamp, status: str, outcome: dict[str, Any]) -> None:
        ramp.status, ramp.outcome = status, outcome
        ramp.next_at, ramp.ended_at = None, clock.now()

    def _tell(self, loaded: Loaded, ramp: FlagRamp) -> None:
        change = self.unit.change
        change.about("flag", loaded.flag.id)
        change.details = {
            **change.details,
            "name": loaded.flag.name,
            "key": loaded.flag.key,
            "environments": [ramp.environment],
            "ramp": {"id": str(ramp.id), "status": ramp.status, "outcome": ramp.outcome},
        }
