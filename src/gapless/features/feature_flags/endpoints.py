"""Routes of flags."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Request, Response

from gapless.features.feature_flags import views
from gapless.features.feature_flags.access import flag_policy
from gapless.features.feature_flags.problems import FlagArchived, FlagExists, FlagNotFound
from gapless.features.feature_flags.repository import FlagFilter
from gapless.features.feature_flags.rules import Environment, FlagScope, FlagType
from gapless.features.feature_flags.schemas import FlagCreate, FlagRow, GroupRow, ToggleFlag
from gapless.features.feature_flags.service import FlagService
from gapless.platform.etags import check_if_match, set_etag
from gapless.platform.permissions import Permission
from gapless.platform.problems import StaleWrite
from gapless.platform.routing import Router
from gapless.platform.unit import UnitDep

router = Router(prefix="/flags", tags=["feature flags"])
FlagId = UUID


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


@router.get("")
@flag_policy(Permission.FLAGS_READ)
async def list_flags(
    flags: Flags, wanted: Wanted, response: Response, environment: Environment | None = None
) -> list[FlagRow]:
    """The brand's flags by name, each with its state in the environment asked for."""
    rows = [
        views.row(one.flag, one.group, one.configurations, environment)
        for one in await flags.all(wanted)
    ]
    response.headers["X-Total-Count"] = str(len(rows))
    return rows


@router.post("")
@flag_policy(Permission.FLAGS_WRITE, audit="flag.created", problems=[FlagExists])
async def create_flag(body: FlagCreate, flags: Flags, response: Response) -> FlagRow:
    """Make a flag. It is off in every environment until somebody switches it on."""
    made = await flags.create(body)
    set_etag(response, made.flag.version)
    return views.row(made.flag, made.group, made.configurations, None)


@router.get("/groups")
@flag_policy(Permission.FLAGS_READ)
async def list_flag_groups(flags: Flags) -> list[GroupRow]:
    """The groups that flags are kept under, by name."""
    return [
        GroupRow(id=group.id, name=group.name, description=group.description, flag_count=count)
        for group, count in await flags.repository.groups()
    ]


@router.post("/{flag_id:uuid}/toggle")
@flag_policy(
    Permission.FLAGS_WRITE,
    audit="flag.toggled",
    problems=[FlagNotFound, FlagArchived, StaleWrite],
)
async def toggle_flag(
    flag_id: FlagId,
    flags: Flags,
    request: Request,
    response: Response,
    environment: Environment | None = None,
    body: ToggleFlag | None = None,
) -> FlagRow:
    """Switch a flag on or off in an environment; without one, where it was made."""
    asked = body or ToggleFlag(enabled=None, reason=None)
    flags.unit.change.reason = asked.reason or flags.unit.change.reason
    one = await flags.switch(
        flag_id, environment, asked.enabled, lambda version: check_if_match(request, version)
    )
    set_etag(response, one.flag.version)
    return views.row(one.flag, one.group, one.configurations, environment)
