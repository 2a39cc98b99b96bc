"""Use cases of networks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from gapless.features.admin_users.networks.problems import (
    NetworkRuleExists,
    NetworkRuleNotFound,
    NetworkRuleOfPlatform,
)
from gapless.features.admin_users.networks.repository import NetworkRepository
from gapless.features.admin_users.networks.schemas import NetworkCreate, NetworkRow
from gapless.features.admin_users.problems import AdminNotFound
from gapless.features.admin_users.rank import check_rank
from gapless.features.admin_users.reach import Reach
from gapless.platform import clock, ids
from gapless.platform.i18n import Text
from gapless.platform.security import networks
from gapless.platform.security.networks import NetworkRule, Verdict
from gapless.platform.security.problems import WouldLockYouOut
from gapless.platform.unit import Unit

_WHY = {
    Verdict.BLOCKED: Text(
        "your address {address} would be blocked", "{address} adresiniz engellenmiş olur"
    ),
    Verdict.NOT_ALLOWED: Text(
        "your address {address} would be in no allowed network",
        "{address} adresiniz izinli ağların hiçbirinde olmaz",
    ),
}


class NetworkService:
    """The networks within reach. Every change is tried on the caller before it is kept."""

    def __init__(self, unit: Unit, reach: Reach) -> None:
        self.unit = unit
        self.reach = reach
        self.repository = NetworkRepository(unit.db, reach)

    async def page(self, offset: int, limit: int) -> tuple[list[NetworkRow], int]:
        """A page of rules, and how many there are."""
        rows, total = await self.repository.page(offset, limit)
        return [NetworkRow.of(rule, name) for rule, name in rows], total

    async def add(self, wanted: NetworkCreate) -> NetworkRow:
        """Allow or block a network. Raises `NetworkRuleExists`, `WouldLockYouOut`."""
        actor = self.unit.known_actor
        tenant_id, name = self.reach.tenant_id, None
        if wanted.admin_id is not None:
            admin = await self.repository.admin(wanted.admin_id)
            if admin is None:
                raise AdminNotFound
            await check_rank(self.unit, admin)
            tenant_id, name = admin.tenant_id, admin.full_name
        rule = NetworkRule(
            id=ids.new_id(),
            tenant_id=tenant_id,
            role=wanted.role,
            admin_id=wanted.admin_id,
            network=wanted.ip_address,
            restriction=wanted.restriction_type,
            reason=wanted.reason,
            is_active=wanted.is_active,
            by_owner=actor.is_platform_owner,
            added_by=actor.admin_id,
            added_by_name=actor.full_name or actor.email,
            added_at=clock.now(),
        )
        self._tell(rule)
        if await self.repository.same(rule):
            raise NetworkRuleExists(network=wanted.ip_address)
        self.unit.db.add(rule)
        self.unit.change.after = _state(rule)
        await self._keep(confirmed=wanted.confirm_lockout)
        return NetworkRow.of(rule, name)

    async def change(
        self,
        rule_id: UUID,
        changes: dict[str, Any],
        check_version: Callable[[int], None],
        *,
        confirmed: bool,
    ) -> NetworkRow:
        """Change a rule. Raises as `add`, and `NetworkRuleNotFound`, `NetworkRuleOfPlatform`."""
        rule = await self._changeable(rule_id)
        check_version(rule.version)
        self.unit.change.before = _state(rule)
        names = {"ip_address": "network", "restriction_type": "restriction"}
        for name, value in changes.items():
            setattr(rule, names.get(name, name), value)
        if await self.repository.same(rule):
            raise NetworkRuleExists(network=str(rule.network))
        rule.version += 1
        self.unit.change.after = _state(rule)
        await self._keep(confirmed=confirmed)
        admin = await self.repository.admin(rule.admin_id) if rule.admin_id else None
        return NetworkRow.of(rule, admin.full_name if admin else None)

    async def remove(self, rule_id: UUID, *, confirmed: bool) -> None:
        """Remove a rule. Raises as `change`: an allowed network may be the caller's last."""
        rule = await self._changeable(rule_id)
        self.unit.change.before = _state(rule)
        await self.unit.db.delete(rule)
        await self._keep(confirmed=confirmed)

    async def _changeable(self, rule_id: UUID) -> NetworkRule:
        self.unit.change.about("ip_restriction", rule_id)
        rule = await self.repository.locked(rule_id)
        if rule is None:
            raise NetworkRuleNotFound
        self._tell(rule)
        if rule.by_owner and not self.unit.known_actor.is_platform_owner:
            raise NetworkRuleOfPlatform
        return rule

    async def _keep(self, *, confirmed: bool) -> None:
        """Write the change, unless it would refuse the caller at their own address."""
        await self.unit.db.flush()
        admin_id = self.unit.known_actor.admin_id
        if confirmed or admin_id is None:
            return
        verdict = await networks.judge(self.unit.db, admin_id, self.unit.ip_address)
        if verdict is not None:
            raise WouldLockYouOut(
                why=_WHY[verdict].render(address=self.unit.ip_address),
                details={"cause": verdict, "ip_address": self.unit.ip_address},
            )

    def _tell(self, rule: NetworkRule) -> None:
        self.unit.change.about("ip_restriction", rule.id)
        self.unit.change.tenant_id = rule.tenant_id


def _state(rule: NetworkRule) -> dict[str, Any]:
    return {
        "ip_address": str(rule.network),
        "restriction_type": rule.restriction,
        "role": rule.role,
        "admin_id": str(rule.admin_id) if rule.admin_id else None,
        "reason": rule.reason,
        "is_active": rule.is_active,
    }
