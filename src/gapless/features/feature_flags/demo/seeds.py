"""Demo flags with some life in them: versions, a schedule, a ramp, a request."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from gapless.features.feature_flags.approvals.models import FlagChangeRequest
from gapless.features.feature_flags.demo.counts import seed_counts
from gapless.features.feature_flags.demo.players import seed_players
from gapless.features.feature_flags.demo.specs import FLAGS, SEGMENTS, split
from gapless.features.feature_flags.metrics.models import FlagMetric
from gapless.features.feature_flags.models import (
    Flag,
    FlagConfiguration,
    FlagEnvironment,
    FlagGroup,
    FlagSegment,
    FlagVersion,
)
from gapless.features.feature_flags.ramps.models import FlagRamp
from gapless.features.feature_flags.rules import ENVIRONMENTS, new_configuration, new_variants
from gapless.features.feature_flags.schedule.models import FlagScheduledChange
from gapless.features.feature_flags.schedule.service import JOB
from gapless.features.feature_flags.soundness import normalised
from gapless.features.feature_flags.states import State, applied, configuration
from gapless.platform import audit, clock, jobs
from gapless.platform.audit import Change, Entry
from gapless.platform.identity import SYSTEM
from gapless.settings import Settings

TENANT = "default_casino"
_MAKERS = ("Olivia Owner", "Deniz Aydın")
_GROUPS = {
    "Payments": "Deposits, withdrawals and providers.",
    "Games": "The lobby and what is in it.",
    "CRM": "Bonuses and messages.",
    "Fraud": "What keeps cheats out.",
    "CMS": "Pages and banners.",
}


async def seed_flags(db: AsyncSession, settings: Settings) -> None:
    """Flags of the platform's own brand."""
    now = clock.now()
    for key, name, description, when in SEGMENTS:
        db.add(
            FlagSegment(
                tenant_id=TENANT, key=key, name=name, description=description, conditions=when,
                created_by=_MAKERS[0], updated_by=_MAKERS[0],
            )
        )  # fmt: skip
    groups = {
        name: FlagGroup(tenant_id=TENANT, name=name, description=text)
        for name, text in _GROUPS.items()
    }
    db.add_all(groups.values())
    await db.flush()
    made = [await _flag(db, spec, groups, now, index) for index, spec in enumerate(FLAGS)]
    flags = {flag.key: flag for flag in made}
    for name in ENVIRONMENTS:
        db.add(FlagEnvironment(tenant_id=TENANT, environment=name, version=len(made)))
    await db.flush()
    for flag in made:
        await seed_counts(db, flag.key, flag.created_at)
    await seed_players(db, TENANT, now)
    await _schedule(db, flags["crash_games"], now)
    _ramp(db, flags["new_cashier"], now)
    _request(db, flags["velocity_checks"], now)
    await db.flush()


async def _flag(
    db: AsyncSession, spec: dict[str, Any], groups: dict[str, FlagGroup], now: datetime, index: int
) -> Flag:
    """One flag, made some weeks ago and set up since."""
    kind = spec.get("type", "boolean")
    variants = spec.get("variants") or new_variants(kind, None)
    usual = {"enabled": False, **new_configuration(variants)}
    quiet = timedelta(days=spec.get("quiet_days", 3 + index))
    author = _MAKERS[index % 2]
    expired = now - timedelta(days=spec["expired_days"]) if "expired_days" in spec else None
    first: State = normalised(
        {
            "flag_id": spec["flag_id"], "name": spec["name"], "type": kind,
            "description": spec["description"], "scope": spec.get("scope", "both"),
            "group": spec["group"], "owner": spec["owner"], "tags": spec.get("tags", []),
            "expires_at": clock.iso(expired) if expired else None, "archived": False,
            "variants": variants, "environments": {name: dict(usual) for name in ENVIRONMENTS},
        }
    )  # fmt: skip
    flag = Flag(
        tenant_id=TENANT, key=spec["flag_id"], name=spec["name"], type=kind,
        description=spec["description"], scope=first["scope"], environment="production",
        group_id=groups[spec["group"]].id, owner=spec["owner"], tags=first["tags"],
        variants=variants, expires_at=expired, archived_at=None, version=1,
        created_by=author, created_at=now - quiet - timedelta(days=30),
        updated_by=author, updated_at=now - quiet,
    )  # fmt: skip
    db.add(flag)
    await db.flush()
    state = first
    _version(db, flag, "created", list(ENVIRONMENTS), state, author, flag.created_at)
    for days, name in ((20, "development"), (10, "staging"), (0, "production")):
        setup = dict(spec.get(name, {}))
        if not setup:
            continue
        enabled = setup.pop("enabled")
        patch = {"environments": {name: {"enabled": enabled, "configuration": setup}}}
        state = normalised(applied(state, patch))
        flag.version += 1
        at = now - quiet - timedelta(days=days)
        _version(db, flag, "configured", [name], state, author, at)
    for name in ENVIRONMENTS:
        setup = state["environments"][name]
        db.add(
            FlagConfiguration(
                flag_id=flag.id, environment=name, tenant_id=TENANT, enabled=setup["enabled"],
                configuration=configuration(setup), updated_by=author, updated_at=now - quiet,
            )
        )  # fmt: skip
    change = Change(after=first)
    change.about("flag", flag.id)
    change.details = {"name": flag.name, "key": flag.key, "change": "created"}
    entry = Entry(
        action="flag.created", status="SUCCESS", actor=SYSTEM, tenant_id=TENANT, change=change
    )
    await audit.append(db, entry)
    return flag


def _version(
    db: AsyncSession, flag: Flag, action: str, environments: list[str], state: State, author: str,
    at: datetime,
) -> None:  # fmt: skip
    db.add(
        FlagVersion(
            flag_id=flag.id, number=flag.version, tenant_id=TENANT, action=action,
            environments=environments, snapshot=state, comment="", author_id=None,
            author=author, at=at,
        )
    )  # fmt: skip


async def _schedule(db: AsyncSession, flag: Flag, now: datetime) -> None:
    """Crash games open to everybody in two days, when the campaign begins."""
    delay = timedelta(days=2)
    change = FlagScheduledChange(
        tenant_id=TENANT, flag_id=flag.id, environment="production", patch={"enabled": True},
        base_version=flag.version, due_at=now + delay, comment="The campaign begins",
        request_id=None, author=_MAKERS[0], ended_at=None, error=None,
    )  # fmt: skip
    db.add(change)
    await db.flush()
    payload = {"schedule_id": str(change.id)}
    job = await jobs.enqueue(db, JOB, payload, tenant_id=TENANT, created_by=None, delay=delay)
    change.job_id = job.id


def _ramp(db: AsyncSession, flag: Flag, now: datetime) -> None:
    """The cashier reaches more players every day, as long as deposits do not fail."""
    at_ten = normalised_serve(split("new_cashier", on=10, off=90))
    db.add(
        FlagRamp(
            tenant_id=TENANT, flag_id=flag.id, environment="production", rule=None,
            variant="on", rest="off", bucket_by="targetingKey", salt="new_cashier",
            steps=[{"weight": weight, "minutes": 1440} for weight in (1_000, 10_000, 50_000,
                                                                      100_000)],
            guardrails=[{"metric": "deposit_failed", "aggregate": "mean", "direction": "above",
                         "limit": 0.08, "window_minutes": 120, "min_count": 50,
                         "of": "variant"}],
            step=1, next_at=now + timedelta(hours=19),
            serve_before={"serve": {"kind": "variant", "variant": "off"}, "enabled": True},
            serve_written=at_ten, outcome=None, comment="", request_id=None,
            author=_MAKERS[0], created_at=now - timedelta(hours=29), ended_at=None,
        )
    )  # fmt: skip
    for number in range(240):
        db.add(
            FlagMetric(
                tenant_id=TENANT, environment="production", metric="deposit_failed",
                value=1.0 if number % 31 == 0 else 0.0, subject=f"player-{number}",
                flag_key=flag.key, variant="on" if number % 10 == 0 else "off",
                at=now - timedelta(minutes=5 * number),
            )
        )  # fmt: skip


def _request(db: AsyncSession, flag: Flag, now: datetime) -> None:
    """Deniz would like the velocity checks for everybody."""
    change = {"configuration": {"default": {"kind": "variant", "variant": "on"}}}
    db.add(
        FlagChangeRequest(
            author_key_id=None,
            tenant_id=TENANT, flag_id=flag.id,
            operation={"kind": "configure", "patch": {"environments": {"production": change}},
                       "due_at": None, "ramp": None},
            environments=["production"], base_version=flag.version, required=1,
            comment="Half a month without a false alarm: on for everybody.", author_id=None,
            author=_MAKERS[1], created_at=now - timedelta(hours=5), closed_at=None,
            applied_version=None,
        )
    )  # fmt: skip


def normalised_serve(serve: dict[str, Any]) -> dict[str, Any]:
    """A split with everything in it that specs leave out."""
    return {"by": "targetingKey", "hash": "gapless", "seed": 0, "total": 100_000, **serve}
