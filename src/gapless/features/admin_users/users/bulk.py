"""One act on many admins: each is judged and recorded by itself."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated, Literal, assert_never
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from gapless.features.admin_users.problems import MailNotConfigured
from gapless.features.admin_users.reach import Reach
from gapless.features.admin_users.roles.schemas import RoleKey
from gapless.features.admin_users.teams.service import TeamService
from gapless.features.admin_users.users.schemas import UserChange
from gapless.features.admin_users.users.service import UserService
from gapless.platform.audit import Change
from gapless.platform.problems import Problem
from gapless.platform.unit import Unit


class _Bulk(BaseModel):
    model_config = ConfigDict(extra="forbid")

    ids: list[UUID] = Field(min_length=1, max_length=200)


class BulkStatus(_Bulk):
    """Enable or disable them."""

    action: Literal["enable", "disable"]


class BulkRole(_Bulk):
    """Give them all one role."""

    action: Literal["set_role"]
    role: RoleKey


class BulkTeam(_Bulk):
    """Put them into a team, or take them out."""

    action: Literal["add_to_team", "remove_from_team"]
    team_id: UUID


class BulkReset(_Bulk):
    """Mail each a link to set a new password."""

    action: Literal["send_reset_link"]


BulkChange = Annotated[BulkStatus | BulkRole | BulkTeam | BulkReset, Field(discriminator="action")]


class BulkRow(BaseModel):
    """What became of one admin."""

    id: UUID
    ok: bool
    error_code: str | None = None
    message: str | None = None


class BulkResult(BaseModel):
    """What became of each, in the order asked."""

    changed: int
    results: list[BulkRow]


class BulkService:
    """Carries out one act on many admins; those who may not be changed are told with the reason."""

    def __init__(self, unit: Unit, reach: Reach) -> None:
        self.unit = unit
        self.users = UserService(unit, reach)
        self.teams = TeamService(unit, reach)

    async def run(self, wanted: BulkChange) -> BulkResult:
        """Act on each, in an order that all requests share, so that none blocks another."""
        if wanted.action == "disable":
            self.unit.require_reason()
        act, action = self._act(wanted)
        done = {admin_id: await self._one(admin_id, act, action) for admin_id in
                sorted(set(wanted.ids))}  # fmt: skip
        rows = [done[admin_id] for admin_id in dict.fromkeys(wanted.ids)]
        changed = sum(row.ok for row in rows)
        self.unit.change.details = {
            "action": wanted.action, "asked": len(rows), "changed": changed,
        }  # fmt: skip
        return BulkResult(changed=changed, results=rows)

    async def _one(
        self, admin_id: UUID, act: Callable[[UUID], Awaitable[object]], action: str
    ) -> BulkRow:
        whole, self.unit.change = self.unit.change, Change(reason=self.unit.change.reason)
        change = self.unit.change
        try:
            async with self.unit.db.begin_nested():
                await act(admin_id)
        except Problem as problem:
            self.unit.asides.append(
                {
                    "action": change.action or action,
                    "change": change,
                    "status": "DENIED" if problem.status == 403 else "FAILED",
                    "error_code": problem.code,
                    "error_message": str(problem),
                }
            )
            message = problem.message.render(**problem.params)
            return BulkRow(id=admin_id, ok=False, error_code=problem.code, message=message)
        finally:
            self.unit.change = whole
        self.unit.asides.append({"action": change.action or action, "change": change})
        return BulkRow(id=admin_id, ok=True)

    def _act(self, wanted: BulkChange) -> tuple[Callable[[UUID], Awaitable[object]], str]:
        match wanted:
            case BulkStatus():
                is_active = wanted.action == "enable"
                return lambda one: self.users.set_active(one, is_active), "admin.status_changed"
            case BulkRole():
                change = UserChange(role=wanted.role)
                return lambda one: self.users.change(one, change, lambda _: None), (
                    "admin.role_changed"
                )
            case BulkTeam(action="add_to_team"):
                return lambda one: self.teams.add_members(wanted.team_id, [one]), (
                    "team.member_added"
                )
            case BulkTeam():
                return lambda one: self.teams.remove_member(wanted.team_id, one), (
                    "team.member_removed"
                )
            case BulkReset():
                return self._send_link, "admin.password_link_sent"
            case _:
                assert_never(wanted)

    async def _send_link(self, admin_id: UUID) -> None:
        link, _ = await self.users.reset_password(admin_id, by_link=True, password=None)
        if link is not None:
            raise MailNotConfigured
