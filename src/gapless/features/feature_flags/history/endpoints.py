"""Routes of versions."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Path, Request, Response

from gapless.features.feature_flags.access import flag_policy
from gapless.features.feature_flags.endpoints import CHANGE_PROBLEMS, Flags, answer
from gapless.features.feature_flags.history.schemas import Rollback, VersionDetail, VersionRow
from gapless.features.feature_flags.history.service import HistoryService
from gapless.features.feature_flags.problems import FlagNotFound, NothingChanges, VersionNotFound
from gapless.features.feature_flags.schemas import FlagDetail
from gapless.platform.etags import check_if_match
from gapless.platform.paging import PagingDep
from gapless.platform.permissions import Permission
from gapless.platform.problems import ReasonRequired
from gapless.platform.routing import Router
from gapless.platform.unit import UnitDep

router = Router(prefix="/flags/{flag_id:uuid}", tags=["feature flags"])


def _service(unit: UnitDep) -> HistoryService:
    return HistoryService(unit)


History = Annotated[HistoryService, Depends(_service)]


@router.get("/versions")
@flag_policy(Permission.FLAGS_READ, problems=[FlagNotFound])
async def list_flag_versions(
    flag_id: UUID, history: History, paging: PagingDep
) -> list[VersionRow]:
    """Every version of a flag, newest first."""
    rows, total = await history.all(flag_id, paging.offset, paging.page_size)
    paging.meta(total)
    return [VersionRow.of(row) for row in rows]


@router.get("/versions/{number}")
@flag_policy(Permission.FLAGS_READ, problems=[FlagNotFound, VersionNotFound])
async def get_flag_version(
    flag_id: UUID, number: Annotated[int, Path(ge=1, le=2**31 - 1)], history: History
) -> VersionDetail:
    """A version whole, with the state before it."""
    found, previous = await history.one(flag_id, number)
    row = VersionRow.of(found)
    return VersionDetail(**row.model_dump(), state=found.snapshot, previous=previous)


@router.post("/rollback")
@flag_policy(
    Permission.FLAGS_WRITE, audit="flag.rolled_back",
    problems=[*CHANGE_PROBLEMS, VersionNotFound, NothingChanges, ReasonRequired],
)  # fmt: skip
async def roll_flag_back(
    flag_id: UUID, body: Rollback, history: History, flags: Flags, request: Request,
    response: Response,
) -> FlagDetail:  # fmt: skip
    """Set a flag as it was in a version, whole or in one environment."""
    history.unit.change.reason = body.reason or history.unit.change.reason
    one = await history.back_to(
        flag_id, body.version, body.environment, lambda v: check_if_match(request, v)
    )
    return await answer(flags, one, response, body.environment)
