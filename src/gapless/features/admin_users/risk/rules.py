"""The risk score of an admin: pure rules over signals that the server has stored.

The score is the sum of its factors, each capped, and never above 100. Factors are weighted by
judgement, not by a published formula: the manual has the table, and every score shows its factors.

- Suspicious sign-ins: 20 for impossible travel or a success after guessing, 12 for a new country,
  4 for a new device; half of it a week later, a quarter after two. At most 40.
- Failed sign-ins of a week: 1 for each after the third. At most 15.
- No second factor: 5, and up to 15 more by the share of the permissions that decide over access or
  money which the admin holds. Nothing where no password exists: the identity provider asks for it.
- Risky acts of 30 days: 3 a critical one, 1 a high one. At most 15.
- Denied acts of 30 days: 2 each. At most 15.
- Signed in from several countries at the same time: 10 for each after the first. At most 20.
- Devices that wait for approval or are blocked: 5 each. At most 10.
- Dormant: 10 after 60 days without a sign-in, 15 after 90.
- A password older than a year: 5.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from gapless.features.admin_users.activity.rules import RiskLevel
from gapless.platform.permissions import AccessKind, Permission
from gapless.platform.security.suspicion import Reason

SIGN_IN_DAYS = 30
"""How long a suspicious sign-in counts."""
FAILURE_DAYS = 7
ACT_DAYS = 30
HALF_LIFE_DAYS = 7.0
HIGHEST = 100
LEVELS: tuple[tuple[RiskLevel, int], ...] = (
    ("critical", 70),
    ("high", 40),
    ("medium", 20),
    ("low", 0),
)
"""Each level and the lowest score of it."""

POWERFUL = frozenset(
    p for p in Permission if p.kind in (AccessKind.APPROVE, AccessKind.RESTRICTED)
) | {
    Permission.ADMINS_WRITE,
    Permission.ROLES_WRITE,
    Permission.SESSIONS_WRITE,
    Permission.SECURITY_WRITE,
    Permission.API_KEYS_WRITE,
    Permission.SCIM_WRITE,
    Permission.TENANTS_WRITE,
    Permission.KILL_SWITCH_WRITE,
}
"""What makes an account worth stealing."""

_SUSPICION = {
    Reason.IMPOSSIBLE_TRAVEL: 20.0,
    Reason.BRUTE_FORCE: 20.0,
    Reason.NEW_COUNTRY: 12.0,
    Reason.NEW_DEVICE: 4.0,
}


class FactorKey(StrEnum):
    """What adds to a score."""

    SUSPICIOUS_SIGN_INS = "suspicious_sign_ins"
    FAILED_SIGN_INS = "failed_sign_ins"
    NO_SECOND_FACTOR = "no_second_factor"
    RISKY_ACTS = "risky_acts"
    DENIED_ACTS = "denied_acts"
    COUNTRIES_AT_ONCE = "countries_at_once"
    UNAPPROVED_DEVICES = "unapproved_devices"
    DORMANT = "dormant"
    OLD_PASSWORD = "old_password"  # noqa: S105 - a factor, not a secret


CAPS: Mapping[FactorKey, int] = {
    FactorKey.SUSPICIOUS_SIGN_INS: 40,
    FactorKey.FAILED_SIGN_INS: 15,
    FactorKey.NO_SECOND_FACTOR: 20,
    FactorKey.RISKY_ACTS: 15,
    FactorKey.DENIED_ACTS: 15,
    FactorKey.COUNTRIES_AT_ONCE: 20,
    FactorKey.UNAPPROVED_DEVICES: 10,
    FactorKey.DORMANT: 15,
    FactorKey.OLD_PASSWORD: 5,
}


@dataclass(frozen=True, slots=True)
class Suspected:
    """Sign-ins of one day that were suspicious for one reason."""

    reason: Reason
    days_ago: int
    count: int


@dataclass(frozen=True, slots=True)
class Signals:
    """What the server knows of an admin."""

    has_password: bool = True
    has_second_factor: bool = False
    permissions: frozenset[Permission] = frozenset()
    suspected: tuple[Suspected, ...] = ()
    failures: int = 0
    critical_acts: int = 0
    high_acts: int = 0
    denied_acts: int = 0
    countries: int = 0
    """Of the sessions that are open."""
    unapproved_devices: int = 0
    days_away: int = 0
    """Since the last sign-in, or since the account was made."""
    password_days: int = 0


@dataclass(frozen=True, slots=True)
class Factor:
    """One thing that adds to a score; `facts` are the numbers behind it."""

    key: FactorKey
    points: int
    facts: Mapping[str, int] = field(default_factory=dict)

    @property
    def cap(self) -> int:
        """The most that the factor can add."""
        return CAPS[self.key]


@dataclass(frozen=True, slots=True)
class Score:
    """A score from 0 to 100 and what made it, the heaviest factor first."""

    score: int
    factors: tuple[Factor, ...]

    @property
    def level(self) -> RiskLevel:
        """The level of the score."""
        return next(level for level, lowest in LEVELS if self.score >= lowest)


def score_of(signals: Signals) -> Score:
    """The risk score of an admin."""
    found = [
        Factor(key, min(round(points), CAPS[key]), facts)
        for key, (points, facts) in _measured(signals).items()
    ]
    factors = sorted((f for f in found if f.points > 0), key=lambda f: (-f.points, f.key))
    return Score(min(sum(f.points for f in factors), HIGHEST), tuple(factors))


def _measured(s: Signals) -> dict[FactorKey, tuple[float, dict[str, int]]]:
    return {
        FactorKey.SUSPICIOUS_SIGN_INS: _suspicious(s.suspected),
        FactorKey.FAILED_SIGN_INS: (s.failures - 3, {"failed": s.failures}),
        FactorKey.NO_SECOND_FACTOR: _second_factor(s),
        FactorKey.RISKY_ACTS: (
            3 * s.critical_acts + s.high_acts,
            {"critical": s.critical_acts, "high": s.high_acts},
        ),
        FactorKey.DENIED_ACTS: (2 * s.denied_acts, {"denied": s.denied_acts}),
        FactorKey.COUNTRIES_AT_ONCE: (10 * (s.countries - 1), {"countries": s.countries}),
        FactorKey.UNAPPROVED_DEVICES: (
            5 * s.unapproved_devices,
            {"devices": s.unapproved_devices},
        ),
        FactorKey.DORMANT: (
            15 if s.days_away >= 90 else 10 if s.days_away >= 60 else 0,
            {"days_away": s.days_away},
        ),
        FactorKey.OLD_PASSWORD: (
            5 if s.has_password and s.password_days > 365 else 0,
            {"password_days": s.password_days},
        ),
    }


def _suspicious(suspected: tuple[Suspected, ...]) -> tuple[float, dict[str, int]]:
    points = 0.0
    facts: dict[str, int] = {}
    for one in suspected:
        points += _SUSPICION[one.reason] * one.count * 0.5 ** (one.days_ago / HALF_LIFE_DAYS)
        facts[one.reason] = facts.get(one.reason, 0) + one.count
    return points, facts


def _second_factor(s: Signals) -> tuple[float, dict[str, int]]:
    powerful = len(s.permissions & POWERFUL)
    if s.has_second_factor or not s.has_password:
        return 0, {}
    return 5 + 15 * powerful / len(POWERFUL), {"powerful": powerful}
