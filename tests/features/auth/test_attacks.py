"""Attacks on signing in that were found to matter, each tried for real."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from gapless.bootstrap import create_owner, seed
from gapless.features.audit_log.service import verify
from gapless.platform.feature import Feature
from gapless.platform.identity.demo import DEMO_PASSWORD
from gapless.platform.identity.owners import count_owners
from gapless.platform.problems import ValidationFailed
from gapless.settings import Settings
from tests.support.house import PASSWORD, House


async def test_guesses_sent_at_once_count_like_guesses_in_turn(house: House) -> None:
    admin = await house.add_admin()
    client = house.client()
    answers = await asyncio.gather(
        *(
            client.post("/api/v1/auth/login", json={"email": admin.email, "password": f"guess{n}"})
            for n in range(12)
        )
    )
    statuses = [a.status_code for a in answers]
    assert statuses.count(401) == house.settings.login_max_failures
    assert statuses.count(429) == 12 - house.settings.login_max_failures


async def test_many_wrong_sign_ins_at_once_do_not_use_up_the_connections(house: House) -> None:
    emails = [(await house.add_admin()).email for _ in range(30)]
    client = house.client()
    answers = await asyncio.gather(
        *(
            client.post("/api/v1/auth/login", json={"email": email, "password": "wrong"})
            for email in emails
        ),
        client.get("/api/readyz"),
    )
    assert {a.status_code for a in answers} == {200, 401}


async def test_demo_sign_ins_end_with_demo_mode(house: House) -> None:
    admin = await house.add_admin()
    async with house.database.session() as db:
        await db.execute(text("UPDATE admins SET is_demo = true WHERE id = :id"), {"id": admin.id})
        await db.commit()
    refused = await house.client().post(
        "/api/v1/auth/login", json={"email": admin.email, "password": PASSWORD}
    )
    assert refused.status_code == 401
    with pytest.raises(ValueError, match="not in production"):
        Settings(demo=True, environment="production")


async def test_demo_owners_do_not_count_outside_demo_mode(house: House) -> None:
    admin = await house.add_admin("Platform Owner", owner=True)
    async with house.database.session() as db:
        before = await count_owners(db, house.settings)
        await db.execute(text("UPDATE admins SET is_demo = true WHERE id = :id"), {"id": admin.id})
        assert await count_owners(db, house.settings) == before - 1
        assert await count_owners(db, house.settings.model_copy(update={"demo": True})) >= before


async def test_a_database_that_has_brands_is_never_seeded(house: House) -> None:
    async def must_not_run(db: AsyncSession, settings: Settings) -> None:
        raise AssertionError("seeded a database that is in use")

    await seed(house.database, house.settings, [Feature(name="trial", seeds=(must_not_run,))])
    answer = await house.client().post(
        "/api/v1/auth/login", json={"email": "owner@example.com", "password": DEMO_PASSWORD}
    )
    assert answer.status_code == 401


@pytest.mark.parametrize("email", ["x", "admin@localhost", "a b@example.com"])
async def test_an_owner_that_could_never_sign_in_is_not_made(house: House, email: str) -> None:
    async with house.database.session() as db:
        with pytest.raises(ValidationFailed):
            await create_owner(db, email, "A-Strong-One-1")


async def test_a_giant_body_is_refused_before_it_is_read(house: House) -> None:
    client = house.client()
    big = b'{"email": "' + b"x" * (2 * 1024 * 1024) + b'"}'
    answer = await client.post(
        "/api/v1/auth/login", content=big, headers={"Content-Type": "application/json"}
    )
    assert (answer.status_code, answer.json()["error_code"]) == (413, "PAYLOAD_TOO_LARGE")


async def test_nobody_can_fill_the_audit_log_with_malformed_sign_ins(house: House) -> None:
    async def rows() -> int:
        async with house.database.session() as db:
            return int(
                await db.scalar(
                    text("SELECT count(*) FROM audit_events WHERE action = 'auth.login'")
                )
                or 0
            )

    before = await rows()
    for _ in range(5):
        await house.client().post("/api/v1/auth/login", json={"email": "no"})
    assert await rows() == before


async def test_a_sign_in_with_a_cookie_ends_the_one_before(house: House) -> None:
    admin = await house.add_admin()
    client = house.client()
    body = {"email": admin.email, "password": PASSWORD, "session": "cookie"}
    await client.post("/api/v1/auth/login", json=body)
    first = client.cookies["gapless_session"]
    await client.post("/api/v1/auth/login", json=body)
    held = await house.client(Cookie=f"gapless_session={first}").get("/api/v1/auth/me")
    assert held.status_code == 401
    assert (await client.get("/api/v1/auth/me")).status_code == 200


async def test_the_heads_of_the_chains_are_guarded_and_missed(house: House) -> None:
    admin = await house.sign_in()
    await admin.post("/tables", json={"name": "A", "provider": "B"})
    async with house.database.session() as db:
        with pytest.raises(DBAPIError, match="only grow"):
            await db.execute(
                text("DELETE FROM audit_heads WHERE chain = :c"), {"c": house.tenant_id}
            )
    connection = await house.database.connect()
    try:
        await connection.execute("ALTER TABLE audit_heads DISABLE TRIGGER audit_heads_no_change")
        await connection.execute("DELETE FROM audit_heads WHERE chain = $1", house.tenant_id)
    finally:
        await connection.execute("ALTER TABLE audit_heads ENABLE TRIGGER audit_heads_no_change")
        await connection.close()
    reports = {r.chain: r for r in await verify(house.database)}
    assert reports[house.tenant_id].reason == "the chain's head is missing"
