"""Use cases of delegations."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from gapless.features.admin_users.delegations.models import Delegation
from gapless.features.admin_users.delegations.problems import (
    DelegationAboveYours,
    DelegationBeyondRole,
    DelegationDecided,
    DelegationNeedsAnother,
    DelegationNotFound,
    DelegationPeriodInvalid,
    DelegationWithoutEffect,
)
from gapless.features.admin_users.delegations.repository import (
    DelegationRecord,
    DelegationRepository,
)
from gapless.features.admin_users.delegations.rules import (
    LONGEST,
    Decision,
    State,
    is_period,
    state_of,
)
from gapless.features.admin_users.delegations.schemas import (
    Delegable,
    DelegationCreate,
    DelegationRow,
    Person,
)
from gapless.features.admin_users.granting import may_grant
from gapless.features.admin_users.problems import AdminNotFound
from gapless.platform import clock, ids, mail
from gapless.platform.i18n import Text
from gapless.platform.identity import grants
from gapless.platform.permissions import Permission
from gapless.platform.unit import Unit


class DelegationService:
    """Permissions handed over within the brand acted in."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self.repository = DelegationRepository(unit.db, unit.tenant_id)

    async def all(self) -> list[DelegationRow]:
        """The brand's delegations."""
        own = await may_grant(self.unit)
        return [self._row(record, own) for record in await self.repository.all()]

    async def delegable(self) -> list[Delegable]:
        """The brand's admins, what each could hand over, and what they hold."""
        found = []
        for admin in await self.repository.people():
            held = await grants.load(self.unit.db, admin)
            found.append(
                Delegable(
                    person=Person.of(admin),
                    delegable=sorted(held.delegable),
                    held=sorted(held.permissions),
                )
            )
        return found

    async def request(self, wanted: DelegationCreate) -> DelegationRow:
        """Ask for a delegation; it counts once a third person has approved it.

        Raises `AdminNotFound`, `DelegationPeriodInvalid`, `DelegationBeyondRole` or
        `DelegationWithoutEffect`.
        """
        now = clock.now()
        if not is_period(wanted.starts_at, wanted.ends_at, now):
            raise DelegationPeriodInvalid(days=LONGEST.days)
        giver = await self.repository.admin(wanted.from_admin_id)
        taker = await self.repository.admin(wanted.to_admin_id)
        if giver is None or taker is None or giver.id == taker.id:
            raise AdminNotFound
        asked = frozenset(wanted.permissions)
        beyond = asked - (await grants.load(self.unit.db, giver)).delegable
        if beyond:
            raise DelegationBeyondRole(name=giver.full_name, permissions=_names(beyond))
        held = await grants.load(self.unit.db, taker)
        idle = asked - held.open_to_more(asked)
        if idle:
            raise DelegationWithoutEffect(name=taker.full_name, permissions=_names(idle))
        made = Delegation(
            id=ids.new_id(),
            tenant_id=self.unit.tenant_id,
            from_admin_id=giver.id,
            to_admin_id=taker.id,
            permissions=sorted(asked),
            reason=wanted.reason,
            starts_at=max(wanted.starts_at, now),
            ends_at=wanted.ends_at,
            requested_by=self.unit.known_actor.admin_id,
        )
        self.unit.db.add(made)
        await self.unit.db.flush()
        self.unit.change.about("delegation", made.id)
        self.unit.change.reason = wanted.reason
        self.unit.change.after = _state(made)
        return await self._told(made.id)

    async def decide(self, delegation_id: UUID, decision: Decision, reason: str) -> DelegationRow:
        """Approve or reject; raise `DelegationNotFound`, `DelegationDecided`,
        `DelegationNeedsAnother` or `DelegationAboveYours`."""
        delegation = await self._locked(delegation_id, {State.PENDING})
        if self._is_party(delegation):
            raise DelegationNeedsAnother
        beyond = grants.known(delegation.permissions) - await may_grant(self.unit)
        if decision is Decision.APPROVED and beyond:
            raise DelegationAboveYours(permissions=_names(beyond))
        self._set(delegation, decision, reason)
        told = await self._told(delegation_id)
        if decision is Decision.APPROVED:
            await mail.send(
                self.unit,
                to=told.to_admin.email,
                subject=Text(
                    "Permissions of {name} were handed over to you",
                    "{name} yetkilerini size devretti",
                ),
                body=Text(
                    "From {start} to {end} (UTC) you hold for {name}: {permissions}.\n\n{link}",
                    "{start} – {end} (UTC) arasında {name} adına şunları yapabilirsiniz: "
                    "{permissions}.\n\n{link}",
                ),
                params={
                    "name": told.from_admin.full_name,
                    "start": f"{delegation.starts_at:%Y-%m-%d %H:%M}",
                    "end": f"{delegation.ends_at:%Y-%m-%d %H:%M}",
                    "permissions": ", ".join(delegation.permissions),
                    "link": self.unit.settings.link("/"),
                },
            )
        return told

    async def revoke(self, delegation_id: UUID, reason: str) -> DelegationRow:
        """End a delegation at once, or take back one that is asked for.

        Raises `DelegationNotFound` or `DelegationDecided`.
        """
        ending = {State.PENDING, State.SCHEDULED, State.ACTIVE}
        self._set(await self._locked(delegation_id, ending), Decision.REVOKED, reason)
        return await self._told(delegation_id)

    async def _locked(self, delegation_id: UUID, states: set[State]) -> Delegation:
        self.unit.change.about("delegation", delegation_id)
        delegation = await self.repository.locked(delegation_id)
        if delegation is None:
            raise DelegationNotFound
        state = state_of(delegation.decision, delegation.starts_at, delegation.ends_at, clock.now())
        if state not in states:
            raise DelegationDecided(state=state.value)
        return delegation

    def _set(self, delegation: Delegation, decision: Decision, reason: str) -> None:
        self.unit.change.before = _state(delegation)
        delegation.decision = decision.value
        delegation.decided_by = self.unit.known_actor.admin_id
        delegation.decided_at = clock.now()
        delegation.decision_reason = reason
        self.unit.change.reason = reason
        self.unit.change.after = _state(delegation)

    def _is_party(self, delegation: Delegation) -> bool:
        own = self.unit.known_actor.admin_id
        parties = (delegation.from_admin_id, delegation.to_admin_id, delegation.requested_by)
        return own is None or own in parties

    async def _told(self, delegation_id: UUID) -> DelegationRow:
        await self.unit.db.flush()
        record = await self.repository.one(delegation_id)
        assert record is not None
        return self._row(record, await may_grant(self.unit))

    def _row(self, record: DelegationRecord, own: frozenset[Permission]) -> DelegationRow:
        delegation, actor, now = record.delegation, self.unit.known_actor, clock.now()
        state = state_of(delegation.decision, delegation.starts_at, delegation.ends_at, now)
        return DelegationRow.of(
            record,
            now,
            can_decide=state is State.PENDING
            and actor.may(Permission.DELEGATIONS_APPROVE)
            and not self._is_party(delegation)
            and grants.known(delegation.permissions) <= own,
            can_revoke=state in {State.PENDING, State.SCHEDULED, State.ACTIVE}
            and actor.may(Permission.DELEGATIONS_WRITE),
        )


def _names(permissions: frozenset[Permission]) -> str:
    return ", ".join(sorted(permissions))


def _state(delegation: Delegation) -> dict[str, Any]:
    return {
        "from_admin_id": str(delegation.from_admin_id),
        "to_admin_id": str(delegation.to_admin_id),
        "permissions": delegation.permissions,
        "starts_at": clock.iso(delegation.starts_at),
        "ends_at": clock.iso(delegation.ends_at),
        "decision": delegation.decision,
    }
