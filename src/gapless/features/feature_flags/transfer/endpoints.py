"""Routes of import and export."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, File, Form, Response, UploadFile

from gapless.features.feature_flags.access import flag_policy
from gapless.features.feature_flags.problems import ApprovalRequired, SegmentNeedsApproval
from gapless.features.feature_flags.rules import Environment
from gapless.features.feature_flags.schemas import Reason
from gapless.features.feature_flags.transfer.asked import Asked
from gapless.features.feature_flags.transfer.problems import (
    FlagFileUnreadable,
    FlagImportEmpty,
    FlagImportTooMany,
)
from gapless.features.feature_flags.transfer.schemas import (
    Conflict,
    ExportFormat,
    FlagImportPlan,
    SourceFormat,
)
from gapless.features.feature_flags.transfer.service import TransferService
from gapless.platform.permissions import Permission
from gapless.platform.problems import ReasonRequired, StaleWrite
from gapless.platform.routing import Router
from gapless.platform.unit import UnitDep

router = Router(prefix="/flags", tags=["feature flags"])
LARGEST_FILE = 8 * 1024 * 1024


def _service(unit: UnitDep) -> TransferService:
    return TransferService(unit)


async def _asked(
    file: Annotated[UploadFile, File(description="An export, JSON or YAML.")],
    environment: Annotated[Environment, Form(description="The environment here to set.")],
    format: Annotated[
        SourceFormat | None, Form(description="Whose file it is. Absent: found out.")
    ] = None,
    source_environment: Annotated[
        str | None, Form(max_length=200, description="Which of the file's environments to read.")
    ] = None,
    user_attribute: Annotated[
        str | None, Form(max_length=200, description="What a user is called there, if not usual.")
    ] = None,
    on_conflict: Annotated[
        Conflict, Form(description="What to do with a key that is taken here.")
    ] = "skip",
    switched_off: Annotated[bool, Form(description="Bring the flags switched off.")] = False,
    plan: Annotated[
        str | None, Form(max_length=64, description="The preview's `plan`: do that or nothing.")
    ] = None,
) -> Asked:
    return Asked(
        data=await file.read(),
        environment=environment,
        source=format,
        source_environment=source_environment or None,
        user_attribute=user_attribute or None,
        on_conflict=on_conflict,
        switched_off=switched_off,
        plan=plan,
    )


Transfer = Annotated[TransferService, Depends(_service)]
AskedDep = Annotated[Asked, Depends(_asked)]


@router.post("/import/preview")
@flag_policy(
    Permission.FLAGS_WRITE, audit="flag.import_previewed", audit_denied_only=True,
    problems=[FlagFileUnreadable], body_limit=LARGEST_FILE,
)  # fmt: skip
async def preview_flag_import(transfer: Transfer, asked: AskedDep) -> FlagImportPlan:
    """What an import of this file would do, of each flag and segment. Changes nothing."""
    return await transfer.preview(asked)


@router.post("/import")
@flag_policy(
    Permission.FLAGS_WRITE, audit="flag.imported",
    problems=[
        FlagFileUnreadable, FlagImportEmpty, FlagImportTooMany, ApprovalRequired, StaleWrite,
        ReasonRequired, SegmentNeedsApproval,
    ],
    body_limit=LARGEST_FILE,
)  # fmt: skip
async def import_flags(
    transfer: Transfer, asked: AskedDep, reason: Annotated[Reason | None, Form()] = None
) -> FlagImportPlan:
    """Import a file's flags into an environment: all that can be carried, or nothing."""
    transfer.unit.change.reason = reason or transfer.unit.change.reason
    transfer.unit.require_reason()
    return await transfer.apply(asked)


@router.get(
    "/export",
    response_class=Response,
    responses={200: {"content": {"application/json": {"schema": {"type": "object"}}}}},
)
@flag_policy(Permission.FLAGS_READ, audit="flag.exported")
async def export_flags(
    transfer: Transfer,
    environment: Environment = "production",
    format: ExportFormat = "gapless",
) -> Response:
    """An environment's flags and segments as a file: our own, or flagd's."""
    data = await transfer.export(environment, format)
    name = f"flags.{environment}.{format}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(data, media_type="application/json", headers=headers)
