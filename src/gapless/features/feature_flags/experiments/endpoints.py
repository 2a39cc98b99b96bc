"""Routes of experiments."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Request, Response

from gapless.features.feature_flags.access import flag_policy
from gapless.features.feature_flags.endpoints import CHANGE_PROBLEMS
from gapless.features.feature_flags.experiments import views
from gapless.features.feature_flags.experiments.planning import plan
from gapless.features.feature_flags.experiments.problems import (
    ExperimentFlagOff,
    ExperimentInvalid,
    ExperimentLocked,
    ExperimentMoveRefused,
    ExperimentNotFound,
    ExperimentOverlaps,
    ExperimentWaits,
    PlanImpossible,
)
from gapless.features.feature_flags.experiments.repository import Found
from gapless.features.feature_flags.experiments.rules import Status
from gapless.features.feature_flags.experiments.schemas import (
    Baselines,
    EventCount,
    ExperimentCreate,
    ExperimentEdit,
    ExperimentResult,
    ExperimentRow,
    PlanRequest,
    PlanResult,
    Ship,
)
from gapless.features.feature_flags.experiments.service import ExperimentService
from gapless.features.feature_flags.problems import FlagNotFound
from gapless.features.feature_flags.rules import Environment
from gapless.platform import clock
from gapless.platform.etags import check_if_match, set_etag
from gapless.platform.ids import PathId
from gapless.platform.permissions import Permission
from gapless.platform.problems import ReasonRequired, StaleWrite
from gapless.platform.routing import Router
from gapless.platform.unit import UnitDep

router = Router(prefix="/flags/experiments", tags=["experiments"])
LOOK_BACK = timedelta(days=14)
MOVE_PROBLEMS = [ExperimentNotFound, ExperimentMoveRefused, ExperimentWaits, *CHANGE_PROBLEMS]


def _service(unit: UnitDep) -> ExperimentService:
    return ExperimentService(unit)


Experiments = Annotated[ExperimentService, Depends(_service)]


def _answer(found: Found, response: Response) -> ExperimentRow:
    set_etag(response, found.experiment.version)
    return views.row(found)


@router.get("")
@flag_policy(Permission.FLAGS_READ)
async def list_experiments(
    experiments: Experiments,
    status: Annotated[list[Status] | None, Query()] = None,
    flag: UUID | None = None,
    archived: bool = False,
) -> list[ExperimentRow]:
    """The brand's experiments: those that run first, then the newest."""
    found = await experiments.all(status or (), flag, archived=archived)
    return [views.row(one) for one in found]


@router.post("")
@flag_policy(
    Permission.FLAGS_WRITE, audit="experiment.created", problems=[FlagNotFound, ExperimentInvalid]
)
async def create_experiment(
    body: ExperimentCreate, experiments: Experiments, response: Response
) -> ExperimentRow:
    """Make a draft. Nothing happens to users before it is started."""
    return _answer(await experiments.create(body), response)


@router.post("/plan")
@flag_policy(
    Permission.FLAGS_READ, audit="experiment.planned", audit_denied_only=True,
    problems=[PlanImpossible],
)  # fmt: skip
async def plan_experiment(body: PlanRequest) -> PlanResult:
    """How many users an effect takes to be found, how long, and what each week could find."""
    return await asyncio.to_thread(plan, body)  # it searches for numbers


@router.get("/baselines")
@flag_policy(Permission.FLAGS_READ)
async def list_experiment_baselines(
    experiments: Experiments, environment: Environment = "production"
) -> Baselines:
    """What programs reported in the last two weeks, as something to plan with."""
    found = await experiments.repository.baselines(environment, clock.now() - LOOK_BACK)
    return Baselines(events=[EventCount.model_validate(one) for one in found])


@router.get("/{experiment_id}")
@flag_policy(Permission.FLAGS_READ, problems=[ExperimentNotFound])
async def get_experiment(
    experiment_id: PathId, experiments: Experiments, response: Response
) -> ExperimentRow:
    """One experiment."""
    return _answer(await experiments.get(experiment_id), response)


@router.patch("/{experiment_id}")
@flag_policy(
    Permission.FLAGS_WRITE, audit="experiment.updated",
    problems=[ExperimentNotFound, ExperimentInvalid, ExperimentLocked, StaleWrite],
)  # fmt: skip
async def edit_experiment(
    experiment_id: PathId,
    body: ExperimentEdit,
    experiments: Experiments,
    request: Request,
    response: Response,
) -> ExperimentRow:
    """Change a draft. Of one that has started, only name, hypothesis and owner may change."""
    found = await experiments.edit(experiment_id, body, lambda v: check_if_match(request, v))
    return _answer(found, response)


@router.post("/{experiment_id}/start")
@flag_policy(
    Permission.FLAGS_WRITE, audit="experiment.started",
    problems=[*MOVE_PROBLEMS, ExperimentFlagOff, ExperimentOverlaps],
)  # fmt: skip
async def start_experiment(
    experiment_id: PathId, experiments: Experiments, response: Response
) -> ExperimentRow:
    """Divide the users: the flag gets the experiment's rule.

    Where an environment wants others to agree, a change request is opened (`waits_for`) and the
    experiment stays a draft until they have agreed: then it starts by itself.
    """
    return _answer(await experiments.act(experiment_id, "start"), response)


@router.post("/{experiment_id}/pause")
@flag_policy(Permission.FLAGS_WRITE, audit="experiment.paused", problems=MOVE_PROBLEMS)
async def pause_experiment(
    experiment_id: PathId, experiments: Experiments, response: Response
) -> ExperimentRow:
    """Give everybody what the flag gives without the experiment, until it is resumed."""
    return _answer(await experiments.act(experiment_id, "pause"), response)


@router.post("/{experiment_id}/resume")
@flag_policy(
    Permission.FLAGS_WRITE, audit="experiment.resumed",
    problems=[*MOVE_PROBLEMS, ExperimentFlagOff, ExperimentOverlaps],
)  # fmt: skip
async def resume_experiment(
    experiment_id: PathId, experiments: Experiments, response: Response
) -> ExperimentRow:
    """Go on: every user gets the variant they had before."""
    return _answer(await experiments.act(experiment_id, "resume"), response)


@router.post("/{experiment_id}/complete")
@flag_policy(Permission.FLAGS_WRITE, audit="experiment.completed", problems=MOVE_PROBLEMS)
async def complete_experiment(
    experiment_id: PathId, experiments: Experiments, response: Response
) -> ExperimentRow:
    """End it for good, without a decision."""
    return _answer(await experiments.act(experiment_id, "complete"), response)


@router.post("/{experiment_id}/ship")
@flag_policy(
    Permission.FLAGS_WRITE, audit="experiment.shipped",
    problems=[*MOVE_PROBLEMS, ExperimentInvalid, ReasonRequired],
)  # fmt: skip
async def ship_experiment(
    experiment_id: PathId, body: Ship, experiments: Experiments, response: Response
) -> ExperimentRow:
    """Give a variant to everybody whom the experiment was about: a change of its flag."""
    experiments.unit.change.reason = body.reason or experiments.unit.change.reason
    return _answer(await experiments.ship(experiment_id, body.variant), response)


@router.post("/{experiment_id}/archive")
@flag_policy(
    Permission.FLAGS_WRITE, audit="experiment.archived",
    problems=[ExperimentNotFound, ExperimentMoveRefused],
)  # fmt: skip
async def archive_experiment(
    experiment_id: PathId, experiments: Experiments, response: Response
) -> ExperimentRow:
    """Put a draft or a completed experiment away."""
    return _answer(await experiments.archive(experiment_id), response)


@router.get("/{experiment_id}/results")
@flag_policy(Permission.FLAGS_READ, problems=[ExperimentNotFound])
async def get_experiment_results(
    experiment_id: PathId, experiments: Experiments
) -> ExperimentResult:
    """What the experiment says so far; events are taken in each minute."""
    return await views.result(experiments, await experiments.get(experiment_id))
