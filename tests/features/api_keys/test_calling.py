"""Calling the API with a key, and what people try with one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import event, select, update

from gapless.app import create_app
from gapless.platform import clock
from gapless.platform.database import Database
from gapless.platform.identity import keys
from gapless.platform.identity.key_gate import KeyGate
from gapless.platform.identity.key_models import ApiKey
from gapless.platform.identity.key_problems import ApiKeyInvalid
from gapless.platform.jobs import BackgroundJob
from gapless.platform.permissions import Permission
from gapless.platform.worker import JobContext
from tests.features.api_keys.calling import call, gate_of, issue
from tests.support.house import House


@dataclass
class Quiet:
    """An application that does nothing beside its requests, and what it asks its database."""

    app: FastAPI
    statements: list[str]

    def client(self) -> httpx.AsyncClient:
        """A client of this application."""
        return httpx.AsyncClient(
            transport=httpx.ASGITransport(self.app), base_url="http://gapless.example"
        )


@pytest.fixture
async def quiet(house: House) -> AsyncIterator[Quiet]:
    """An application on connections of its own, so that every statement counted is its own."""
    database = Database(house.database.url, pool_size=2)
    made = Quiet(create_app(house.settings, database), [])

    def note(_: Any, __: Any, statement: str, *___: Any) -> None:
        made.statements.append(statement)

    event.listen(database.engine.sync_engine, "before_cursor_execute", note)
    yield made
    await database.close()


async def test_a_key_calls_what_its_scopes_open_and_nothing_else(house: House) -> None:
    admin = await house.sign_in("Admin")
    secret, _ = await issue(admin, "games.read")
    assert (await call(house, secret)).status_code == 200
    by_header = await house.client(**{"X-API-Key": secret}).get("/api/v1/games")
    assert by_header.status_code == 200
    for path, scope in (("/audit/events", "audit.read"), ("/api-keys", "api_keys.read")):
        refused = await call(house, secret, path)
        assert (refused.status_code, refused.json()["error_code"]) == (403, "API_KEY_SCOPE_MISSING")
        assert refused.json()["details"]["scope"] == scope
    write = await call(house, secret, "/tables", "POST", json={"name": "T", "provider": "P"})
    assert write.status_code == 403
    assert (await call(house, secret, "/tenants")).status_code == 403
    empty, _ = await issue(admin)
    assert (await call(house, empty)).status_code == 403


async def test_a_write_by_a_key_is_audited_under_its_name_and_needs_no_csrf(house: House) -> None:
    admin = await house.sign_in("Admin")
    secret, key_id = await issue(admin, "tables.write", name="owner@example.com")
    made = await call(house, secret, "/tables", "POST", json={"name": "T", "provider": "P"})
    assert made.status_code == 200, made.text
    await call(house, secret, "/games/00000000-0000-4000-8000-000000000000/toggle", "POST")
    events = (await admin.get("/audit/events", params={"actor_user_id": key_id})).json()["items"]
    assert [(e["action"], e["status"]) for e in events] == [
        ("game.toggled", "DENIED"),
        ("table.created", "SUCCESS"),
    ]
    for row in events:
        assert row["actor_role"] == "API key"
        assert row["actor_email"] == f"{secret[: keys.SHOWN_LENGTH]}… (owner@example.com)"


async def test_a_key_is_no_person_and_no_platform_owner(house: House) -> None:
    owner = await house.owner(acting_for=house.tenant_id)
    secret, _ = await issue(owner, "games.read", "dashboard.read", "audit.read")
    for method, path in (
        ("GET", "/auth/me"),
        ("GET", "/auth/sessions"),
        ("POST", "/auth/logout"),
        ("POST", "/auth/change-password"),
    ):
        refused = await call(house, secret, path, method)
        assert (refused.status_code, refused.json()["error_code"]) == (403, "API_KEY_NOT_ACCEPTED")
    named = await call(house, secret, headers={"X-Tenant-ID": house.other_tenant_id})
    assert (named.status_code, named.json()["error_code"]) == (403, "TENANT_HEADER_FORBIDDEN")
    capabilities = (await call(house, secret, "/tenants/capabilities")).json()
    assert capabilities["is_owner"] is False
    assert capabilities["tenant_id"] == house.tenant_id
    assert capabilities["permissions"] == ["audit:read", "dashboard:read", "games:read"]


async def test_a_key_sees_its_own_brand_only(house: House) -> None:
    here, there = (
        await house.sign_in("Admin"),
        await house.sign_in("Admin", tenant_id=house.other_tenant_id),
    )
    mine, _ = await issue(here, "tables.write", "games.read")
    theirs, _ = await issue(there, "games.read")
    made = await call(house, mine, "/tables", "POST", json={"name": "Mine", "provider": "P"})
    assert made.status_code == 200
    assert [t["name"] for t in (await call(house, mine, "/tables")).json()] == ["Mine"]
    assert (await call(house, theirs, "/tables")).json() == []


async def test_what_stops_a_key(house: House) -> None:
    admin = await house.sign_in("Admin")
    secret, key_id = await issue(admin, "games.read")

    async def code() -> str:
        answer = await call(house, secret)
        return str(answer.json().get("error_code", answer.status_code))

    assert await code() == "200"
    await admin.patch(f"/api-keys/{key_id}", json={"active": False})
    assert await code() == "API_KEY_DISABLED"
    await admin.patch(f"/api-keys/{key_id}", json={"active": True})
    assert await code() == "200"
    await admin.patch(f"/api-keys/{key_id}", json={"allowed_cidrs": ["10.0.0.0/8", "::1"]})
    assert await code() == "API_KEY_ADDRESS_REFUSED"
    await admin.patch(f"/api-keys/{key_id}", json={"allowed_cidrs": ["127.0.0.1"]})
    assert await code() == "200"
    async with house.database.session() as db:
        past = clock.now() - timedelta(seconds=1)
        await db.execute(update(ApiKey).where(ApiKey.secret_hash == keys.digest_of(secret)).values(
            expires_at=past, updated_at=past))  # fmt: skip
        await db.commit()
    gate_of(house).table.expire()
    assert await code() == "API_KEY_EXPIRED"


async def test_the_forwarded_address_does_not_open_a_network(house: House) -> None:
    admin = await house.sign_in("Admin")
    secret, _ = await issue(admin, "games.read", allowed_cidrs=["10.0.0.0/8"])
    answer = await call(house, secret, headers={"X-Forwarded-For": "10.0.0.7"})
    assert answer.json()["error_code"] == "API_KEY_ADDRESS_REFUSED"


async def test_junk_never_touches_the_database(house: House, quiet: Quiet) -> None:
    admin = await house.sign_in("Admin")
    secret, _ = await issue(admin, "games.read")
    flipped = secret[:20] + ("a" if secret[20] != "a" else "b") + secret[21:]
    junk = [
        flipped,
        secret[:-1],
        secret + "0",
        secret[:9] + secret[9:].swapcase(),
        "gls_test_",
        "gls_live_" + "0" * 36,
        "gls_test_" + "é" * 36,
        "gls_test_' OR 1=1 --",
    ]
    path = "/api/v1/tenants/capabilities"
    async with quiet.client() as client:
        for guess in junk:
            for headers in ({"Authorization": f"Bearer {guess}"}, {"X-API-Key": guess}):
                raw = {name: value.encode() for name, value in headers.items()}
                answer = await client.get(path, headers=raw)
                assert answer.status_code == 401, guess
                assert answer.headers["WWW-Authenticate"] == "Bearer"
                assert answer.json()["error_code"] == "API_KEY_INVALID"
        assert quiet.statements == []
        # The real one is looked up, so the count does count.
        await client.get(path, headers={"X-API-Key": secret})
    assert any("api_keys" in statement for statement in quiet.statements)


async def test_a_made_up_key_with_a_right_checksum_is_refused(house: House) -> None:
    admin = await house.sign_in("Admin")
    secret, _ = await issue(admin, "games.read")
    for stranger in (keys.make("test"), secret[:-7] + "0" + keys.check_of(b"x")):
        assert (await call(house, stranger)).json()["error_code"] == "API_KEY_INVALID"
    elsewhere = await call(house, keys.make("live"))
    assert elsewhere.json()["error_code"] == "API_KEY_WRONG_ENVIRONMENT"


async def test_a_known_key_costs_no_query_of_its_own(house: House, quiet: Quiet) -> None:
    admin = await house.sign_in("Admin")
    secret, _ = await issue(admin, "games.read")
    gate: KeyGate = quiet.app.state.keys
    await gate.admit(secret, "127.0.0.1", None)
    before = len(quiet.statements)
    for _ in range(200):
        await gate.admit(secret, "127.0.0.1", None)
    # At most the question whether anything has changed, if a second went by meanwhile.
    assert not [s for s in quiet.statements[before:] if "api_keys" in s]


async def test_a_flood_of_made_up_keys_asks_the_database_one_thing_at_a_time(
    house: House, quiet: Quiet
) -> None:
    gate: KeyGate = quiet.app.state.keys
    guesses = [keys.make("test") for _ in range(300)]
    outcomes = await asyncio.gather(
        *(gate.admit(guess, "127.0.0.1", None) for guess in guesses), return_exceptions=True
    )
    assert {type(outcome) for outcome in outcomes} == {ApiKeyInvalid}
    # They arrived together: a few questions answered them all.
    assert len(quiet.statements) <= 10


async def test_a_key_in_the_address_is_refused(house: House) -> None:
    admin = await house.sign_in("Admin")
    secret, _ = await issue(admin, "games.read")
    for query in (f"api_key={secret}", f"search=x&access_token={secret}"):
        answer = await house.client().get(f"/api/v1/games?{query}")
        assert (answer.status_code, answer.json()["error_code"]) == (400, "API_KEY_IN_ADDRESS")
        assert secret not in answer.text
    # What merely begins like one is a search like any other.
    found = await admin.get("/games", params={"search": secret[:20]})
    assert found.status_code == 200


async def test_a_wrong_key_does_not_fall_back_to_the_cookie(house: House) -> None:
    admin = await house.add_admin("Admin")
    client = house.client()
    body = {"email": admin.email, "password": "Correct-Horse-9", "session": "cookie"}
    assert (await client.post("/api/v1/auth/login", json=body)).status_code == 200
    assert (await client.get("/api/v1/games")).status_code == 200
    wrong = await client.get("/api/v1/games", headers={"X-API-Key": "gls_test_x"})
    assert wrong.status_code == 401


async def test_an_answer_kept_for_one_key_is_not_given_to_another(house: House) -> None:
    admin = await house.sign_in("Admin")
    first, _ = await issue(admin, "tables.write")
    second, _ = await issue(admin, "tables.write")
    made, again, others = [
        await call(
            house, secret, "/tables", "POST", json={"name": "T", "provider": "P"},
            headers={"Idempotency-Key": "once"},
        )
        for secret in (first, first, second)
    ]  # fmt: skip
    assert made.json()["id"] == again.json()["id"]
    assert again.headers["Idempotency-Replayed"] == "true"
    # Carried out anew, and so refused: there is a table of this name by now.
    assert others.status_code == 409


async def test_a_rate_limit_is_told_and_kept(house: House) -> None:
    admin = await house.sign_in("Admin")
    secret, key_id = await issue(admin, "games.read", rate_limit_per_minute=3)
    answers = [await call(house, secret) for _ in range(5)]
    assert [a.status_code for a in answers] == [200, 200, 200, 429, 429]
    assert [a.headers["RateLimit"].partition(";t")[0] for a in answers[:3]] == [
        '"key";r=2',
        '"key";r=1',
        '"key";r=0',
    ]
    assert answers[0].headers["RateLimit-Policy"] == '"key";q=3;w=60'
    assert answers[3].json()["error_code"] == "API_KEY_RATE_LIMITED"
    assert 1 <= int(answers[3].headers["Retry-After"]) <= 120
    await admin.patch(f"/api-keys/{key_id}", json={"rate_limit_per_minute": None})
    assert (await call(house, secret)).status_code == 200


@pytest.mark.parametrize("where", ["name", "reason", "details"])
async def test_a_secret_does_not_reach_the_audit_log(house: House, where: str) -> None:
    admin = await house.sign_in("Admin")
    secret, key_id = await issue(admin, "games.read")
    if where == "name":
        await admin.post("/tables", json={"name": f"x {secret}", "provider": "P"})
    elif where == "reason":
        await admin.delete(f"/api-keys/{key_id}", headers={"X-Reason": f"leaked: {secret}"})
    else:
        await admin.post("/tables", json={"name": "T", "provider": admin.token})
    log = await admin.get("/audit/events", params={"limit": 50})
    assert secret not in log.text
    assert admin.token not in log.text
    assert "gls_" in log.text


async def test_the_kill_switch_stops_calls_but_not_the_hand_that_stops_a_key(house: House) -> None:
    admin, owner = await house.sign_in("Admin"), await house.owner()
    secret, key_id = await issue(admin, "games.read")
    killed = await owner.post(
        "/kill-switch/tenant",
        json={
            "tenant_id": house.tenant_id, "module_key": "api_keys", "disabled": True,
            "reason": "keys are abused",
        },
    )  # fmt: skip
    assert killed.status_code == 200, killed.text
    refused = await call(house, secret)
    assert (refused.status_code, refused.json()["error_code"]) == (503, "MODULE_DISABLED")
    for path in ("/api-keys", f"/api-keys/{key_id}/rotate"):
        assert (await admin.post(path, json={"name": "x"})).status_code == 503
    assert (await admin.get("/api-keys")).status_code == 200
    assert (await admin.patch(f"/api-keys/{key_id}", json={"active": False})).status_code == 200


async def test_a_job_that_a_key_asked_for_acts_as_the_key(house: House) -> None:
    admin = await house.sign_in("Admin")
    secret, key_id = await issue(admin, "games.import")
    sent = await call(
        house, secret, "/game-import/manual/upload", "POST",
        files={"file": ("games.json", b'[{"id": "G-1", "name": "One", "provider": "P"}]')},
    )  # fmt: skip
    assert sent.status_code == 200, sent.text
    async with house.database.session() as db:
        job = await db.scalar(select(BackgroundJob).where(BackgroundJob.created_by == UUID(key_id)))
    assert job is not None
    async with JobContext(house.database, house.settings, job).unit(action="test.key_job") as unit:
        assert unit.known_actor.key_id == UUID(key_id)
        assert unit.known_actor.permissions == {Permission.GAMES_IMPORT}
    events = (await admin.get("/audit/events", params={"action": "test.key_job"})).json()["items"]
    assert [(e["actor_user_id"], e["actor_role"]) for e in events] == [(key_id, "API key")]
