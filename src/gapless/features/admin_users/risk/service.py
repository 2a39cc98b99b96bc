"""Use cases of risk scores."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from gapless.features.admin_users.activity.repository import ActivityRepository
from gapless.features.admin_users.activity.rules import (
    RiskLevel,
    permissions_of_actions,
    risk_of,
)
from gapless.features.admin_users.reach import Reach
from gapless.features.admin_users.risk.repository import Known, RiskRepository
from gapless.features.admin_users.risk.rules import Score, Signals, score_of
from gapless.features.admin_users.risk.schemas import RiskFactor, RiskRow
from gapless.platform import clock
from gapless.platform.operations import Operations
from gapless.platform.unit import Unit


class RiskService:
    """The risk scores of the admins within a reach, computed when asked for."""

    def __init__(self, unit: Unit, reach: Reach, operations: Operations) -> None:
        self.unit = unit
        self.reach = reach
        self.now = clock.now()
        self.repository = RiskRepository(unit.db, reach, self.now)
        self.log = ActivityRepository(unit.db, reach.tenant_id)
        self.permissions = permissions_of_actions(operations)

    async def rows(self, *, search: str | None, level: RiskLevel | None) -> list[RiskRow]:
        """Every admin who can sign in, the highest score first."""
        known = await self.repository.admins(search)
        signals = await self._signals(known)
        rows = [self._row(one, score_of(signals[one.admin.id])) for one in known]
        wanted = [row for row in rows if level in (None, row.level)]
        return sorted(wanted, key=lambda row: (-row.score, row.admin_name.casefold(), row.admin_id))

    async def _signals(self, known: list[Known]) -> dict[UUID, Signals]:
        suspected = await self.repository.suspected()
        failures = await self.repository.failures()
        countries = await self.repository.countries()
        devices = await self.repository.unapproved_devices()
        acts = await self._acts()
        found = {}
        for one in known:
            admin = one.admin
            counted = acts.get(str(admin.id), {})
            found[admin.id] = Signals(
                has_password=admin.password_hash is not None,
                has_second_factor=one.has_second_factor,
                permissions=one.grants.permissions,
                suspected=tuple(suspected.get(admin.id, ())),
                failures=failures.get(admin.id, 0),
                critical_acts=counted.get("critical", 0),
                high_acts=counted.get("high", 0),
                denied_acts=counted.get("denied", 0),
                countries=countries.get(admin.id, 0),
                unapproved_devices=devices.get(admin.id, 0),
                days_away=self._days_since(admin.last_login_at or admin.created_at),
                password_days=self._days_since(admin.password_changed_at or admin.created_at),
            )
        return found

    async def _acts(self) -> dict[str, dict[str, int]]:
        """By admin, how many acts were denied, and of those done how many were high or critical.

        A denied act is counted as that alone, so that it does not weigh twice.
        """
        kinds = {}
        for action, status in await self.log.kinds():
            risk = risk_of(action, status, self.permissions.get(action))
            if status == "DENIED":
                kinds[action, status] = "denied"
            elif risk in ("high", "critical"):
                kinds[action, status] = risk
        found: dict[str, dict[str, int]] = {}
        if kinds:
            for admin_id, counts in (await self.repository.acts(kinds)).items():
                sums = found.setdefault(admin_id, {})
                for action, status, count in counts:
                    word = kinds[action, status]
                    sums[word] = sums.get(word, 0) + count
        return found

    def _days_since(self, moment: datetime) -> int:
        return max((self.now - moment).days, 0)

    def _row(self, one: Known, score: Score) -> RiskRow:
        admin = one.admin
        return RiskRow(
            admin_id=admin.id,
            admin_name=admin.full_name or admin.email,
            admin_email=admin.email,
            tenant_id=admin.tenant_id,
            role=admin.role,
            is_platform_owner=admin.is_platform_owner,
            score=score.score,
            level=score.level,
            factors=[
                RiskFactor(key=f.key, points=f.points, cap=f.cap, facts=dict(f.facts))
                for f in score.factors
            ],
            last_login_at=admin.last_login_at,
            computed_at=self.now,
        )
