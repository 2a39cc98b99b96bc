"""The demo's login history shows every kind of attempt, judged as a real one is."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import select

from gapless.features.admin_users.login_history.seeds import seed_login_history
from gapless.features.admin_users.seeds import seed_admin_users
from gapless.features.auth.seeds import seed_admins
from gapless.features.tenants.seeds import seed_tenants
from gapless.platform.identity import Admin
from gapless.platform.security.models import Device, LoginEvent
from tests.support.house import House


async def test_each_kind_of_attempt_is_there_with_what_is_suspicious(house: House) -> None:
    async with house.database.session() as db:  # never committed
        earlier = set(await db.scalars(select(LoginEvent.id)))  # of other tests
        known = set(await db.scalars(select(Device.id)))
        for fill in (seed_tenants, seed_admins, seed_admin_users, seed_login_history):
            await fill(db, house.settings)
        events = [e for e in await db.scalars(select(LoginEvent)) if e.id not in earlier]
        people = {
            a.id: a
            for a in await db.scalars(
                select(Admin).where(Admin.is_demo).execution_options(populate_existing=True)
            )
        }
        found = await db.scalars(select(Device).where(Device.status == "blocked"))
        blocked = [device for device in found if device.id not in known]
        db.expunge_all()  # readable after the rollback
        await db.rollback()
    mine = [event for event in events if event.admin_id in people]
    suspicious = {
        (people[event.admin_id].full_name, reason)
        for event in mine
        if event.admin_id
        for reason in event.suspicion
        if event.result == "success"
    }
    assert suspicious == {
        ("Priya Raman", "new_device"),
        ("Marcus Lindqvist", "new_country"),
        ("Lena Fischer", "brute_force"),
        ("Ayşe Demir", "new_device"),
        ("Ayşe Demir", "new_country"),
        ("Ayşe Demir", "impossible_travel"),
    }
    causes: Counter[str | None] = Counter()
    for event in mine:  # refusals past the limit share a row, or two where an hour ends between
        if event.result == "failed":
            causes[event.failure_reason] += event.attempts
    assert causes == {"wrong_password": 6, "brute_force": 3, "not_active": 1}
    strangers = [event for event in events if event.email and "***" in event.email]
    assert sum(event.attempts for event in strangers) >= 14
    assert [device.user_agent for device in blocked] == ["python-requests/2.32.5"]
    by_name = {admin.full_name: admin for admin in people.values()}
    assert by_name["Lena Fischer"].failed_login_attempts == 0
    assert by_name["Jonas Weber"].status == "disabled"
