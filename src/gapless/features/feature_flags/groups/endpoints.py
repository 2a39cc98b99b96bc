"""Routes of groups."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends

from gapless.features.feature_flags.access import flag_policy
from gapless.features.feature_flags.groups.schemas import GroupEdit, GroupRow
from gapless.features.feature_flags.groups.service import GroupService
from gapless.features.feature_flags.problems import GroupExists, GroupInUse, GroupNotFound
from gapless.platform.ids import PathId
from gapless.platform.permissions import Permission
from gapless.platform.routing import Router
from gapless.platform.unit import UnitDep

router = Router(prefix="/flags/groups", tags=["feature flags"])


def _service(unit: UnitDep) -> GroupService:
    return GroupService(unit)


Groups = Annotated[GroupService, Depends(_service)]


@router.get("")
@flag_policy(Permission.FLAGS_READ)
async def list_flag_groups(groups: Groups) -> list[GroupRow]:
    """The groups that flags are kept under, by name."""
    return await groups.all()


@router.post("")
@flag_policy(Permission.FLAGS_WRITE, audit="flag_group.created", problems=[GroupExists])
async def create_flag_group(body: GroupEdit, groups: Groups) -> GroupRow:
    """Make a group."""
    return await groups.create(body)


@router.put("/{group_id}")
@flag_policy(
    Permission.FLAGS_WRITE, audit="flag_group.updated", problems=[GroupNotFound, GroupExists]
)
async def edit_flag_group(group_id: PathId, body: GroupEdit, groups: Groups) -> GroupRow:
    """Rename a group or describe it anew."""
    return await groups.edit(group_id, body)


@router.delete("/{group_id}", status_code=204)
@flag_policy(
    Permission.FLAGS_WRITE, audit="flag_group.deleted", problems=[GroupNotFound, GroupInUse]
)
async def delete_flag_group(group_id: PathId, groups: Groups) -> None:
    """Delete a group that has no flags."""
    await groups.delete(group_id)
