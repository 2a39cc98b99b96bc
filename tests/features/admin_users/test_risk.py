"""Risk scores: what adds to one, and that it comes from what happened."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, update

from gapless.features.admin_users.risk.rules import (
    CAPS,
    POWERFUL,
    Signals,
    Suspected,
    score_of,
)
from gapless.platform import clock
from gapless.platform.identity.models import Admin, Session
from gapless.platform.permissions import Permission
from gapless.platform.security.models import LoginEvent
from gapless.platform.security.suspicion import Reason
from tests.support.house import Caller, House


def points(signals: Signals) -> dict[str, int]:
    return {factor.key.value: factor.points for factor in score_of(signals).factors}


def test_an_account_that_nothing_speaks_against_scores_nothing() -> None:
    score = score_of(Signals(has_second_factor=True, permissions=frozenset(Permission)))
    assert (score.score, score.level, score.factors) == (0, "low", ())


@pytest.mark.parametrize(
    ("days", "expected"), [(0, 20), (7, 10), (14, 5), (28, 1)], ids=lambda d: str(d)
)
def test_a_suspicious_sign_in_fades_by_half_a_week(days: int, expected: int) -> None:
    suspected = (Suspected(Reason.IMPOSSIBLE_TRAVEL, days, 1),)
    signals = Signals(has_second_factor=True, suspected=suspected)
    assert points(signals) == {"suspicious_sign_ins": expected}


def test_every_factor_is_capped_and_the_whole_is_100() -> None:
    worst = Signals(
        permissions=frozenset(Permission),
        suspected=(Suspected(Reason.BRUTE_FORCE, 0, 99),),
        failures=99, critical_acts=99, high_acts=99, denied_acts=99, countries=9,
        unapproved_devices=9, days_away=400, password_days=4000,
    )  # fmt: skip
    score = score_of(worst)
    assert {f.key: f.points for f in score.factors} == dict(CAPS)
    assert sum(CAPS.values()) > 100
    assert (score.score, score.level) == (100, "critical")


def test_a_missing_second_factor_weighs_by_what_the_account_can_do() -> None:
    none = points(Signals())["no_second_factor"]
    half = points(Signals(permissions=frozenset(sorted(POWERFUL)[::2])))["no_second_factor"]
    assert (none, points(Signals(permissions=POWERFUL))["no_second_factor"]) == (5, 20)
    assert none < half < 20
    assert points(Signals(has_password=False, permissions=POWERFUL)) == {}


@pytest.mark.parametrize(
    ("signals", "expected"),
    [
        (Signals(failures=3), {}),
        (Signals(failures=5), {"failed_sign_ins": 2}),
        (Signals(critical_acts=1, high_acts=2), {"risky_acts": 5}),
        (Signals(denied_acts=2), {"denied_acts": 4}),
        (Signals(countries=1), {}),
        (Signals(countries=2), {"countries_at_once": 10}),
        (Signals(unapproved_devices=1), {"unapproved_devices": 5}),
        (Signals(days_away=59), {}),
        (Signals(days_away=60), {"dormant": 10}),
        (Signals(days_away=90), {"dormant": 15}),
        (Signals(password_days=365), {}),
        (Signals(password_days=366), {"old_password": 5}),
    ],
)
def test_what_each_signal_adds(signals: Signals, expected: dict[str, int]) -> None:
    found = points(signals)
    found.pop("no_second_factor")
    assert found == expected


async def factors_of(caller: Caller, admin: Admin) -> dict[str, dict[str, int]]:
    rows = (await caller.get("/admin/risk-scores")).json()
    (row,) = [row for row in rows if row["admin_id"] == str(admin.id)]
    assert row["score"] == min(sum(f["points"] for f in row["factors"]), 100)
    return {f["key"]: f["facts"] for f in row["factors"]}


async def happened(house: House, admin: Admin, *, suspicion: list[str], **event: object) -> None:
    async with house.database.session() as db:
        db.add(
            LoginEvent(
                tenant_id=admin.tenant_id, admin_id=admin.id, email=admin.email,
                method="password", ip_address="203.0.113.9", user_agent=None, device_id=None,
                session_id=None, country=None, location=None, latitude=None, longitude=None,
                bucket=None, request_id=None, suspicion=suspicion, **event,
            )
        )  # fmt: skip
        await db.commit()


async def test_sign_ins_that_happened_count_as_long_as_they_are_fresh(house: House) -> None:
    caller = await house.sign_in("Super Admin")
    admin = await house.add_admin("Support")
    calm = await factors_of(caller, admin)
    assert set(calm) == {"no_second_factor"}
    now = clock.now()
    success: dict[str, object] = {"result": "success", "failure_reason": None}
    await happened(house, admin, suspicion=["new_country", "new_device"], at=now, **success)
    await happened(house, admin, suspicion=["brute_force"], at=now - timedelta(days=31), **success)
    await happened(
        house, admin, suspicion=[], at=now, result="failed", failure_reason="wrong_password",
        attempts=7,
    )  # fmt: skip
    # Who was refused is nobody who signed in, however suspicious.
    await happened(
        house, admin, suspicion=["brute_force"], at=now, result="failed",
        failure_reason="brute_force", attempts=2,
    )  # fmt: skip
    found = await factors_of(caller, admin)
    assert found["suspicious_sign_ins"] == {"new_country": 1, "new_device": 1}
    assert found["failed_sign_ins"] == {"failed": 9}


async def test_a_password_set_by_whatever_way_is_a_new_one(house: House) -> None:
    admin, boss = await house.add_admin("Support"), await house.sign_in("Admin")
    async with house.database.session() as db:
        old = {"created_at": clock.now() - timedelta(days=800), "last_login_at": clock.now()}
        await db.execute(update(Admin).where(Admin.id == admin.id).values(**old))
        await db.commit()
    assert "old_password" in await factors_of(boss, admin)
    await boss.post(
        f"/admin/users/{admin.id}/reset-password",
        json={"mode": "set", "password": "Lantern-Quarry-Fig-41"},
    )
    assert "old_password" not in await factors_of(boss, admin)


async def test_acts_that_were_denied_or_risky_count(house: House) -> None:
    caller = await house.sign_in("Super Admin")
    other = await house.add_admin("Support")
    await caller.patch(f"/admin/users/{other.id}", json={"role": "Ops"})
    mine = await house.sign_in_as(other)
    refused = await mine.post("/admin/teams", json={"name": "Mine"})
    assert refused.status_code == 403
    assert (await factors_of(caller, other))["denied_acts"] == {"denied": 1}
    async with house.database.session() as db:
        me = await db.get_one(Admin, UUID(caller.admin_id))
    assert (await factors_of(caller, me))["risky_acts"] == {"critical": 0, "high": 1}


async def test_sessions_in_two_countries_count_while_both_are_open(house: House) -> None:
    caller = await house.sign_in("Super Admin")
    admin = await house.add_admin("Support")
    for country in ("MT", "BR"):
        signed_in = await house.sign_in_as(admin)
        async with house.database.session() as db:
            session = await db.get_one(Session, await newest_session(house, signed_in))
            session.country = country
            await db.commit()
    assert (await factors_of(caller, admin))["countries_at_once"] == {"countries": 2}
    async with house.database.session() as db:
        await db.execute(
            update(Session).where(Session.admin_id == admin.id).values(revoked_at=clock.now())
        )
        await db.commit()
    assert "countries_at_once" not in await factors_of(caller, admin)


async def newest_session(house: House, caller: Caller) -> UUID:
    async with house.database.session() as db:
        found = await db.scalar(
            select(Session.id)
            .where(Session.admin_id == UUID(caller.admin_id))
            .order_by(Session.created_at.desc())
        )
    assert found is not None
    return found


async def test_another_brand_is_not_seen_and_who_cannot_sign_in_is_no_risk(house: House) -> None:
    caller = await house.sign_in("Super Admin")
    await house.add_admin("Support", tenant_id=house.other_tenant_id)
    disabled = await house.add_admin("Support", status="disabled")
    rows = (await caller.get("/admin/risk-scores")).json()
    assert {row["tenant_id"] for row in rows} == {house.tenant_id}
    assert str(disabled.id) not in {row["admin_id"] for row in rows}
    assert (await caller.get("/admin/risk-scores?tenant_id=all")).status_code == 403
    low = [row["admin_id"] for row in (await caller.get("/admin/risk-scores?level=low")).json()]
    assert low == [row["admin_id"] for row in rows if row["level"] == "low"]
    scores = [row["score"] for row in rows]
    assert scores == sorted(scores, reverse=True)


async def test_the_export_is_what_the_list_shows(house: House) -> None:
    caller = await house.sign_in("Super Admin")
    answer = await caller.get("/admin/risk-scores/export")
    assert answer.headers["content-type"].startswith("text/csv")
    lines = answer.text.strip().splitlines()
    assert lines[0].startswith("admin_name,admin_email")
    assert caller.email in lines[1]
