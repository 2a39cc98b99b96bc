"""Wire shapes of the dashboard."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, Field


class Alert(BaseModel):
    """Something an operator should look at now."""

    id: str
    type: str
    severity: Literal["critical", "high", "medium", "low"]
    message: str
    timestamp: datetime


class FinancialSummary(BaseModel):
    """Money held by the brand, in its own currency. Zero while there are no player accounts."""

    cash_in_system: float
    bonus_liabilities: float
    jackpot_pools: float
    pending_withdrawals: float


class RetentionMetrics(BaseModel):
    """Player retention. Zero while there are no player accounts."""

    retention_1d: float
    retention_7d: float
    churn_rate: float
    returning_players: int


class FtdMetrics(BaseModel):
    """First-time depositors."""

    ftd_month: int


class BonusPerformance(BaseModel):
    """Bonuses given and what became of them."""

    given_count: int
    redeemed_count: int
    total_value: float
    expired_count: int
    roi: float
    wagering_completion_rate: float


class Health(BaseModel):
    """State of something the brand depends on."""

    name: str
    status: Literal["UP", "DOWN", "WARNING", "Unstable"]
    latency: float
    last_error: str | None


class Catalogue(BaseModel):
    """The brand's games and who makes them."""

    games_total: int
    games_active: int
    providers: int
    live_tables: int
    live_tables_online: int


class Activity(BaseModel):
    """One recent act in the brand, from the audit log."""

    id: str
    timestamp: datetime
    action: str
    status: str
    actor_email: str | None
    resource_type: str
    resource_id: str | None


class Jobs(BaseModel):
    """The brand's background jobs."""

    queued: int
    running: int
    failed_24h: int


class DashboardStats(BaseModel):
    """Everything the dashboard shows.

    `data_available` names the parts that have data behind them; a part that is not named there is
    empty because nothing has been recorded, and a panel says so instead of showing zeros.
    """

    data_available: list[str]
    online_users: int
    admins_online: int
    catalogue: Catalogue
    jobs: Jobs
    recent_activity: list[Activity]
    critical_alerts: list[Alert]
    financial_summary: FinancialSummary
    financial_trend: list[dict[str, Any]]
    live_bets: list[dict[str, Any]]
    retention_metrics: RetentionMetrics
    ftd_metrics: FtdMetrics
    bonus_performance: BonusPerformance
    negative_performing_games: list[dict[str, Any]]
    provider_health: list[Health]
    payment_health: list[Health]
    generated_at: datetime = Field(description="When these numbers were true.")
