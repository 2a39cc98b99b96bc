"""Routes of verification."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request, Response

from gapless.features.gap_register.endpoints import Spoken
from gapless.features.gap_register.problems import (
    GapContractInvalid,
    GapContractMissing,
    GapEvidenceNotFound,
    GapNotFound,
    GapRunNotFound,
    GapTargetInvalid,
)
from gapless.features.gap_register.schemas import GapDetail
from gapless.features.gap_register.verification.schemas import (
    EvidenceRecord,
    GapContract,
    GapVerify,
    VerificationRun,
    VerificationState,
)
from gapless.features.gap_register.verification.service import VerificationService
from gapless.gapscan.register import Language
from gapless.platform.etags import check_if_match, set_etag
from gapless.platform.ids import PathId
from gapless.platform.permissions import Permission
from gapless.platform.problems import StaleWrite
from gapless.platform.routing import Router, Scope, policy
from gapless.platform.switches import Module
from gapless.platform.unit import UnitDep

router = Router(prefix="/gaps", tags=["gaps"], module=Module.GAP_REGISTER)


def _service(unit: UnitDep) -> VerificationService:
    return VerificationService(unit)


Verification = Annotated[VerificationService, Depends(_service)]


@router.put("/{gap_id}/contract")
@policy(
    Permission.GAPS_WRITE, scope=Scope.PLATFORM, audit="gap.contract_changed",
    problems=[GapNotFound, StaleWrite, GapContractInvalid],
)  # fmt: skip
async def set_gap_contract(
    gap_id: str,
    body: GapContract,
    verification: Verification,
    request: Request,
    response: Response,
    language: Spoken = Language.EN,
) -> GapDetail:
    """Keep the contract that proves the gap closed; every mistake in it is named by its line."""
    changed = await verification.set_contract(
        gap_id, body.contract, lambda version: check_if_match(request, version), language
    )
    set_etag(response, changed.version)
    return changed


@router.post("/verify", status_code=202)
@policy(
    Permission.GAPS_VERIFY, scope=Scope.PLATFORM, audit="gap.verification_started",
    problems=[GapNotFound, GapContractMissing, GapTargetInvalid],
)  # fmt: skip
async def verify_gaps(body: GapVerify, verification: Verification) -> VerificationRun:
    """Run contracts in the background. A pass makes Fixed Verified; a failure reopens."""
    return await verification.start(body.gaps)


@router.get("/verification")
@policy(Permission.GAPS_READ, scope=Scope.PLATFORM, problems=[GapTargetInvalid])
async def get_gap_verification(verification: Verification) -> VerificationState:
    """What runs stand on: the server under test, who acts, and what they lack to sign in."""
    return await verification.state()


@router.get("/runs/{job_id}")
@policy(Permission.GAPS_READ, scope=Scope.PLATFORM, problems=[GapRunNotFound])
async def get_gap_run(job_id: PathId, verification: Verification) -> VerificationRun:
    """How far a run is, and what it has shown."""
    return await verification.run(job_id)


@router.post("/runs/{job_id}/cancel")
@policy(
    Permission.GAPS_VERIFY, scope=Scope.PLATFORM, audit="gap.verification_cancelled",
    problems=[GapRunNotFound],
)  # fmt: skip
async def cancel_gap_run(job_id: PathId, verification: Verification) -> VerificationRun:
    """Stop a run after the contract at work."""
    return await verification.cancel(job_id)


@router.get(
    "/evidence/{sha256}",
    response_class=Response,
    responses={200: {"content": {"application/json": {}, "image/png": {}, "text/plain": {}}}},
)
@policy(Permission.GAPS_READ, scope=Scope.PLATFORM, problems=[GapEvidenceNotFound])
async def get_gap_evidence(sha256: str, verification: Verification) -> Response:
    """A file of evidence; its name is the SHA-256 of its bytes."""
    found = await verification.evidence(sha256)
    return Response(
        found.data,
        media_type=found.media_type,
        headers={"Cache-Control": "private, max-age=31536000, immutable"},
    )


@router.get("/evidence/{sha256}/record")
@policy(Permission.GAPS_READ, scope=Scope.PLATFORM, problems=[GapEvidenceNotFound])
async def get_gap_evidence_record(sha256: str, verification: Verification) -> EvidenceRecord:
    """A run as its evidence tells it: what was asked, what was answered, what was expected."""
    return await verification.record(sha256)
