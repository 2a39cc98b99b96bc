"""SQL of change requests."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from gapless.features.feature_flags.approvals.models import FlagApproval, FlagChangeRequest
from gapless.features.feature_flags.models import Flag, FlagVersion
from gapless.platform import clock


@dataclass(frozen=True, slots=True)
class RequestFilter:
    """What a list of requests is narrowed to; None is no limit."""

    status: str | None = None
    flag_id: UUID | None = None


@dataclass(slots=True)
class Found:
    """A request with what is told beside it."""

    request: FlagChangeRequest
    flag: Flag
    base: dict[str, Any]
    decisions: list[FlagApproval]


class RequestRepository:
    """The change requests of one brand."""

    def __init__(self, db: AsyncSession, tenant_id: str) -> None:
        self.db = db
        self.tenant_id = tenant_id

    def _selected(self) -> Any:
        return (
            select(FlagChangeRequest, Flag, FlagVersion.snapshot)
            .join(Flag, Flag.id == FlagChangeRequest.flag_id)
            .join(
                FlagVersion,
                (FlagVersion.flag_id == FlagChangeRequest.flag_id)
                & (FlagVersion.number == FlagChangeRequest.base_version),
            )
            .where(FlagChangeRequest.tenant_id == self.tenant_id)
        )

    async def page(self, wanted: RequestFilter, offset: int, limit: int) -> tuple[list[Found], int]:
        """A page of requests, newest first, and how many the filter leaves."""
        conditions = [FlagChangeRequest.tenant_id == self.tenant_id]
        if wanted.status:
            conditions.append(FlagChangeRequest.status == wanted.status)
        if wanted.flag_id:
            conditions.append(FlagChangeRequest.flag_id == wanted.flag_id)
        rows = (
            await self.db.execute(
                self._selected()
                .where(*conditions)
                .order_by(FlagChangeRequest.created_at.desc(), FlagChangeRequest.id)
                .offset(offset)
                .limit(limit)
            )
        ).all()
        total = await self.db.scalar(
            select(func.count()).select_from(FlagChangeRequest).where(*conditions)
        )
        said = await self.decisions(row[0].id for row in rows)
        return [
            Found(request, flag, base, said.get(request.id, [])) for request, flag, base in rows
        ], total or 0

    async def get(self, request_id: UUID) -> Found | None:
        """One request, locked until the transaction ends."""
        row = (
            await self.db.execute(
                self._selected()
                .where(FlagChangeRequest.id == request_id)
                .with_for_update(of=FlagChangeRequest)
                .execution_options(populate_existing=True)
            )
        ).first()
        if row is None:
            return None
        said = await self.decisions([request_id])
        return Found(row[0], row[1], row[2], said.get(request_id, []))

    async def decisions(self, requests: Iterable[UUID]) -> dict[UUID, list[FlagApproval]]:
        """What was said to those requests, in its order."""
        rows = await self.db.scalars(
            select(FlagApproval)
            .where(FlagApproval.request_id.in_(list(requests)))
            .order_by(FlagApproval.at)
            .execution_options(populate_existing=True)
        )
        found: dict[UUID, list[FlagApproval]] = {}
        for row in rows:
            found.setdefault(row.request_id, []).append(row)
        return found

    async def say(
        self, request_id: UUID, admin_id: UUID, admin: str, decision: str, comment: str
    ) -> None:
        """Keep what an admin says; saying something else later replaces it."""
        values = {"admin": admin, "decision": decision, "comment": comment, "at": clock.now()}
        await self.db.execute(
            insert(FlagApproval)
            .values(request_id=request_id, admin_id=admin_id, **values)
            .on_conflict_do_update(index_elements=["request_id", "admin_id"], set_=values)
        )
