"""Use cases of change requests."""

from __future__ import annotations

from uuid import UUID

from gapless.features.feature_flags.approvals.authors import asked_by
from gapless.features.feature_flags.approvals.models import FlagChangeRequest
from gapless.features.feature_flags.approvals.operations import Deeds, Wish, carry_out, wish_of
from gapless.features.feature_flags.approvals.repository import (
    Found,
    RequestFilter,
    RequestRepository,
)
from gapless.features.feature_flags.approvals.schemas import RequestCreate
from gapless.features.feature_flags.editor import CheckVersion, FlagEditor, Loaded
from gapless.features.feature_flags.problems import (
    FlagMoved,
    NothingChanges,
    RequestClosed,
    RequestNotFound,
    RequestNotYours,
    SelfApproval,
)
from gapless.features.feature_flags.repository import FlagRepository
from gapless.features.feature_flags.states import State, moved_since, seen_by
from gapless.platform import clock
from gapless.platform.unit import Unit


class ApprovalService:
    """The change requests of the brand acted in."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self.repository = RequestRepository(unit.db, unit.tenant_id)
        self.editor = FlagEditor(unit, FlagRepository(unit.db, unit.tenant_id))

    async def page(self, wanted: RequestFilter, offset: int, limit: int) -> tuple[list[Found], int]:
        """A page of requests, newest first, and how many there are."""
        return await self.repository.page(wanted, offset, limit)

    async def current(self, found: list[Found]) -> dict[UUID, State]:
        """The flags of those requests as they are now."""
        states: dict[UUID, State] = {}
        for one in found:
            if one.flag.id not in states:
                states[one.flag.id] = (await self.editor.load(one.flag.id)).state()
        return states

    async def ask(self, flag_id: UUID, wanted: RequestCreate, check_version: CheckVersion) -> Found:
        """Ask for a change; it must be sound as things stand now.

        Raises `NothingChanges`, `FlagInvalid` and what else speaks against it.
        """
        loaded = await self.editor.changeable(flag_id, check_version)
        wish = await wish_of(self.unit, loaded, wanted.operation)
        return await self.ask_for(loaded, wish, wanted.comment)

    async def ask_for(self, loaded: Loaded, wish: Wish, comment: str) -> Found:
        """The same for what is known as a wish already."""
        before = loaded.state()
        after = wish.outcome(before)
        if after == before:
            raise NothingChanges
        seen = seen_by(before, after)
        await self.editor.soundness.require(after, seen)
        needed = await self.editor.consent_needed(before, after, seen)
        request = FlagChangeRequest(
            tenant_id=self.unit.tenant_id,
            flag_id=loaded.flag.id,
            operation=wish.as_json(),
            environments=list(seen),
            base_version=loaded.flag.version,
            required=max(needed.values(), default=1),
            comment=comment,
            author_id=self.unit.known_actor.admin_id,
            author_key_id=self.unit.known_actor.key_id,
            author=self.editor.author,
            closed_at=None,
            applied_version=None,
        )
        self.unit.db.add(request)
        await self.unit.db.flush()
        self._tell(request, loaded.flag.name)
        return Found(request, loaded.flag, before, [])

    async def approve(self, request_id: UUID, comment: str, deeds: Deeds) -> Found:
        """Agree to a change; with enough who agree it is made at once.

        Raises `SelfApproval`, `FlagMoved` and what else speaks against the change by now.
        """
        found = await self._open(request_id)
        request = found.request
        wish = Wish.of(request.operation)
        actor = self.unit.known_actor
        if actor.admin_id is None or await self.is_author(request):
            raise SelfApproval
        await self.repository.say(
            request.id, actor.admin_id, self.editor.author, "approved", comment
        )
        if wish.deed is not None:
            await deeds.hold(wish.deed)
        loaded = await self.editor.changeable(request.flag_id, lambda _: None)
        before = loaded.state()
        after = wish.outcome(before)
        needed = await self.editor.consent_needed(before, after, seen_by(before, after))
        request.required = max([request.required, *needed.values()])
        said = (await self.repository.decisions([request.id]))[request.id]
        if sum(one.decision == "approved" for one in said) >= request.required:
            moved = moved_since(wish.patch, found.base, before)
            if moved:
                raise FlagMoved(places=", ".join(moved), details={"places": moved})
            await carry_out(self.unit, loaded, request, deeds)
            self._close(request, "applied")
            request.applied_version = loaded.flag.version
        self._tell(request, found.flag.name)
        return await self._again(request_id)

    async def reject(self, request_id: UUID, comment: str) -> Found:
        """Refuse a change for good; raise `ReasonRequired`."""
        self.unit.require_reason()
        found = await self._open(request_id)
        actor = self.unit.known_actor
        if actor.admin_id is None or await self.is_author(found.request):
            raise SelfApproval
        await self.repository.say(
            found.request.id, actor.admin_id, self.editor.author, "rejected", comment
        )
        self._close(found.request, "rejected")
        self._tell(found.request, found.flag.name)
        return await self._again(request_id)

    async def withdraw(self, request_id: UUID) -> Found:
        """Take one's own request back; raise `RequestNotYours`."""
        found = await self._open(request_id)
        if not await self.is_author(found.request):
            raise RequestNotYours
        self._close(found.request, "withdrawn")
        self._tell(found.request, found.flag.name)
        return await self._again(request_id)

    async def is_author(self, request: FlagChangeRequest) -> bool:
        """Whether the caller asked for it, and so may not decide on it."""
        return await asked_by(self.unit.db, request, self.unit.known_actor)

    async def _open(self, request_id: UUID) -> Found:
        found = await self.repository.get(request_id)
        if found is None:
            raise RequestNotFound
        self._tell(found.request, found.flag.name)
        if found.request.status != "open":
            raise RequestClosed(status=found.request.status)
        return found

    async def _again(self, request_id: UUID) -> Found:
        await self.unit.db.flush()
        found = await self.repository.get(request_id)
        assert found is not None
        return found

    def _close(self, request: FlagChangeRequest, status: str) -> None:
        request.status, request.closed_at = status, clock.now()

    def _tell(self, request: FlagChangeRequest, name: str) -> None:
        change = self.unit.change
        change.about("flag", request.flag_id)
        change.reason = change.reason or request.comment
        change.details = {
            **change.details,
            "name": name,
            "environments": list(request.environments),
            "request": {
                "id": str(request.id),
                "kind": request.operation["kind"],
                "status": request.status,
                "author": request.author,
            },
        }
