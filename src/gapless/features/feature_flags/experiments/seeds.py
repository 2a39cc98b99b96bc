"""Demo experiments: simulated users, folded as real ones are, so that every number is computed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from sqlalchemy.ext.asyncio import AsyncSession

from gapless.features.feature_flags.demo.counts import seed_shares
from gapless.features.feature_flags.editor import Loaded
from gapless.features.feature_flags.experiments import rules
from gapless.features.feature_flags.experiments.folding import LOOK_BACK, Event, Sheet, Subject
from gapless.features.feature_flags.experiments.models import Experiment
from gapless.features.feature_flags.experiments.rules import Metric
from gapless.features.feature_flags.models import Flag, FlagConfiguration, FlagVersion
from gapless.features.feature_flags.rules import ENVIRONMENTS
from gapless.platform import clock, ids
from gapless.platform.database import raw_connection
from gapless.settings import Settings

BRAND = "default_casino"
_AUTHOR = "Olivia Owner"
_SEED = 20_260_301


@dataclass(frozen=True, slots=True)
class _Arm:
    """A variant, and what its users really do."""

    variant: str
    name: str
    weight: float
    share: float
    """Of the users who come; where it is not the weight, something is broken."""
    conversion: float
    deposit: float


@dataclass(frozen=True, slots=True)
class _Demo:
    """A demo experiment."""

    flag: str
    flag_name: str
    name: str
    hypothesis: str
    owner: str
    status: str
    arms: tuple[_Arm, ...]
    metrics: tuple[dict[str, Any], ...]
    users: int
    days: int
    ended_days_ago: int = 0
    planned_users: int | None = None
    shipped: str | None = None


_CONVERSION = {"key": "conversion", "kind": "conversion", "event": "first_bet"}
_DEPOSIT = {"key": "deposit", "kind": "mean", "event": "deposit", "cap": 1000.0}
_REVENUE = {"key": "bet_size", "kind": "ratio", "event": "stake", "denominator": "bet"}

_DEMOS = (
    _Demo(
        "lobby-carousel", "Lobby carousel", "Carousel in the lobby",
        "A carousel of new games on top of the lobby lets more players place a first bet.",
        "Olivia Owner", "running",
        (_Arm("classic", "As it was", 50, 0.5, 0.205, 48),
         _Arm("carousel", "Carousel", 50, 0.5, 0.221, 50)),
        (_CONVERSION, _DEPOSIT, _REVENUE), users=5_200, days=16, planned_users=14_000,
    ),
    _Demo(
        "deposit-shortcuts", "Deposit shortcuts", "Three amounts at the cashier",
        "Offering three amounts to tap, or a slider, brings more players through the cashier.",
        "Deniz Aydın", "completed",
        (_Arm("typed", "Typed in", 1, 1 / 3, 0.31, 52),
         _Arm("buttons", "Three buttons", 1, 1 / 3, 0.392, 58),
         _Arm("slider", "Slider", 1, 1 / 3, 0.315, 50)),
        (_CONVERSION, _DEPOSIT), users=6_000, days=24, ended_days_ago=5, planned_users=6_600,
        shipped="buttons",
    ),
    _Demo(
        "cashier-reminder", "Cashier reminder", "Reminder of an open deposit",
        "A reminder brings back players who left the cashier without paying.",
        "Deniz Aydın", "paused",
        (_Arm("off", "Without", 50, 0.56, 0.18, 40), _Arm("on", "With", 50, 0.44, 0.2, 41)),
        (_CONVERSION,), users=2_400, days=6, planned_users=12_000,
    ),
    _Demo(
        "search-by-mood", "Search by mood", "Search by mood",
        "Players who can search by mood play a wider range of games.",
        "Olivia Owner", "draft",
        (_Arm("off", "Without", 50, 0.5, 0, 0), _Arm("on", "With", 50, 0.5, 0, 0)),
        ({"key": "retention", "kind": "conversion", "event": "return"},), users=0, days=0,
    ),
)  # fmt: skip


async def seed_experiments(db: AsyncSession, settings: Settings) -> None:
    """One that runs, one that was decided, one that is broken (and says so), and a draft."""
    random = np.random.default_rng(_SEED)
    now = clock.now().replace(microsecond=0)
    for demo in _DEMOS:
        await _seed(db, demo, random, now)


async def _seed(db: AsyncSession, demo: _Demo, random: np.random.Generator, now: datetime) -> None:
    start = now - timedelta(days=demo.days + demo.ended_days_ago)
    end = now - timedelta(days=demo.ended_days_ago) if demo.status == "completed" else None
    if demo.status == "paused":
        end = now - timedelta(hours=9)
    flag = Flag(
        id=ids.new_id(),
        tenant_id=BRAND,
        key=demo.flag,
        name=demo.flag_name,
        type="string" if demo.arms[0].variant not in ("off", "on") else "boolean",
        scope="frontend",
        environment="production",
        group_id=None,
        owner=demo.owner,
        tags=["experiment"],
        variants=[_variant(arm.variant) for arm in demo.arms],
        expires_at=None,
        archived_at=None,
        created_by=_AUTHOR,
        created_at=start - timedelta(days=2),
        updated_by=_AUTHOR,
        updated_at=end or start,
    )
    experiment = Experiment(
        id=ids.new_id(),
        tenant_id=BRAND,
        flag_id=flag.id,
        environment="production",
        name=demo.name,
        hypothesis=demo.hypothesis,
        owner=demo.owner,
        status=demo.status,
        bucket_by="targetingKey",
        audience=[],
        traffic=100_000,
        variants=[
            {"variant": arm.variant, "name": arm.name, "weight": arm.weight} for arm in demo.arms
        ],
        metrics=[_kept(metric) for metric in demo.metrics],
        alpha=0.05,
        power=0.8,
        planned_users=demo.planned_users,
        least_users=1000,
        runs=_runs(demo, start, end),
        seen_until=now if demo.users else None,
        decision=_decision(demo, end),
        request_id=None,
        started_at=start if demo.users else None,
        ended_at=end if demo.status == "completed" else None,
        archived_at=None,
        created_by=_AUTHOR,
        created_at=start - timedelta(days=1),
        updated_by=_AUTHOR,
        updated_at=end or start,
    )
    db.add(flag)
    await db.flush()
    db.add(experiment)
    await _set_flag(db, demo, flag, experiment)
    if demo.users:
        sheet, events = _simulate(demo, experiment, random, start, end or now)
        await _write(db, experiment, sheet, events)
        shares = {arm.variant: arm.share for arm in demo.arms}
        hourly = 6 * demo.users / (demo.days * 24)  # each player's app asks some six times
        await seed_shares(db, demo.flag, shares, start, end, size=hourly)


def _variant(key: str) -> dict[str, Any]:
    return {"key": key, "value": {"on": True, "off": False}.get(key, key)}


def _kept(metric: dict[str, Any]) -> dict[str, Any]:
    return {"denominator": None, "goal": "increase", "cap": None, **metric}


def _runs(demo: _Demo, start: datetime, end: datetime | None) -> list[dict[str, Any]]:
    if not demo.users:
        return []
    return [{"from": clock.iso(start), "to": clock.iso(end) if end else None}]


def _decision(demo: _Demo, end: datetime | None) -> dict[str, Any] | None:
    if demo.shipped is None or end is None:
        return None
    return {
        "variant": demo.shipped,
        "by": _AUTHOR,
        "at": clock.iso(end),
        "reason": "More players come through, and none deposits less.",
        "request": None,
    }


async def _set_flag(db: AsyncSession, demo: _Demo, flag: Flag, experiment: Experiment) -> None:
    """Set the flag as the experiment, or its decision, has it."""
    served = demo.shipped or demo.arms[0].variant
    found: dict[str, FlagConfiguration] = {}
    for name in ENVIRONMENTS:
        here = name == "production"
        setup: dict[str, Any] = {
            "off_variant": demo.arms[0].variant,
            "default": {"kind": "variant", "variant": served if here else demo.arms[0].variant},
            "rules": [],
            "prerequisites": [],
        }
        if here and demo.status == "running":
            rule = rules.running_rule(
                experiment.id,
                name=experiment.name,
                bucket_by=experiment.bucket_by,
                audience=[],
                traffic=experiment.traffic,
                variants=experiment.variants,
            )
            setup.update(rules.with_rule(setup, rule))
        found[name] = FlagConfiguration(
            flag_id=flag.id,
            environment=name,
            tenant_id=BRAND,
            enabled=here,
            configuration=setup,
            updated_by=_AUTHOR,
            updated_at=flag.updated_at,
        )
    db.add_all(found.values())
    db.add(
        FlagVersion(
            flag_id=flag.id,
            number=1,
            tenant_id=BRAND,
            action="created",
            environments=list(ENVIRONMENTS),
            snapshot=Loaded(flag, None, found).state(),
            comment="",
            author_id=None,
            author=_AUTHOR,
            at=flag.created_at,
        )
    )
    await db.flush()


def _simulate(
    demo: _Demo,
    experiment: Experiment,
    random: np.random.Generator,
    start: datetime,
    end: datetime,
) -> tuple[Sheet, list[Event]]:
    """Let users come day by day, and fold what they do."""
    sheet = Sheet([Metric.of(kept) for kept in experiment.metrics], experiment.runs, {}, {})
    seconds = (end - start).total_seconds()
    arms = random.choice(len(demo.arms), demo.users, p=[arm.share for arm in demo.arms])
    came = np.sort(random.uniform(0, seconds, demo.users))
    habit = random.lognormal(0, 0.8, demo.users)
    everything: list[Event] = []
    for n in range(demo.users):
        arm = demo.arms[int(arms[n])]
        first = start + timedelta(seconds=float(came[n]))
        name = f"player-{demo.flag}-{n}"
        events = list(_life(arm, name, first, end, float(habit[n]), random))
        sheet.expose(name, Subject(arm.variant, first), events)
        everything += events
    return sheet, everything


def _life(
    arm: _Arm,
    name: str,
    first: datetime,
    end: datetime,
    habit: float,
    random: np.random.Generator,
) -> Iterable[Event]:
    """A player's deposits before, and what they did after meeting the variant."""
    before, after, bets = random.poisson((1.6, 1.1, 6))
    for _ in range(before):
        at = first - LOOK_BACK * float(random.uniform(0.01, 1))
        yield Event("deposit", name, round(arm.deposit * 0.9 * habit, 2), at)
    left = (end - first).total_seconds() * 0.999
    moments = [
        first + timedelta(seconds=min(wait, left))
        for wait in random.exponential(86_400, 2 + after).tolist()
    ]
    for at in moments[2:]:
        yield Event("deposit", name, round(arm.deposit * habit, 2), at)
    if random.random() < arm.conversion:
        yield Event("first_bet", name, 1.0, moments[0])
        stake = (1 + bets) * 0.9 * float(random.lognormal(0, 0.6))
        yield Event("bet", name, float(1 + bets), moments[1])
        yield Event("stake", name, round(stake, 2), moments[1])


async def _write(
    db: AsyncSession, experiment: Experiment, sheet: Sheet, events: Sequence[Event]
) -> None:
    await db.flush()
    connection = await raw_connection(db)
    who = experiment.id
    await connection.copy_records_to_table(
        "experiment_subjects",
        columns=["experiment_id", "subject", "variant", "first_at"],
        records=[(who, name, s.variant, s.first_at) for name, s in sheet.subjects.items()],
    )
    await connection.copy_records_to_table(
        "experiment_values",
        columns=["experiment_id", "metric", "subject", "y", "x"],
        records=[(who, metric, name, t.y, t.x) for (metric, name), t in sheet.totals.items()],
    )
    await connection.copy_records_to_table(
        "experiment_sums",
        columns=["experiment_id", "day", "metric", "variant", "n", "y", "yy", "x", "xx", "xy"],
        records=[
            (who, day, metric, variant, m.n, m.y, m.yy, m.x, m.xx, m.xy)
            for (day, metric, variant), m in sheet.sums.items()
        ],
    )
    await connection.copy_records_to_table(
        "flag_metrics",
        columns=["tenant_id", "environment", "metric", "value", "subject", "at"],
        records=[(BRAND, "production", e.metric, e.value, e.subject, e.at) for e in events],
    )
