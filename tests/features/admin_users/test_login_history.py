"""The login history: every attempt, its cause, what is suspicious, and that nobody can fill it."""

from __future__ import annotations

import csv
import io
from typing import Any
from uuid import uuid4

from sqlalchemy import event, func, select, text

from gapless.platform.identity import Admin
from gapless.platform.security import history
from gapless.platform.security.models import Device, LoginEvent
from tests.support.house import PASSWORD, Caller, House
from tests.support.places import ANKARA, ISTANBUL, TOKYO, places_file

LOGIN = "/api/v1/auth/login"
CHROME = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/140.0.0.0 Safari/537.36"
)


async def attempt(house: House, email: str, password: str, **headers: str) -> int:
    body = {"email": email, "password": password}
    return (await house.client(**headers).post(LOGIN, json=body)).status_code


async def rows_of(caller: Caller, **query: object) -> list[dict[str, Any]]:
    answer = await caller.get("/admin/login-history", params=query)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()
    return found


async def test_every_attempt_is_there_with_its_cause(house: House) -> None:
    caller = await house.sign_in("Admin")
    active = await house.add_admin()
    disabled = await house.add_admin(status="disabled")
    assert await attempt(house, active.email, "wrong") == 401
    assert await attempt(house, active.email, PASSWORD) == 200
    assert await attempt(house, disabled.email, PASSWORD) == 401
    for admin, expected in (
        (active, [("success", None), ("failed", "wrong_password")]),
        (disabled, [("failed", "not_active")]),
    ):
        rows = await rows_of(caller, admin_id=str(admin.id))
        assert [(r["result"], r["failure_reason"]) for r in rows] == expected
        assert {r["admin_name"] for r in rows} == {"Some One"}
        assert {r["method"] for r in rows} == {"password"}
        assert {r["ip_address"] for r in rows} == {"127.0.0.1"}


async def test_the_list_is_filtered_as_the_existing_panel_asks(house: House) -> None:
    caller = await house.sign_in("Admin", by_password=True)
    admin = await house.add_admin()
    await attempt(house, admin.email, "wrong")
    failed = await rows_of(caller, result="failed")
    assert [r["admin_id"] for r in failed] == [str(admin.id)]
    assert [r["admin_id"] for r in await rows_of(caller, result="success")] == [caller.admin_id]
    assert await rows_of(caller, suspicious_only=True) == []
    assert len(await rows_of(caller, failure_reason="wrong_password", since_hours=1)) == 1
    assert [r["admin_id"] for r in await rows_of(caller, search=admin.email.upper())] == [
        str(admin.id)
    ]
    # It asks anew at each letter that is typed.
    for typed in (str(admin.id), admin.email[:8]):
        assert [r["admin_id"] for r in await rows_of(caller, admin_id=typed)] == [str(admin.id)]
    assert await rows_of(caller, admin_id="nobody at all") == []
    assert len(await rows_of(caller, admin_id="", result="")) == 2
    answer = await caller.get("/admin/login-history", params={"page_size": 1})
    assert (len(answer.json()), answer.headers["X-Total-Count"]) == (1, "2")
    unknown = await caller.get("/admin/login-history", params={"result": "perhaps"})
    assert unknown.status_code == 422


async def test_attempts_on_nobodys_email_are_seen_by_owners_alone_and_by_their_outline(
    house: House,
) -> None:
    caller, owner = await house.sign_in("Super Admin"), await house.owner()
    email = f"{uuid4().hex}@nowhere.example"
    await attempt(house, email, "whatever")
    outline = history.outline(email)
    assert email not in outline
    assert await rows_of(caller, search="nowhere.example") == []
    rows = await rows_of(owner, tenant_id="all", search="nowhere.example")
    assert rows[0]["admin_name"] == outline
    assert (rows[0]["failure_reason"], rows[0]["admin_id"]) == ("unknown_user", None)


async def test_guessing_on_nobodys_emails_fills_one_row_a_network_and_hour(house: House) -> None:
    owner = await house.owner()
    async with house.database.session() as db:
        await db.execute(text("DELETE FROM login_events WHERE admin_id IS NULL"))
        await db.commit()
    for _ in range(12):
        await attempt(house, f"{uuid4().hex}@nowhere.example", "whatever")
    rows = [r for r in await rows_of(owner, tenant_id="all") if r["admin_id"] is None]
    # Two, if the hour ended meanwhile.
    assert len(rows) in (1, 2)
    assert sum(r["attempts"] for r in rows) == 12
    if len(rows) == 1:
        assert rows[0]["suspicion"] == ["brute_force"]


async def test_past_the_limit_of_rows_strangers_share_one(house: House, monkeypatch: Any) -> None:
    monkeypatch.setattr(history, "STRANGERS_PER_HOUR", 0)
    async with house.database.session() as db:
        await db.execute(text("DELETE FROM login_events WHERE admin_id IS NULL"))
        await db.commit()
    for _ in range(3):
        await attempt(house, f"{uuid4().hex}@nowhere.example", "whatever")
    async with house.database.session() as db:
        buckets = await db.scalars(
            select(LoginEvent.bucket).where(LoginEvent.admin_id.is_(None)).distinct()
        )
        assert all(":*:" in (bucket or "") for bucket in buckets)


async def test_a_refused_flood_on_one_account_is_one_row(house: House) -> None:
    caller = await house.sign_in("Admin")
    admin = await house.add_admin()
    statuses = [await attempt(house, admin.email, "guess") for _ in range(9)]
    assert statuses == [401] * 5 + [429] * 4
    rows = await rows_of(caller, admin_id=str(admin.id), failure_reason="brute_force")
    assert sum(r["attempts"] for r in rows) == 4
    assert {tuple(r["suspicion"]) for r in rows} == {("brute_force",)}
    assert len(rows) in (1, 2)


async def test_the_same_statements_run_whether_or_not_somebody_has_the_email(
    house: House,
) -> None:
    """What an answer takes tells nothing, because the same work is done for it."""
    admin = await house.add_admin()
    seen: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    engine = house.database.engine.sync_engine
    runs = []
    for email in (admin.email, f"{uuid4().hex}@nowhere.example"):
        await attempt(house, email, "wrong")  # the first of all prepares statements
        seen.clear()
        event.listen(engine, "before_cursor_execute", note)
        await attempt(house, email, "wrong")
        event.remove(engine, "before_cursor_execute", note)
        # A brand's first audit row is its own matter, and so is the polling of other parts.
        apart = ("audit_heads", "channel_versions")
        runs.append([s for s in seen if not any(table in s for table in apart)])
    assert runs[0] == runs[1]
    assert any("INSERT INTO login_events" in s for s in runs[0])


async def test_a_browser_keeps_its_secret_and_a_new_one_is_noticed(house: House) -> None:
    caller = await house.sign_in("Admin")
    admin = await house.add_admin()
    body = {"email": admin.email, "password": PASSWORD, "session": "cookie"}
    browser = house.client(**{"User-Agent": CHROME})
    first = await browser.post(LOGIN, json=body)
    cookie = next(c for c in first.headers.get_list("set-cookie") if "gapless_device" in c)
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert "Path=/api/v1/auth" in cookie
    again = await browser.post(LOGIN, json=body)
    assert not [c for c in again.headers.get_list("set-cookie") if "gapless_device" in c]
    await house.client(**{"User-Agent": CHROME}).post(LOGIN, json=body)
    rows = await rows_of(caller, admin_id=str(admin.id))
    assert [r["suspicion"] for r in rows] == [["new_device"], [], []]
    assert [r["admin_id"] for r in await rows_of(caller, suspicious_only=True)] == [str(admin.id)]
    sessions = await caller.get("/admin/sessions", params={"suspicious_only": True})
    assert [s["suspicion"] for s in sessions.json()] == [["new_device"]]


async def test_anothers_device_secret_is_worth_nothing(house: House) -> None:
    victim, thief = await house.add_admin(), await house.add_admin()
    browser = house.client()
    await browser.post(
        LOGIN, json={"email": victim.email, "password": PASSWORD, "session": "cookie"}
    )
    secret = next(v for k, v in browser.cookies.items() if k.startswith("gapless_device"))
    async with house.database.session() as db:
        await db.execute(
            text("UPDATE admins SET last_login_at = now() WHERE id = :id"), {"id": thief.id}
        )
        await db.commit()
    name = f"gapless_device_{thief.id.hex[:12]}"
    await house.client(Cookie=f"{name}={secret}").post(
        LOGIN, json={"email": thief.email, "password": PASSWORD, "session": "cookie"}
    )
    async with house.database.session() as db:
        devices = await db.scalar(
            select(func.count()).select_from(Device).where(Device.admin_id == thief.id)
        )
        row = (
            await db.execute(select(LoginEvent).where(LoginEvent.admin_id == thief.id))
        ).scalar_one()
    assert devices == 1
    assert row.suspicion == ["new_device"]


async def test_a_new_country_and_an_impossible_journey_are_noticed(
    house: House, tmp_path: Any
) -> None:
    settings = house.settings.model_copy(
        update={"geo_database": places_file(tmp_path), "trusted_proxies": ("127.0.0.1/32",)}
    )
    settings = type(settings)(**settings.model_dump())
    async with House.build(house.database, settings) as abroad:
        caller = await abroad.sign_in("Admin")
        admin = await abroad.add_admin()
        for address in (ISTANBUL, ANKARA, TOKYO):
            assert (
                await attempt(abroad, admin.email, PASSWORD, **{"X-Forwarded-For": address}) == 200
            )
        rows = await rows_of(caller, admin_id=str(admin.id))
    assert [(r["location"], r["country"]) for r in rows] == [
        ("Tokyo, Japan", "JP"),
        ("Ankara, Türkiye", "TR"),
        ("Istanbul, Türkiye", "TR"),
    ]
    assert rows[0]["suspicion"] == ["new_country", "impossible_travel"]
    # 350 km in a moment is impossible, too.
    assert rows[1]["suspicion"] == ["impossible_travel"]
    assert rows[2]["suspicion"] == []


async def test_a_success_after_many_failures_is_noticed(house: House) -> None:
    caller = await house.sign_in("Admin")
    admin = await house.add_admin()
    for _ in range(4):
        await attempt(house, admin.email, "guess")
    async with house.database.session() as db:
        await db.execute(text("DELETE FROM login_attempts"))
        await db.commit()
    await attempt(house, admin.email, "guess")
    assert await attempt(house, admin.email, PASSWORD) == 200
    rows = await rows_of(caller, admin_id=str(admin.id), result="success")
    assert rows[0]["suspicion"] == ["brute_force"]


async def test_the_export_holds_what_the_filter_leaves_and_no_formula(house: House) -> None:
    caller = await house.sign_in("Admin")
    admin = await house.add_admin()
    async with house.database.session() as db:
        found = await db.get(Admin, admin.id)
        assert found is not None
        found.full_name = "=cmd|' /C calc'!A0"
        await db.commit()
    await attempt(house, admin.email, "wrong")
    answer = await caller.get("/admin/login-history/export", params={"result": "failed"})
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [(r["admin_name"], r["failure_reason"]) for r in rows] == [
        ("'=cmd|' /C calc'!A0", "wrong_password")
    ]
    events = await caller.get("/audit/events", params={"action": "admin.login_history_exported"})
    assert len(events.json()["items"]) == 1
    support = await house.sign_in("Support")
    assert (await support.get("/admin/login-history/export")).status_code == 403


async def test_a_forwarded_address_counts_only_from_a_trusted_proxy(house: House) -> None:
    caller = await house.sign_in("Admin")
    admin = await house.add_admin()
    await attempt(house, admin.email, "wrong", **{"X-Forwarded-For": "203.0.113.9"})
    rows = await rows_of(caller, admin_id=str(admin.id))
    assert [r["ip_address"] for r in rows] == ["127.0.0.1"]
