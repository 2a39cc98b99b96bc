"""The unit of work: one request's or job's transaction, with the actor, the brand and the audit."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Annotated, Any, Required, TypedDict, cast
from uuid import UUID

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response

from gapless.platform import jobs
from gapless.platform.audit import Change
from gapless.platform.audit.recorder import Status
from gapless.platform.database import Database
from gapless.platform.identity import Actor, Tenant
from gapless.platform.jobs import BackgroundJob
from gapless.platform.problems import ReasonRequired
from gapless.settings import Settings


class Aside(TypedDict, total=False):
    """What an aside row says otherwise than the act's own row: fields of `audit.Entry`."""

    action: Required[str]
    change: Required[Change]
    status: Status
    error_code: str | None
    error_message: str | None


@dataclass(slots=True)
class Unit:
    """What a use case works with. It is committed once, at the edge, with its audit row."""

    db: AsyncSession
    database: Database
    settings: Settings
    actor: Actor | None
    tenant: Tenant | None
    request_id: str | None = None
    ip_address: str | None = None
    user_agent: str | None = None
    change: Change = field(default_factory=Change)
    asides: list[Aside] = field(default_factory=list)
    """Audit rows beside the act's own: one a thing, where a request is about several."""
    after_commit: Callable[[Response], Awaitable[Response]] | None = None
    """Called with the answer once everything is committed; returns the answer to send.

    For routes that wait for a job they have just added: before the commit nobody can see it.
    It must open a session of its own.
    """

    @property
    def tenant_id(self) -> str:
        """The brand acted in. Routes and jobs without one must not ask."""
        if self.tenant is None:
            raise RuntimeError("This unit of work belongs to no brand")
        return self.tenant.id

    @property
    def known_actor(self) -> Actor:
        """The actor of a route that needs one."""
        if self.actor is None:
            raise RuntimeError("This unit of work has no actor")
        return self.actor

    def require_reason(self) -> str:
        """The reason given for the act; raise `ReasonRequired` if there is none."""
        if self.change.reason is None or len(self.change.reason.strip()) < 3:
            raise ReasonRequired
        return self.change.reason

    async def enqueue(self, kind: str, payload: dict[str, Any]) -> BackgroundJob:
        """Add a background job that exists if and only if this unit commits."""
        creator: UUID | None = self.actor.subject if self.actor else None
        return await jobs.enqueue(
            self.db,
            kind,
            payload,
            tenant_id=self.tenant.id if self.tenant else None,
            created_by=creator,
            request_id=self.request_id,
        )


def current_unit(request: Request) -> Unit:
    """The unit of work that the route's policy opened."""
    return cast(Unit, request.state.unit)


UnitDep = Annotated[Unit, Depends(current_unit)]
