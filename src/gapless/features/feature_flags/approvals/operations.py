"""What a change request is about: from the wish to what is kept, and from that to the deed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from gapless.features.feature_flags.approvals.models import FlagChangeRequest
from gapless.features.feature_flags.approvals.schemas import (
    ArchiveOperation,
    ConfigureOperation,
    EditOperation,
    Operation,
    PromoteOperation,
    RampOperation,
    RollbackOperation,
)
from gapless.features.feature_flags.editor import FlagEditor, Loaded
from gapless.features.feature_flags.environments.service import promotion_patch
from gapless.features.feature_flags.history.service import HistoryService
from gapless.features.feature_flags.problems import NothingChanges
from gapless.features.feature_flags.ramps.rules import serve_at, serve_in, with_serve
from gapless.features.feature_flags.ramps.schemas import RampCreate
from gapless.features.feature_flags.ramps.service import RampService
from gapless.features.feature_flags.repository import FlagRepository
from gapless.features.feature_flags.schedule.service import ScheduleService
from gapless.features.feature_flags.soundness import normalised
from gapless.features.feature_flags.states import State, applied
from gapless.platform import clock
from gapless.platform.unit import Unit

_ACTIONS = {
    "configure": "configured",
    "edit": "updated",
    "rollback": "rolled_back",
    "promote": "promoted",
    "archive": "archived",
}


@dataclass(frozen=True, slots=True)
class Deed:
    """What an experiment does, beside changing its flag, as soon as others have agreed."""

    experiment: UUID
    name: str
    act: str
    variant: str | None
    reason: str | None
    state: dict[str, Any]
    """The experiment as it was agreed to."""

    def as_json(self) -> dict[str, Any]:
        """As the database keeps it."""
        return {
            "experiment": str(self.experiment),
            "name": self.name,
            "act": self.act,
            "variant": self.variant,
            "reason": self.reason,
            "state": self.state,
        }

    @classmethod
    def of(cls, kept: dict[str, Any]) -> Deed:
        """From what the database keeps."""
        return cls(**{**kept, "experiment": UUID(kept["experiment"])})


@dataclass(frozen=True, slots=True)
class Wish:
    """An operation as it is kept: a patch, when, a ramp, or what an experiment does with it."""

    kind: str
    patch: dict[str, Any]
    due_at: datetime | None = None
    ramp: RampCreate | None = None
    deed: Deed | None = None

    def as_json(self) -> dict[str, Any]:
        """As the database keeps it."""
        return {
            "kind": self.kind,
            "patch": self.patch,
            "due_at": clock.iso(self.due_at) if self.due_at else None,
            "ramp": self.ramp.model_dump(mode="json") if self.ramp else None,
            "deed": self.deed.as_json() if self.deed else None,
        }

    @classmethod
    def of(cls, kept: dict[str, Any]) -> Wish:
        """From what the database keeps."""
        return cls(
            kind=kept["kind"],
            patch=kept["patch"],
            due_at=datetime.fromisoformat(kept["due_at"]) if kept["due_at"] else None,
            ramp=RampCreate.model_validate(kept["ramp"]) if kept["ramp"] else None,
            deed=Deed.of(kept["deed"]) if kept.get("deed") else None,
        )

    def outcome(self, state: State) -> State:
        """The flag as the wish would make it; of a ramp, as its last step would."""
        return normalised(applied(state, self.patch))


class Deeds(Protocol):
    """Whoever does what experiments wait to do."""

    async def changed(self, deed: Deed) -> list[str]:
        """In what the experiment is no longer as it was agreed to."""
        ...

    async def hold(self, deed: Deed) -> None:
        """Lock the experiment, before its flag, as its own acts do; raise if it has changed."""
        ...

    async def do(self, loaded: Loaded, wish: Wish, request: FlagChangeRequest) -> None:
        """Change the flag and the experiment in one."""
        ...


async def wish_of(unit: Unit, loaded: Loaded, operation: Operation) -> Wish:
    """What is asked for, as a patch of the flag; raise what speaks against it."""
    match operation:
        case ConfigureOperation():
            change = operation.model_dump(include={"enabled", "configuration"}, exclude_none=True)
            patch: dict[str, Any] = {"environments": {operation.environment: change}}
            if operation.due_at is None:
                patch = _without_same_state(loaded, patch)
            return Wish("configure", patch, due_at=operation.due_at)
        case EditOperation():
            given = operation.patch()
            given.pop("kind", None)
            return Wish("edit", given)
        case RollbackOperation():
            back = await HistoryService(unit).patch_to(
                loaded, operation.version, operation.environment
            )
            return Wish("rollback", dict(back))
        case PromoteOperation():
            patch = _without_same_state(loaded, promotion_patch(loaded, operation))
            return Wish("promote", patch)
        case ArchiveOperation():
            return Wish("archive", {"archived": True})
        case RampOperation():
            ramp = RampCreate.model_validate(operation.model_dump(exclude={"kind"}))
            return Wish("ramp", _last_step(loaded, ramp), ramp=ramp)


def _without_same_state(loaded: Loaded, patch: dict[str, Any]) -> dict[str, Any]:
    """The patch without "on" for what is on: it would switch on again what is off by then."""
    setups = loaded.state()["environments"]
    changes = {
        name: {
            key: value
            for key, value in change.items()
            if key != "enabled" or value != setups[name]["enabled"]
        }
        for name, change in patch["environments"].items()
    }
    return {"environments": changes}


def _last_step(loaded: Loaded, ramp: RampCreate) -> dict[str, Any]:
    """The patch of a ramp's last step, by which it is judged."""
    setup = loaded.state()["environments"][ramp.environment]
    before = serve_in(setup, ramp.rule)
    if before is None:
        raise NothingChanges
    serve = serve_at(
        ramp.steps[-1].weight,
        before,
        variant=ramp.variant,
        rest=ramp.rest or setup["off_variant"],
        bucket_by=ramp.bucket_by,
        key=loaded.flag.key,
    )
    change = {"enabled": True, "configuration": with_serve(setup, ramp.rule, serve)}
    return {"environments": {ramp.environment: change}}


async def carry_out(unit: Unit, loaded: Loaded, request: FlagChangeRequest, deeds: Deeds) -> None:
    """Do what a request asked for; its consent is there."""
    wish = Wish.of(request.operation)
    comment = request.comment
    if wish.deed is not None:
        await deeds.do(loaded, wish, request)
    elif wish.ramp is not None:
        ramp = wish.ramp.model_copy(update={"comment": comment})
        await RampService(unit, author=request.author).start(loaded, ramp, request_id=request.id)
    elif wish.due_at is not None and wish.due_at > clock.now():
        [(environment, change)] = wish.patch["environments"].items()
        await ScheduleService(unit, author=request.author).add(
            loaded, environment, change, wish.due_at,
            comment=comment, request_id=request.id,
        )  # fmt: skip
    else:
        editor = FlagEditor(unit, FlagRepository(unit.db, unit.tenant_id), author=request.author)
        await editor.put(loaded, wish.patch, _ACTIONS[wish.kind], comment=comment, consented=True)
