"""A file with field names of its own: asked about, corrected, kept."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from .desk import Desk
from .files import as_json

FOREIGN: list[dict[str, Any]] = [
    {
        "GameName": f"Gece {n}", "ProviderCode": ("Kuzey", "Batı")[n % 2], "GameID": f"KZ-{n}",
        "filter": "Slot", "GameType": "5 reel",
    }
    for n in range(12)
]  # fmt: skip
MAPPING = {
    "external_id": "GameID", "provider": ["ProviderCode"], "name": "GameName",
    "category": "filter", "type": "GameType",
}  # fmt: skip


async def put_mapping(desk: Desk, job_id: str, **body: Any) -> httpx.Response:
    return await desk.caller.put(f"/game-import/jobs/{job_id}/mapping", json=body)


async def test_a_foreign_file_waits_for_a_person(desk: Desk) -> None:
    job = await desk.uploaded(as_json({"games": FOREIGN}))
    assert job["status"] == "needs_mapping"
    assert (job["total_items"], job["items"]) == (12, [])
    mapping = job["mapping"]
    assert mapping["origin"] is None
    assert mapping["sources"] == {
        "external_id": ["GameID"], "provider": ["ProviderCode"], "name": ["GameName"],
        "category": ["filter"], "type": ["GameType"],
    }  # fmt: skip
    assert mapping["headers"][0] == {
        "name": "GameName", "samples": ["Gece 0", "Gece 1", "Gece 2", "Gece 3", "Gece 4"],
    }  # fmt: skip
    candidate = next(c for c in mapping["candidates"] if c["target"] == "provider")
    assert candidate["samples"] == ["Kuzey", "Batı"]
    assert candidate["confidence"] > 0.9
    assert candidate["reason"]
    refused = await desk.confirm(job["job_id"])
    assert refused.json()["error_code"] == "JOB_NOT_READY"

    answer = await put_mapping(desk, job["job_id"], sources={**MAPPING, "name": "GameID"})
    assert answer.json()["status"] == "queued"
    job = await desk.settled(job["job_id"])
    assert (job["status"], job["counts"]["valid"], job["mapping"]["origin"]) == (
        "ready", 12, "chosen",
    )  # fmt: skip
    assert job["items"][0]["name"] == "KZ-0"

    await put_mapping(desk, job["job_id"], sources=MAPPING)
    job = await desk.settled(job["job_id"])
    assert job["items"][0]["name"] == "Gece 0"
    await desk.confirm(job["job_id"])
    slots = await desk.games(category="SLOT")
    assert len(slots) == 12
    assert {g["type"] for g in slots} == {"5 reel"}


async def test_a_kept_mapping_is_used_for_files_with_the_same_names(desk: Desk) -> None:
    job = await desk.uploaded(as_json(FOREIGN))
    await put_mapping(desk, job["job_id"], sources=MAPPING, save_as="Kuzey")
    await desk.settled(job["job_id"])
    again = await desk.uploaded(as_json(FOREIGN[:3]))
    assert (again["status"], again["mapping"]["origin"]) == ("ready", "saved")
    assert again["counts"]["valid"] == 3
    other_names = await desk.uploaded(as_json([{**FOREIGN[0], "extra": 1}]))
    assert other_names["status"] == "needs_mapping"
    [kept] = (await desk.caller.get("/game-import/mappings")).json()
    assert kept["name"] == "Kuzey"
    assert kept["sources"]["external_id"] == ["GameID"]

    await put_mapping(desk, again["job_id"], sources={"external_id": "GameName"}, save_as="Kuzey")
    await desk.settled(again["job_id"])
    assert len((await desk.caller.get("/game-import/mappings")).json()) == 1
    newest = await desk.uploaded(as_json(FOREIGN[:1]))
    assert newest["items"][0]["external_id"] == "Gece 0"

    other = Desk(
        desk.house, await desk.house.sign_in("Admin", tenant_id=desk.house.other_tenant_id)
    )
    assert (await other.caller.get("/game-import/mappings")).json() == []
    assert (await other.uploaded(as_json(FOREIGN)))["status"] == "needs_mapping"


async def test_a_constant_stands_for_the_whole_file(desk: Desk) -> None:
    job = await desk.uploaded(as_json([{"Kod": "1", "Oyun Adı": "Bir"}]))
    assert job["status"] == "needs_mapping"
    await put_mapping(
        desk, job["job_id"], sources={"external_id": "Kod", "name": "Oyun Adı"},
        constants={"provider": "Kuzey", "category": "Crash", "type": None},
    )  # fmt: skip
    await desk.settled(job["job_id"])
    await desk.confirm(job["job_id"])
    [game] = await desk.games()
    assert (game["provider"], game["category"], game["type"]) == ("Kuzey", "Crash", "Crash")


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({"sources": {}}, {"body.sources.external_id": "MISSING_EXTERNAL_ID"}),
        ({"sources": {"external_id": "nothing"}}, {"body.sources.external_id": "UNKNOWN_NAME"}),
        ({"sources": {"external_id": "GameID", "id": "GameID"}},
         {"body.sources.id": "UNKNOWN_FIELD"}),
        ({"sources": {"external_id": "GameID"}, "constants": {"rtp": "96"}},
         {"body.constants.rtp": "UNKNOWN_FIELD"}),
    ],
)  # fmt: skip
async def test_a_mapping_that_names_nothing_is_refused(
    desk: Desk, body: dict[str, Any], fields: dict[str, str]
) -> None:
    job = await desk.uploaded(as_json(FOREIGN))
    answer = await put_mapping(desk, job["job_id"], **body)
    assert (answer.status_code, answer.json()["error_code"]) == (422, "MAPPING_INVALID")
    assert {e["field"]: e["code"] for e in answer.json()["errors"]} == fields
    assert (await desk.job(job["job_id"]))["status"] == "needs_mapping"


async def test_a_failed_analysis_can_be_mapped_again_a_taken_one_cannot(desk: Desk) -> None:
    job = await desk.uploaded(as_json([{"id": None, "code": "c-1", "name": "x"}] * 2))
    if job["status"] == "needs_mapping":
        await put_mapping(desk, job["job_id"], sources={"external_id": "id"})
        job = await desk.settled(job["job_id"])
    assert (job["status"], job["error_summary"]["error"]) == ("failed", "NO_VALID_ROWS")
    await put_mapping(desk, job["job_id"], sources={"external_id": "code", "name": "name"})
    job = await desk.settled(job["job_id"])
    assert (job["status"], job["error_summary"]) == ("ready", None)
    await desk.confirm(job["job_id"])
    refused = await put_mapping(desk, job["job_id"], sources={"external_id": "id"})
    assert (refused.status_code, refused.json()["error_code"]) == (409, "JOB_NOT_READY")
