"""Routes of flags: the list, and what one flag is."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Request, Response

from gapless.features.feature_flags import views
from gapless.features.feature_flags.access import flag_policy
from gapless.features.feature_flags.editor import Loaded
from gapless.features.feature_flags.overview import load_overview
from gapless.features.feature_flags.problems import (
    ApprovalRequired,
    FlagArchived,
    FlagExists,
    FlagInUse,
    FlagInvalid,
    FlagNotFound,
)
from gapless.features.feature_flags.repository import FlagFilter
from gapless.features.feature_flags.rules import Environment, FlagScope, FlagType
from gapless.features.feature_flags.schemas import (
    FlagCreate,
    FlagDetail,
    FlagEdit,
    FlagRow,
    SetupEdit,
    ToggleFlag,
    WithReason,
)
from gapless.features.feature_flags.service import FlagService
from gapless.platform.etags import check_if_match, set_etag
from gapless.platform.permissions import Permission
from gapless.platform.problems import ReasonRequired, StaleWrite
from gapless.platform.routing import Router
from gapless.platform.unit import UnitDep

router = Router(prefix="/flags", tags=["feature flags"])
CHANGE_PROBLEMS = [FlagNotFound, FlagArchived, FlagInvalid, FlagInUse, ApprovalRequired, StaleWrite]


def _service(unit: UnitDep) -> FlagService:
    return FlagService(unit)


def _filter(
    search: Annotated[
        str | None, Query(max_length=200, description="Part of key, name or description.")
    ] = None,
    group: Annotated[str | None, Query(max_length=80)] = None,
    type: FlagType | None = None,
    scope: FlagScope | None = None,
    owner: Annotated[str | None, Query(max_length=120)] = None,
    tag: Annotated[str | None, Query(max_length=40)] = None,
    archived: bool = False,
) -> FlagFilter:
    return FlagFilter(search, group, type, scope, owner, tag, archived)


Flags = Annotated[FlagService, Depends(_service)]
Wanted = Annotated[FlagFilter, Depends(_filter)]


async def answer(
    flags: FlagService, one: Loaded, response: Response, shown: Environment | None = None
) -> FlagDetail:
    """A flag whole, with its entity tag."""
    set_etag(response, one.flag.version)
    overview = await load_overview(
        flags.unit.db,
        flags.unit.tenant_id,
        [one],
        stale_days=flags.unit.settings.flag_stale_days,
    )
    return views.detail(one, overview, shown)


@router.get("")
@flag_policy(Permission.FLAGS_READ)
async def list_flags(
    flags: Flags, wanted: Wanted, response: Response, environment: Environment | None = None
) -> list[FlagRow]:
    """The brand's flags by name, each with its state in the environment asked for."""
    found = await flags.all(wanted)
    overview = await load_overview(
        flags.unit.db,
        flags.unit.tenant_id,
        found,
        stale_days=flags.unit.settings.flag_stale_days,
    )
    response.headers["X-Total-Count"] = str(len(found))
    return [views.row(one, overview, environment) for one in found]


@router.post("")
@flag_policy(Permission.FLAGS_WRITE, audit="flag.created", problems=[FlagExists, FlagInvalid])
async def create_flag(body: FlagCreate, flags: Flags, response: Response) -> FlagDetail:
    """Make a flag. It is off in every environment until somebody switches it on."""
    return await answer(flags, await flags.create(body), response)


@router.get("/{flag_id:uuid}")
@flag_policy(Permission.FLAGS_READ, problems=[FlagNotFound])
async def get_flag(flag_id: UUID, flags: Flags, response: Response) -> FlagDetail:
    """One flag whole, with its ETag."""
    return await answer(flags, await flags.get(flag_id), response)


@router.patch("/{flag_id:uuid}")
@flag_policy(Permission.FLAGS_WRITE, audit="flag.updated", problems=CHANGE_PROBLEMS)
async def edit_flag(
    flag_id: UUID, body: FlagEdit, flags: Flags, request: Request, response: Response
) -> FlagDetail:
    """Change what a flag is: name, owner, variants and so on, in every environment."""
    one = await flags.edit(
        flag_id, body.patch(), lambda v: check_if_match(request, v), comment=body.comment
    )
    return await answer(flags, one, response)


@router.put("/{flag_id:uuid}/environments/{environment}")
@flag_policy(Permission.FLAGS_WRITE, audit="flag.configured", problems=CHANGE_PROBLEMS)
async def configure_flag(
    flag_id: UUID, environment: Environment, body: SetupEdit, flags: Flags, request: Request,
    response: Response,
) -> FlagDetail:  # fmt: skip
    """Change how a flag is set in one environment: rules, rollout, prerequisites, on or off."""
    one = await flags.edit(
        flag_id,
        body.patch(environment),
        lambda v: check_if_match(request, v),
        action="configured",
        comment=body.comment,
    )
    return await answer(flags, one, response, environment)


@router.post("/{flag_id:uuid}/toggle")
@flag_policy(Permission.FLAGS_WRITE, audit="flag.toggled", problems=CHANGE_PROBLEMS)
async def toggle_flag(
    flag_id: UUID, flags: Flags, request: Request, response: Response,
    environment: Environment | None = None, body: ToggleFlag | None = None,
) -> FlagDetail:  # fmt: skip
    """Switch a flag on or off in an environment; without one, where it was made."""
    asked = body or ToggleFlag(enabled=None, reason=None)
    flags.unit.change.reason = asked.reason or flags.unit.change.reason
    one = await flags.switch(
        flag_id, environment, asked.enabled, lambda v: check_if_match(request, v)
    )
    return await answer(flags, one, response, environment)


@router.post("/{flag_id:uuid}/archive")
@flag_policy(
    Permission.FLAGS_WRITE, audit="flag.archived", problems=[*CHANGE_PROBLEMS, ReasonRequired]
)
async def archive_flag(
    flag_id: UUID, body: WithReason, flags: Flags, request: Request, response: Response
) -> FlagDetail:
    """Take a flag out of use. Programs no longer find it, and its key stays taken."""
    flags.unit.change.reason = body.reason or flags.unit.change.reason
    one = await flags.archive(flag_id, lambda v: check_if_match(request, v))
    return await answer(flags, one, response)


@router.post("/{flag_id:uuid}/restore")
@flag_policy(
    Permission.FLAGS_WRITE,
    audit="flag.restored",
    problems=[FlagNotFound, FlagInvalid, StaleWrite],
)
async def restore_flag(
    flag_id: UUID, flags: Flags, request: Request, response: Response
) -> FlagDetail:
    """Bring an archived flag back, set as it was, but off everywhere."""
    one = await flags.restore(flag_id, lambda v: check_if_match(request, v))
    return await answer(flags, one, response)
