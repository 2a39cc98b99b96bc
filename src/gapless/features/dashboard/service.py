"""Use case of the dashboard."""

from __future__ import annotations

from gapless.features.dashboard.repository import DashboardRepository
from gapless.features.dashboard.schemas import (
    Activity,
    Alert,
    BonusPerformance,
    Catalogue,
    DashboardStats,
    FinancialSummary,
    FtdMetrics,
    Jobs,
    RetentionMetrics,
)
from gapless.platform import clock
from gapless.platform.i18n import Text
from gapless.platform.permissions import Permission
from gapless.platform.unit import Unit

REFUSED_SIGN_INS_ALERT = 10
"""Refused sign-ins in an hour from which on an operator is told."""

_STORED = ("catalogue", "jobs", "critical_alerts")
_JOB_FAILED = Text("Background job {kind} failed: {why}", "Arka plan işi {kind} başarısız: {why}")
_SIGN_INS = Text(
    "{times} sign-ins were refused in the last hour",
    "Son bir saatte {times} oturum açma reddedildi",
)


async def stats(unit: Unit) -> DashboardStats:
    """The brand's numbers, and its alerts.

    Players, money and bonuses have no store yet: nothing is recorded of them, so their sums are
    the sums of nothing, and `data_available` does not name them.
    """
    repository = DashboardRepository(unit.db, unit.tenant_id)
    sees_audit = unit.known_actor.may(Permission.AUDIT_READ)
    return DashboardStats(
        data_available=[*_STORED, *(["recent_activity"] if sees_audit else [])],
        online_users=0,
        admins_online=await repository.admins_online(),
        catalogue=Catalogue(**await repository.catalogue()),
        jobs=Jobs(**await repository.jobs()),
        recent_activity=[
            Activity(**{**row, "id": str(row["id"])})
            for row in (await repository.activity() if sees_audit else [])
        ],
        critical_alerts=await _alerts(repository),
        financial_summary=FinancialSummary(
            cash_in_system=0, bonus_liabilities=0, jackpot_pools=0, pending_withdrawals=0
        ),
        financial_trend=[],
        live_bets=[],
        retention_metrics=RetentionMetrics(
            retention_1d=0, retention_7d=0, churn_rate=0, returning_players=0
        ),
        ftd_metrics=FtdMetrics(ftd_month=0),
        bonus_performance=BonusPerformance(
            given_count=0,
            redeemed_count=0,
            total_value=0,
            expired_count=0,
            roi=0,
            wagering_completion_rate=0,
        ),
        negative_performing_games=[],
        provider_health=[],
        payment_health=[],
        generated_at=clock.now(),
    )


async def _alerts(repository: DashboardRepository) -> list[Alert]:
    alerts = [
        Alert(
            id=str(job["id"]),
            type="job_failed",
            severity="high",
            message=_JOB_FAILED.render(kind=job["kind"], why=job["message"] or "-"),
            timestamp=job["finished_at"],
        )
        for job in await repository.failed_jobs()
    ]
    refused = await repository.refused_sign_ins()
    if refused["times"] >= REFUSED_SIGN_INS_ALERT:
        alerts.insert(
            0,
            Alert(
                id="sign-ins-refused",
                type="security",
                severity="critical",
                message=_SIGN_INS.render(times=refused["times"]),
                timestamp=refused["latest"],
            ),
        )
    return alerts
