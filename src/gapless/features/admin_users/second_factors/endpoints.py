"""Route of resetting second factors."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends

from gapless.features.admin_users.problems import AdminNotFound, AdminOutranksYou, OwnAccount
from gapless.features.admin_users.reach import OneReach
from gapless.features.admin_users.second_factors.service import SecondFactorService
from gapless.features.admin_users.sessions.schemas import SessionsEnded
from gapless.platform.ids import PathId
from gapless.platform.permissions import Permission
from gapless.platform.problems import ReasonRequired
from gapless.platform.routing import Router, policy
from gapless.platform.switches import BrandFeature
from gapless.platform.unit import UnitDep

router = Router(prefix="/admin/users", tags=["admin users"])


def _service(unit: UnitDep, reach: OneReach) -> SecondFactorService:
    return SecondFactorService(unit, reach)


Factors = Annotated[SecondFactorService, Depends(_service)]


@router.delete("/{admin_id}/second-factors")
@policy(
    Permission.SECURITY_WRITE, feature=BrandFeature.CAN_MANAGE_ADMINS, step_up=True,
    audit="admin.second_factors_reset",
    problems=[AdminNotFound, AdminOutranksYou, OwnAccount, ReasonRequired],
)  # fmt: skip
async def reset_second_factors(admin_id: PathId, factors: Factors) -> SessionsEnded:
    """Remove every second factor of an admin, who is told by mail; their sessions end."""
    return SessionsEnded(ended=await factors.reset(admin_id))
