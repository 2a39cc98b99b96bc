"""Captures and scan results become findings, findings become gaps."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from gapless.gapscan.report.json_report import as_json
from gapless.gapscan.scan import scan
from tests.support.house import Caller, House


def exchange(method: str, url: str, status: int, body: Any = None) -> dict[str, Any]:
    headers = [{"name": "Authorization", "value": "Bearer top-secret-token"}]
    content = {"mimeType": "application/json", "text": json.dumps(body)}
    return {
        "startedDateTime": "2026-11-20T10:00:00Z",
        "_resourceType": "fetch",
        "request": {"method": method, "url": url, "headers": headers},
        "response": {"status": status, "content": content},
    }


def har(*entries: dict[str, Any]) -> bytes:
    return json.dumps({"log": {"version": "1.2", "entries": list(entries)}}).encode()


MISSING = exchange("POST", "https://shop.example/api/v1/orders/refund", 404, {"detail": "no"})
OTHER_HOST = exchange("POST", "https://cdn.example/api/v1/beacon", 404, {})


async def upload(owner: Caller, data: bytes, **query: str) -> httpx.Response:
    return await owner.post(
        "/gaps/captures",
        content=data,
        params=query,
        headers={"Content-Type": "application/octet-stream"},
    )


async def findings(owner: Caller, **query: str) -> list[dict[str, Any]]:
    answer = await owner.get("/gaps/findings", params=query)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def test_one_gap_in_two_captures_is_one_finding(owner: Caller) -> None:
    first = await upload(owner, har(MISSING), filename="a.har")
    assert first.status_code == 200, first.text
    assert (first.json()["kind"], first.json()["findings"], first.json()["fresh"]) == ("har", 1, 1)
    again = (await upload(owner, har(MISSING, MISSING), filename="b.har")).json()
    assert (again["findings"], again["fresh"]) == (1, 0)
    [found] = await findings(owner)
    assert (found["kind"], found["method"]) == ("missing-route", "POST")
    assert found["path"] == "/api/v1/orders/refund"
    assert (found["count"], found["gap_id"]) == (2, None)
    assert found["first_seen"] < found["last_seen"]
    event = (await owner.get("/audit/events", params={"action": "gap.capture_uploaded"})).json()
    assert event["items"][0]["after_json"] == {"findings": 1, "fresh": 0, "reopened": []}


async def test_nothing_secret_of_a_capture_is_kept(house: House, owner: Caller) -> None:
    await upload(owner, har(MISSING))
    async with house.database.session() as db:
        for table in ("gap_findings", "gap_captures"):
            kept = await db.scalar(text(f"SELECT string_agg(t::text, ' ') FROM {table} t"))
            assert "orders" in kept or table == "gap_captures"
            assert "top-secret" not in kept


async def test_only_the_named_host_counts(owner: Caller) -> None:
    await upload(owner, har(MISSING, OTHER_HOST), host="shop.example")
    assert [f["path"] for f in await findings(owner)] == ["/api/v1/orders/refund"]


async def test_a_scan_result_is_read_and_its_fingerprints_are_not_believed(
    owner: Caller, tmp_path: Path
) -> None:
    capture = tmp_path / "shop.har"
    capture.write_bytes(har(MISSING))
    result = scan(har=[capture])
    forged = as_json(result, frozenset()).replace(result.findings[0].fingerprint, "f" * 16)
    body = (await upload(owner, forged.encode(), filename="scan.json")).json()
    assert (body["kind"], body["findings"]) == ("scan", 1)
    assert [f["fingerprint"] for f in await findings(owner)] == [result.findings[0].fingerprint]


async def test_filters(owner: Caller) -> None:
    await upload(owner, har(MISSING, OTHER_HOST))
    assert len(await findings(owner)) == 2
    assert len(await findings(owner, search="REFUND")) == 1
    assert len(await findings(owner, kind="missing-route")) == 2
    assert await findings(owner, kind="stub") == []
    assert await findings(owner, linked="true") == []


async def test_a_finding_becomes_a_gap_and_reopens_it_when_it_is_seen_again(
    house: House, owner: Caller
) -> None:
    await upload(owner, har(MISSING))
    [found] = await findings(owner)
    made = await owner.post(
        "/gaps",
        json={
            "texts": {"en": {"title": found["title"], "path": ["Orders"], "verification": "200"}},
            "facts": {"priority": "P1", "owner": "Shop", "sla": "7d"},
            "findings": [found["fingerprint"]],
        },
    )
    assert [one["path"] for one in made.json()["linked"]] == ["/api/v1/orders/refund"]
    assert await findings(owner, linked="false") == []
    for status in ("In Progress", "Fixed"):
        await owner.post("/gaps/G-001/move", json={"to": status})
    assert (await upload(owner, har(MISSING))).json()["reopened"] == []
    # Only a run verifies; here the register is brought there as a run would bring it.
    async with house.database.session() as db:
        await db.execute(
            text(
                "INSERT INTO gap_transitions (gap_id, before, after, at, by, cause, reason, "
                "evidence) VALUES ('G-001', 'Fixed', 'Verified', now(), 'test', 'verify', 'ok', "
                "'[\"00\"]')"
            )
        )
        await db.execute(
            text(
                "UPDATE gap_documents SET text = "
                "replace(replace(text, 'Fixed', 'Verified'), 'Düzeltildi', 'Doğrulandı')"
            )
        )
        await db.commit()
    assert (await owner.get("/gaps/G-001")).json()["status"] == "Verified"
    assert (await upload(owner, har(MISSING), filename="c.har")).json()["reopened"] == ["G-001"]
    gap = (await owner.get("/gaps/G-001")).json()
    assert gap["status"] == "Open"
    assert gap["timeline"][-1]["reason"].startswith("seen again in c.har")


async def test_a_finding_is_linked_and_taken_away(owner: Caller, register: Any) -> None:
    await upload(owner, har(MISSING))
    [found] = await findings(owner)
    path = f"/gaps/findings/{found['fingerprint']}/link"
    assert (await owner.post(path, json={"gap_id": "G-099"})).status_code == 404
    assert (await owner.post(path, json={"gap_id": "g-002"})).json()["gap_id"] == "G-002"
    assert (await owner.get("/gaps/G-002")).json()["findings"] == 1
    assert (await owner.post(path, json={"gap_id": None})).json()["gap_id"] is None
    assert (await owner.get("/gaps/G-002")).json()["linked"] == []


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{]",
        b"\xff\xfe",
        b'{"log": {"entries": 3}}',
        b'{"version": 1, "findings": [7]}',
        b'{"findings": [{"kind": "missing-route", "severity": "P1"}]}',
        b'{"findings": [{"kind": "nonsense", "severity": "P1", "method": "GET", "path": "/a"}]}',
        b'{"findings": [{"kind": "stub", "severity": "P1", "method": "GET", "pa',
    ],
)
async def test_a_file_that_is_neither(owner: Caller, data: bytes) -> None:
    answer = await upload(owner, data, filename="evil.har")
    assert (answer.status_code, answer.json()["error_code"]) == (422, "GAP_FILE_UNREADABLE")
    assert "evil.har" in answer.json()["message"]
    assert "/tmp" not in answer.text
    assert await findings(owner) == []


async def test_half_a_capture_is_used_as_far_as_it_goes(owner: Caller) -> None:
    whole = har(MISSING, MISSING)
    body = (await upload(owner, whole[: len(whole) - 40], filename="half.har")).json()
    assert body["findings"] == 1
    assert "half.har" in body["notices"][0]


async def test_a_file_past_the_limit(
    house: House, owner: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(house.settings, "gap_capture_max_bytes", 1024)
    answer = await upload(owner, b" " * 2000)
    assert (answer.status_code, answer.json()["error_code"]) == (413, "GAP_FILE_TOO_LARGE")
