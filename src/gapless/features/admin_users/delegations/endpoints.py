"""Routes of delegations."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends

from gapless.features.admin_users.delegations.problems import (
    DelegationAboveYours,
    DelegationBeyondRole,
    DelegationDecided,
    DelegationNeedsAnother,
    DelegationNotFound,
    DelegationPeriodInvalid,
    DelegationWithoutEffect,
)
from gapless.features.admin_users.delegations.rules import Decision
from gapless.features.admin_users.delegations.schemas import (
    Delegable,
    DelegationCreate,
    DelegationReason,
    DelegationRow,
)
from gapless.features.admin_users.delegations.service import DelegationService
from gapless.features.admin_users.problems import AdminNotFound
from gapless.platform.ids import PathId
from gapless.platform.permissions import Permission
from gapless.platform.routing import TAKES_ACCESS_AWAY, Router, policy
from gapless.platform.switches import BrandFeature
from gapless.platform.unit import UnitDep

router = Router(prefix="/admin/delegations", tags=["admin users"])


def _service(unit: UnitDep) -> DelegationService:
    return DelegationService(unit)


Delegations = Annotated[DelegationService, Depends(_service)]


@router.get("")
@policy(Permission.DELEGATIONS_READ, feature=BrandFeature.CAN_MANAGE_ADMINS)
async def list_delegations(delegations: Delegations) -> list[DelegationRow]:
    """The brand's delegations, the latest asked for first."""
    return await delegations.all()


@router.get("/delegable")
@policy(Permission.DELEGATIONS_WRITE, feature=BrandFeature.CAN_MANAGE_ADMINS)
async def list_delegable(delegations: Delegations) -> list[Delegable]:
    """The brand's admins and what each could hand over."""
    return await delegations.delegable()


@router.post("", status_code=201)
@policy(
    Permission.DELEGATIONS_WRITE, feature=BrandFeature.CAN_MANAGE_ADMINS,
    audit="delegation.requested",
    without_proof="Hands nothing over until a third person approves it.",
    problems=[AdminNotFound, DelegationPeriodInvalid, DelegationBeyondRole,
              DelegationWithoutEffect],
)  # fmt: skip
async def request_delegation(body: DelegationCreate, delegations: Delegations) -> DelegationRow:
    """Ask that permissions be handed over for a time. A third person has to approve it."""
    return await delegations.request(body)


@router.post("/{delegation_id}/approve")
@policy(
    Permission.DELEGATIONS_APPROVE, feature=BrandFeature.CAN_MANAGE_ADMINS,
    audit="delegation.approved", step_up=True,
    problems=[DelegationNotFound, DelegationDecided, DelegationNeedsAnother, DelegationAboveYours],
)  # fmt: skip
async def approve_delegation(
    delegation_id: PathId, body: DelegationReason, delegations: Delegations
) -> DelegationRow:
    """Approve a delegation between two others."""
    return await delegations.decide(delegation_id, Decision.APPROVED, body.reason)


@router.post("/{delegation_id}/reject")
@policy(
    Permission.DELEGATIONS_APPROVE, feature=BrandFeature.CAN_MANAGE_ADMINS,
    audit="delegation.rejected", without_proof=TAKES_ACCESS_AWAY,
    problems=[DelegationNotFound, DelegationDecided, DelegationNeedsAnother],
)  # fmt: skip
async def reject_delegation(
    delegation_id: PathId, body: DelegationReason, delegations: Delegations
) -> DelegationRow:
    """Reject a delegation between two others."""
    return await delegations.decide(delegation_id, Decision.REJECTED, body.reason)


@router.post("/{delegation_id}/revoke")
@policy(
    Permission.DELEGATIONS_WRITE, feature=BrandFeature.CAN_MANAGE_ADMINS,
    audit="delegation.revoked",
    without_proof=TAKES_ACCESS_AWAY, problems=[DelegationNotFound, DelegationDecided],
)  # fmt: skip
async def revoke_delegation(
    delegation_id: PathId, body: DelegationReason, delegations: Delegations
) -> DelegationRow:
    """End a delegation at once, or take back one that is asked for."""
    return await delegations.revoke(delegation_id, body.reason)
