"""Listing, reading, adding, editing and moving gaps."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.support.house import Caller, House

Register = dict[str, Any]

NEW = {
    "texts": {
        "en": {
            "title": "Chart is always empty",
            "path": ["Core", "Dashboard"],
            "symptom": "The chart shows nothing.",
            "verification": "The chart has a point.",
            "impact": "Nobody sees the trend.",
        },
        "tr": {
            "title": "Grafik hep boş",
            "path": ["Çekirdek", "Panel"],
            "symptom": "Grafik hiçbir şey göstermiyor.",
        },
    },
    "facts": {
        "priority": "P0",
        "owner": "Data",
        "sla": "24h",
        "ui_endpoints": ["`GET /api/v1/trend`"],
        "impact_rating": "High",
    },
}


async def ids(owner: Caller, /, **query: object) -> list[str]:
    answer = await owner.get("/gaps", params=query)
    assert answer.status_code == 200, answer.text
    found = [item["id"] for item in answer.json()["items"]]
    assert answer.headers["X-Total-Count"] == str(len(found))
    return found


async def test_an_empty_register_is_an_empty_list(owner: Caller) -> None:
    assert await ids(owner) == []
    summary = (await owner.get("/gaps/summary")).json()
    assert (summary["total"], summary["languages"]) == (0, [])
    assert (await owner.get("/gaps/G-001")).json()["error_code"] == "GAP_NOT_FOUND"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["G-001", "G-002", "G-003", "G-004"]),
        ({"sort": "-id"}, ["G-004", "G-003", "G-002", "G-001"]),
        ({"status": "Open", "priority": "P0"}, []),
        ({"overdue": "true", "sort": "-due"}, ["G-004", "G-003", "G-002", "G-001"]),
        ({"status": "Verified"}, []),
        ({"search": "lost card"}, ["G-002"]),
        ({"search": "/API/books/upload"}, ["G-001"]),
        ({"module": "System → Cards"}, ["G-002"]),
        ({"owner": "Nobody"}, []),
        ({"overdue": "false"}, []),
    ],
)
async def test_filters(
    owner: Caller, register: Register, query: dict[str, str], found: list[str]
) -> None:
    assert await ids(owner, **query) == found


async def test_the_sla_is_computed_on_reading(owner: Caller, register: Register) -> None:
    sla = (await owner.get("/gaps/G-001")).json()["sla"]
    assert sla["allowed_seconds"] == 7 * 86400
    assert (sla["started"], sla["due"]) == ("2026-03-01T00:00:00Z", "2026-03-08T00:00:00Z")
    late = datetime.now(UTC) - datetime(2026, 3, 8, tzinfo=UTC)
    assert sla["breached"] is True
    assert abs(sla["remaining_seconds"] + late.total_seconds()) < 60
    tomorrow = (datetime.now(UTC) - timedelta(days=6)).date().isoformat()
    await owner.patch("/gaps/G-001", json={"facts": {"first_seen": tomorrow}})
    assert "G-001" not in await ids(owner, overdue="true")


async def test_an_entry_shows_its_fields_in_both_languages(
    owner: Caller, register: Register
) -> None:
    body = (await owner.get("/gaps/g-002", params={"language": "tr"})).json()
    assert body["closeable"] is True
    assert body["endpoints"] == ["PATCH /api/cards/{id}"]
    labels = {lang: [f["label"] for f in t["fields"]] for lang, t in body["texts"].items()}
    assert "Symptom" in labels["en"]
    assert "Belirti" in labels["tr"]
    assert body["texts"]["en"]["impact_rating"] == body["texts"]["tr"]["impact_rating"] == "High"
    assert body["texts"]["en"]["impact"] == "A lost card cannot be stopped."
    assert any("curl -i -X PATCH" in line for line in body["texts"]["en"]["escalation"])
    assert [(s["after"], s["cause"]) for s in body["timeline"]] == [("Open", "import")]
    allowed = {move["to"]: move["refusal"] for move in body["moves"]}
    assert allowed == {"In Progress": None, "Fixed": "skipped", "Verified": "skipped"}


async def test_a_gap_goes_step_by_step_and_never_to_verified_by_word(
    owner: Caller, register: Register
) -> None:
    async def move(to: str, **more: str) -> tuple[int, Any]:
        answer = await owner.post("/gaps/G-001/move", json={"to": to, **more})
        return answer.status_code, answer.json()

    status, body = await move("Fixed")
    assert (status, body["error_code"]) == (409, "GAP_MOVE_REFUSED")
    assert body["details"]["refusal"] == "skipped"
    assert (await move("In Progress", reason="begun"))[1]["status"] == "In Progress"
    assert (await move("Fixed"))[0] == 200
    status, body = await move("Verified")
    assert (status, body["details"]["refusal"]) == (409, "machine_only")
    assert (await move("Open"))[1]["details"]["refusal"] == "reason_needed"
    assert (await move("Open", reason="it came back"))[1]["status"] == "Open"
    again = (await owner.get("/gaps/G-001")).json()
    assert [s["after"] for s in again["timeline"]] == ["Open", "In Progress", "Fixed", "Open"]
    assert again["timeline"][1]["by"] == owner.email
    for language, word in (("en", "Open"), ("tr", "Açık")):
        text = (await owner.get("/gaps/export", params={"language": language})).text
        assert f"| {word} |" in text.split("G-001 |")[1].split("\n")[0]
    events = (
        await owner.get("/audit/events", params={"action": "gap.moved", "resource_id": "G-001"})
    ).json()["items"]
    assert events[0]["diff_json"] == {"status": {"before": "Fixed", "after": "Open"}}
    assert {event["status"] for event in events} == {"SUCCESS", "FAILED"}


async def test_a_refusal_speaks_the_callers_language(owner: Caller, register: Register) -> None:
    answer = await owner.post(
        "/gaps/G-001/move", json={"to": "Fixed"}, headers={"Accept-Language": "tr"}
    )
    assert "hiçbir adım atlanmaz" in answer.json()["message"]


async def test_a_gap_that_cannot_be_closed_says_what_it_lacks(
    owner: Caller, register: Register
) -> None:
    await owner.patch("/gaps/G-001", json={"facts": {"owner": ""}})
    body = (await owner.get("/gaps/G-001")).json()
    assert (body["closeable"], body["lacks"], body["owner"]) == (False, ["owner"], None)
    await owner.post("/gaps/G-001/move", json={"to": "In Progress"})
    refused = await owner.post("/gaps/G-001/move", json={"to": "Fixed"})
    assert refused.json()["details"]["refusal"] == "not_closeable"


async def test_a_gap_is_added_in_both_languages(owner: Caller, register: Register) -> None:
    made = await owner.post("/gaps", json=NEW)
    assert made.status_code == 201, made.text
    body = made.json()
    assert (body["id"], body["status"], body["closeable"]) == ("G-005", "Open", True)
    assert body["texts"]["tr"]["title"] == "Grafik hep boş"
    assert body["texts"]["tr"]["impact_rating"] == "High"
    assert body["texts"]["en"]["impact"] == "Nobody sees the trend."
    assert (await ids(owner, search="göstermiyor")) == ["G-005"]
    english = (await owner.get("/gaps/export")).text
    assert "| G-005 | Core → Dashboard | Chart is always empty | P0 | Data | 24h |" in english
    taken = await owner.post("/gaps", json={**NEW, "id": "G-005"})
    assert (taken.status_code, taken.json()["error_code"]) == (409, "GAP_EDIT_REFUSED")


async def test_the_first_gap_begins_a_register(owner: Caller) -> None:
    made = await owner.post("/gaps", json=NEW)
    assert made.json()["id"] == "G-001"
    assert made.json()["sla"]["started"] is not None
    assert (await owner.get("/gaps/summary")).json()["languages"] == ["en", "tr"]
    codes = {item["code"] for item in (await owner.get("/gaps/check")).json()["items"]}
    assert not codes & {"mirror-differs", "status-differs", "broken-table"}


async def test_an_edit_touches_only_its_lines_in_both_languages(
    owner: Caller, register: Register
) -> None:
    before = (await owner.get("/gaps/export")).text
    answer = await owner.patch(
        "/gaps/G-002",
        json={
            "facts": {"owner": "Cards team", "impact_rating": "Critical"},
            "texts": {"tr": {"symptom": "Kart kapatılamıyor."}, "en": {"impact": "Cards stay on."}},
        },
    )
    assert answer.status_code == 200, answer.text
    after = (await owner.get("/gaps/export")).text
    changed = {
        (old, new)
        for old, new in zip(before.splitlines(), after.splitlines(), strict=True)
        if old != new
    }
    assert {new for _, new in changed} == {
        "- **Owner:** Cards team",
        "- **Impact:** Critical",
        "- **Impact:** Cards stay on.",
        next(new for _, new in changed if new.startswith("| G-002")),
    }
    turkish = (await owner.get("/gaps/export", params={"language": "tr"})).text
    assert "- **Belirti:** Kart kapatılamıyor." in turkish
    assert "- **Sahip:** Cards team" in turkish
    assert "- **Etki:** Kritik" in turkish


async def test_title_menu_path_and_every_field_can_be_edited(
    owner: Caller, register: Register
) -> None:
    words = {"text": "So:", "items": ["first", "second"]}
    prose = ("customer_impact", "source_pages", "symptom", "likely_cause", "workaround",
             "escalation", "verification", "evidence")  # fmt: skip
    facts = {"priority": "P0", "owner": "O", "sla": "3d", "target_version": "7",
             "first_seen": "2026-01-02", "environment": "test", "resolution_owner": "R",
             "ui_endpoints": ["GET /x"], "impact_rating": "Low"}  # fmt: skip
    heading = {"title": "New title", "path": ["New", "Path"]}
    answer = await owner.patch(
        "/gaps/G-002",
        json={
            "facts": facts,
            "texts": {
                "en": {**heading, "impact": "It hurts.", **dict.fromkeys(prose, words)},
                "tr": {"title": "Yeni başlık", **dict.fromkeys(prose, "bir")},
            },
        },
    )
    assert answer.status_code == 200, answer.text
    gap = answer.json()
    english, turkish = gap["texts"]["en"], gap["texts"]["tr"]
    assert (english["title"], english["path"]) == ("New title", ["New", "Path"])
    assert (turkish["title"], english["impact"]) == ("Yeni başlık", "It hurts.")
    assert english["impact_rating"] == turkish["impact_rating"] == "Low"
    fields = {field["key"]: (field["text"], field["items"]) for field in english["fields"]}
    mirror = {field["key"]: (field["text"], field["items"]) for field in turkish["fields"]}
    for key in prose:
        assert fields[key] == ("So:", ["first", "second"]), key
        assert mirror[key] == ("bir", []), key
    for key, value in facts.items():
        if key not in ("ui_endpoints", "impact_rating"):
            assert fields[key] == mirror[key] == (value, []), key
    assert fields["ui_endpoints"] == mirror["ui_endpoints"] == ("", ["GET /x"])
    event = (await owner.get("/audit/events", params={"action": "gap.edited"})).json()["items"][0]
    assert event["after_json"]["en: #"] == "New → Path → New title"


@pytest.mark.parametrize(
    "patch",
    [
        {"facts": {"sla": "soon"}},
        {"texts": {"en": {"title": "a → b"}}},
        {"texts": {"en": {"title": ""}}},
        {"texts": {"en": {"others": {"Ticket": ["x"], "y": {"text": "z"}}}}},
        {"facts": {"first_seen": "yesterday"}},
        {"facts": {"owner": "a\n- **Status:** Verified"}},
        {"facts": {"status": "Verified"}},
        {"texts": {"en": {"symptom": "one\n### three"}}},
        {"texts": {"en": {"symptom": ["one", "two\r### three"]}}},
        {"texts": {"de": {"symptom": "nein"}}},
    ],
)
async def test_no_edit_breaks_the_layout(
    owner: Caller, register: Register, patch: dict[str, Any]
) -> None:
    before = (await owner.get("/gaps/export")).text
    assert (await owner.patch("/gaps/G-001", json=patch)).status_code == 422
    assert (await owner.get("/gaps/export")).text == before


async def test_the_lines_of_an_item_begin_nothing(owner: Caller, register: Register) -> None:
    wild = "two\n### 9 three\n- **ID:** G-077\n| G-078 | x |\n```"
    for items in (["one", "two\n### 9 three"], ["one", wild]):
        answer = await owner.patch("/gaps/G-001", json={"texts": {"en": {"symptom": items}}})
        assert answer.status_code == 200, answer.text
        fields = {f["key"]: f["items"] for f in answer.json()["texts"]["en"]["fields"]}
        # A line that is itself a list item is read as one.
        assert "\n".join(fields["symptom"]) == "\n".join(items).replace("\n- ", "\n")
        assert await ids(owner) == ["G-001", "G-002", "G-003", "G-004"]


async def test_an_edit_that_cannot_be_written_says_why(owner: Caller, register: Register) -> None:
    for texts, why in (({"title": "#"}, "would not read"), ({"others": {"No": "x"}}, "no field")):
        answer = await owner.patch("/gaps/G-001", json={"texts": {"en": texts}})
        assert (answer.status_code, answer.json()["error_code"]) == (409, "GAP_EDIT_REFUSED")
        assert why in answer.json()["message"]


async def test_a_stale_edit_is_refused(owner: Caller, register: Register) -> None:
    etag = (await owner.get("/gaps/G-001")).headers["ETag"]
    headers = {"If-Match": etag}
    first = await owner.patch("/gaps/G-001", json={"facts": {"owner": "A"}}, headers=headers)
    assert first.status_code == 200
    assert first.headers["ETag"] != etag
    stale = await owner.patch("/gaps/G-001", json={"facts": {"owner": "B"}}, headers=headers)
    assert stale.status_code == 412
    other = (await owner.get("/gaps/G-002")).json()["version"]
    await owner.patch("/gaps/G-001", json={"facts": {"owner": "C"}})
    assert (await owner.get("/gaps/G-002")).json()["version"] == other


async def test_writers_at_once_lose_nothing(owner: Caller, register: Register) -> None:
    answers = await asyncio.gather(
        *(owner.post("/gaps", json=NEW) for _ in range(4)),
        owner.post("/gaps/G-001/move", json={"to": "In Progress"}),
        owner.patch("/gaps/G-002", json={"facts": {"owner": "Z"}}),
    )
    assert sorted(a.json()["id"] for a in answers[:4]) == ["G-005", "G-006", "G-007", "G-008"]
    assert (await owner.get("/gaps/G-001")).json()["status"] == "In Progress"
    assert (await owner.get("/gaps/G-002")).json()["owner"] == "Z"


async def test_only_platform_owners_come_near_it(house: House, owner: Caller) -> None:
    for role in ("Super Admin", "Admin", "Support"):
        caller = await house.sign_in(role)
        assert (await caller.get("/gaps")).status_code == 403
        assert (await caller.get(f"/gaps/{uuid4()}")).status_code == 403
