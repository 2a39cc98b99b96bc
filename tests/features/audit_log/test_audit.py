"""The audit log: written with the change, append-only, chained."""

from __future__ import annotations

import csv
import io

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from gapless.features.audit_log.service import verify
from tests.support.house import House


async def some_events(house: House) -> None:
    owner = await house.owner()
    for flag in ("a", "b", "c"):
        await owner.patch(
            f"/tenants/{house.tenant_id}/menu-flags",
            json={"menu_flags": {flag: False}},
            headers={"X-Tenant-ID": house.tenant_id, "X-Reason": f"hide {flag}"},
        )


async def test_filters_match_exactly_and_newest_comes_first(house: House) -> None:
    await some_events(house)
    admin = await house.sign_in()
    listed = (
        await admin.get("/audit/events", params={"action": "tenant.menu_flags_updated"})
    ).json()
    assert [e["reason"] for e in listed["items"]] == ["hide c", "hide b", "hide a"]
    assert listed["meta"]["total"] == 3
    newest = listed["items"][0]
    assert newest["result"] == "success"
    assert newest["diff_json"]["features"]["after"]["menu_flags"]["c"] is False
    by_request = await admin.get("/audit/events", params={"request_id": newest["request_id"]})
    assert [e["id"] for e in by_request.json()["items"]] == [newest["id"]]
    paged = await admin.get(
        "/audit/events",
        params={"action": "tenant.menu_flags_updated", "limit": 1, "offset": 1},
    )
    assert [e["reason"] for e in paged.json()["items"]] == ["hide b"]
    for bad in ({"limit": 501}, {"since_hours": 0}, {"status": "MAYBE"}):
        assert (await admin.get("/audit/events", params=bad)).status_code == 422


async def test_a_reason_in_a_header_may_hold_any_letter(house: House) -> None:
    admin = await house.sign_in()
    await admin.post(
        "/tables",
        json={"name": "A", "provider": "B"},
        headers={"X-Reason": "%C5%9Eikayet%20%C3%BCzerine"},
    )
    events = (await admin.get("/audit/events", params={"action": "table.created"})).json()
    assert events["items"][0]["reason"] == "Şikayet üzerine"


async def test_a_brand_sees_its_own_rows_and_an_owner_all(house: House) -> None:
    await some_events(house)
    stranger = await house.sign_in(tenant_id=house.other_tenant_id)
    foreign = await stranger.get("/audit/events", params={"resource_id": house.tenant_id})
    assert foreign.json()["items"] == []
    owner = await house.owner()
    everything = await owner.get("/audit/events", params={"resource_id": house.tenant_id})
    assert len(everything.json()["items"]) == 3
    narrowed = await owner.get(
        "/audit/events",
        params={"resource_id": house.tenant_id},
        headers={"X-Tenant-ID": house.other_tenant_id},
    )
    assert narrowed.json()["items"] == []


async def test_the_export_holds_the_filtered_range_and_is_audited(house: House) -> None:
    await some_events(house)
    admin = await house.sign_in()
    answer = await admin.get("/audit/export", params={"action": "tenant.menu_flags_updated"})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [r["reason"] for r in rows] == ["hide c", "hide b", "hide a"]
    assert list(rows[0])[:9] == [
        "timestamp", "action", "status", "reason", "actor", "resource_type", "resource_id",
        "request_id", "ip",
    ]  # fmt: skip
    logged = await admin.get("/audit/events", params={"action": "AUDIT_EXPORT"})
    assert logged.json()["items"][0]["details"]["action"] == "tenant.menu_flags_updated"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_events SET reason = 'x'",
        "DELETE FROM audit_events",
        "TRUNCATE audit_events",
    ],
)
async def test_the_database_refuses_to_change_the_log(house: House, statement: str) -> None:
    await some_events(house)
    async with house.database.session() as db:
        with pytest.raises(DBAPIError, match="append-only"):
            await db.execute(text(statement))


async def test_the_chain_holds_and_names_the_row_that_was_altered(house: House) -> None:
    await some_events(house)
    admin = await house.sign_in(by_password=True)
    status = (await admin.get("/audit/verify")).json()
    assert [(s["chain"], s["ok"]) for s in status] == [(house.tenant_id, True)]
    assert status[0]["rows"] >= 4
    connection = await house.database.connect()
    try:
        # Whoever owns the database can switch the trigger off; the chain still tells.
        await connection.execute("ALTER TABLE audit_events DISABLE TRIGGER audit_events_no_change")
        await connection.execute(
            "UPDATE audit_events SET reason = 'nothing to see' WHERE chain = $1 AND sequence = 2",
            house.tenant_id,
        )
        altered = await verify(house.database, [house.tenant_id])
        await connection.execute(
            "DELETE FROM audit_events WHERE chain = $1 AND sequence = 2", house.tenant_id
        )
        missing = await verify(house.database, [house.tenant_id])
    finally:
        await connection.execute("ALTER TABLE audit_events ENABLE TRIGGER audit_events_no_change")
        await connection.close()
    assert (altered[0].first_bad_sequence, altered[0].reason) == (2, "row was altered")
    assert (missing[0].first_bad_sequence, missing[0].reason) == (2, "row is missing")


async def test_newest_rows_cut_off_are_noticed(house: House) -> None:
    await some_events(house)
    connection = await house.database.connect()
    try:
        await connection.execute("ALTER TABLE audit_events DISABLE TRIGGER audit_events_no_change")
        await connection.execute(
            "DELETE FROM audit_events WHERE chain = $1 AND sequence = "
            "(SELECT max(sequence) FROM audit_events WHERE chain = $1)",
            house.tenant_id,
        )
    finally:
        await connection.execute("ALTER TABLE audit_events ENABLE TRIGGER audit_events_no_change")
        await connection.close()
    report = (await verify(house.database, [house.tenant_id]))[0]
    assert report.reason == "newest rows are missing"


async def test_secrets_never_reach_the_log(house: House) -> None:
    caller = await house.sign_in()
    await caller.post(
        "/auth/change-password",
        json={"current_password": "S3cret-old-value", "new_password": "S3cret-new-value"},
    )
    connection = await house.database.connect()
    try:
        rows = await connection.fetch(
            "SELECT audit_events::text FROM audit_events WHERE chain = $1", house.tenant_id
        )
    finally:
        await connection.close()
    assert rows
    assert not [r for r in rows if "S3cret" in r[0]]
