"""Contracts against a real server: proof, regression, evidence, schedules, webhook."""

from __future__ import annotations

import asyncio
import hashlib
from typing import Any
from uuid import UUID, uuid4

import pytest
from pydantic import SecretStr
from sqlalchemy import text

from gapless.features.gap_register.verification.jobs import verify_nightly, watch_deadlines
from gapless.platform.worker import JobContext
from tests.features.gap_register.proving import CONTRACT, Shop, fix, put_contract, verify, work
from tests.support.house import Caller, House


async def test_a_pass_verifies_with_evidence_a_stranger_can_check(
    house: House, owner: Caller, register: Any, shop: Shop
) -> None:
    await put_contract(owner)
    await fix(owner)
    run = await verify(house, owner, "G-001")
    assert (run["state"], run["done"], run["total"]) == ("succeeded", 1, 1)
    [verdict] = run["verdicts"]
    assert (verdict["outcome"], verdict["before"], verdict["after"]) == (
        "passed", "Fixed", "Verified",
    )  # fmt: skip
    gap = (await owner.get("/gaps/G-001")).json()
    assert gap["status"] == "Verified"
    assert gap["overdue"] is False
    step = gap["timeline"][-1]
    assert (step["cause"], step["evidence"]) == ("verify", verdict["evidence"])
    media_types = set()
    for name in step["evidence"]:
        file = await owner.get(f"/gaps/evidence/{name}")
        assert hashlib.sha256(file.content).hexdigest() == name
        assert b"do-not-keep-me" not in file.content
        media_types.add(file.headers["content-type"].split(";")[0])
    assert media_types == {"application/json", "text/plain"}
    for language, word in (("en", "Verified"), ("tr", "Doğrulandı")):
        exported = (await owner.get("/gaps/export", params={"language": language})).text
        assert f"** {word}\n" in exported
    events = (await owner.get("/audit/events", params={"action": "gap.contract_run"})).json()
    assert events["items"][0]["diff_json"] == {"status": {"before": "Fixed", "after": "Verified"}}


async def test_a_failure_reopens_tells_and_fills_the_escalation_package(
    house: House,
    owner: Caller,
    register: Any,
    shop: Shop,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(house.settings, "gap_webhook_url", SecretStr(f"{shop.url}/hook?k=1"))
    await put_contract(owner)
    await fix(owner)
    await verify(house, owner, "G-001")
    shop.status = 500
    [verdict] = (await verify(house, owner))["verdicts"]
    assert (verdict["outcome"], verdict["after"]) == ("failed", "Open")
    gap = (await owner.get("/gaps/G-001")).json()
    assert gap["status"] == "Open"
    assert "500" in gap["timeline"][-1]["reason"]
    for language, words in (("en", "Last run"), ("tr", "Son çalıştırma")):
        package = gap["texts"][language]["escalation"]
        assert any(line.startswith(words) for line in package)
        assert any("req-77" in line for line in package)
    shop.status = 200
    await work(house, "gaps.notify")
    [call] = [post for post in shop.posts if post["gap"] == "G-001"]
    assert (call["event"], call["owner"]) == ("gap.reopened", "Backend")
    assert "500" in call["reason"]


async def test_a_gap_that_nobody_fixed_is_not_verified_by_a_pass(
    house: House, owner: Caller, register: Any, shop: Shop
) -> None:
    await put_contract(owner)
    [verdict] = (await verify(house, owner, "G-001"))["verdicts"]
    assert (verdict["outcome"], verdict["after"]) == ("passed", "Open")


async def test_a_run_that_cannot_be_made_says_nothing_of_the_gap(
    house: House, owner: Caller, register: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(house.settings, "gap_base_url", "http://127.0.0.1:9")
    await put_contract(owner)
    await fix(owner)
    [verdict] = (await verify(house, owner, "G-001"))["verdicts"]
    assert (verdict["outcome"], verdict["after"], verdict["evidence"]) == ("error", "Fixed", [])
    assert (await owner.get("/gaps/G-001")).json()["runs"][0]["outcome"] == "error"


async def test_a_job_that_is_run_again_runs_no_gap_twice(
    house: House, owner: Caller, register: Any, shop: Shop
) -> None:
    await put_contract(owner)
    await put_contract(owner, "G-002")
    run = await verify(house, owner)
    async with house.database.session() as db:
        await db.execute(
            text("UPDATE jobs SET state = 'queued' WHERE id = :id"), {"id": UUID(run["id"])}
        )
        await db.commit()
    await work(house, "gaps.verify")
    again = (await owner.get(f"/gaps/runs/{run['id']}")).json()
    assert [v["id"] for v in again["verdicts"]] == [v["id"] for v in run["verdicts"]]
    assert len((await owner.get("/gaps/G-001")).json()["timeline"]) == 2


async def test_edits_made_during_a_run_are_kept(
    house: House, owner: Caller, register: Any, shop: Shop
) -> None:
    await put_contract(owner)
    await fix(owner)
    started = await owner.post("/gaps/verify", json={"gaps": ["G-001"]})
    await asyncio.gather(
        work(house, "gaps.verify"),
        owner.patch("/gaps/G-001", json={"facts": {"owner": "New owner"}}),
        owner.patch("/gaps/G-002", json={"facts": {"owner": "Other"}}),
    )
    assert (await owner.get(f"/gaps/runs/{started.json()['id']}")).json()["state"] == "succeeded"
    gap = (await owner.get("/gaps/G-001")).json()
    assert (gap["status"], gap["owner"]) == ("Verified", "New owner")
    assert (await owner.get("/gaps/G-002")).json()["owner"] == "Other"


async def test_a_cancelled_run_stops(
    house: House, owner: Caller, register: Any, shop: Shop
) -> None:
    await put_contract(owner)
    started = (await owner.post("/gaps/verify", json={"gaps": None})).json()
    assert (await owner.post(f"/gaps/runs/{started['id']}/cancel")).json()["cancel_requested"]
    await work(house, "gaps.verify")
    run = (await owner.get(f"/gaps/runs/{started['id']}")).json()
    assert (run["state"], run["verdicts"]) == ("cancelled", [])


@pytest.mark.parametrize(
    "contract",
    ["", "steps: [", CONTRACT.replace("G-001", "G-002"), CONTRACT.replace("expect:", "expct:"),
     "contract: 1\ngap: G-001\nsteps: []\n"],
)  # fmt: skip
async def test_a_wrong_contract_is_refused_by_line(
    owner: Caller, register: Any, contract: str
) -> None:
    answer = await owner.put("/gaps/G-001/contract", json={"contract": contract})
    body = answer.json()
    assert (answer.status_code, body["error_code"]) == (422, "GAP_CONTRACT_INVALID")
    assert body["errors"][0]["field"].startswith("line ")
    assert (await owner.get("/gaps/G-001")).json()["contract"] is None


async def test_nothing_to_run_is_said(owner: Caller, register: Any) -> None:
    for gaps, code in (
        (["G-001"], "GAP_CONTRACT_MISSING"),
        (None, "GAP_CONTRACT_MISSING"),
        (["G-099"], "GAP_NOT_FOUND"),
    ):
        answer = await owner.post("/gaps/verify", json={"gaps": gaps})
        assert answer.json()["error_code"] == code
    assert (await owner.get(f"/gaps/runs/{uuid4()}")).json()["error_code"] == "GAP_RUN_NOT_FOUND"
    for name in ("0" * 64, "x"):
        missing = await owner.get(f"/gaps/evidence/{name}")
        assert missing.json()["error_code"] == "GAP_EVIDENCE_NOT_FOUND"


async def test_each_night_every_contract_is_run(
    house: House, owner: Caller, register: Any, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    await put_contract(owner)
    await fix(owner)
    context = JobContext(house.database, house.settings, None)
    monkeypatch.setattr(house.settings, "gap_verify_nightly", False)
    await verify_nightly(context)
    await work(house, "gaps.verify")
    assert (await owner.get("/gaps/G-001")).json()["status"] == "Fixed"
    monkeypatch.setattr(house.settings, "gap_verify_nightly", True)
    for _ in range(2):
        await verify_nightly(context)
        await work(house, "gaps.verify")
    gap = (await owner.get("/gaps/G-001")).json()
    assert gap["status"] == "Verified"
    assert len(gap["runs"]) == 2
    assert len(gap["timeline"]) == 4


async def test_a_breach_is_told_once_until_the_deadline_moves(
    house: House, owner: Caller, register: Any, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(house.settings, "gap_webhook_url", SecretStr(shop.url))
    context = JobContext(house.database, house.settings, None)

    async def told() -> list[str]:
        shop.posts.clear()
        await watch_deadlines(context)
        await work(house, "gaps.notify")
        assert {post["event"] for post in shop.posts} <= {"gap.sla_breached"}
        return sorted(post["gap"] for post in shop.posts)

    assert await told() == ["G-001", "G-002", "G-003", "G-004"]
    assert await told() == []
    await owner.patch("/gaps/G-002", json={"facts": {"sla": "8d"}})
    assert await told() == ["G-002"]


async def test_a_webhook_that_does_not_answer_is_tried_again(
    house: House, owner: Caller, register: Any, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(house.settings, "gap_webhook_url", SecretStr(shop.url))
    await owner.post("/gaps/G-001/move", json={"to": "In Progress"})
    await owner.post("/gaps/G-001/move", json={"to": "Open", "reason": "not begun after all"})
    shop.status = 503
    with pytest.raises(Exception, match="NotTaken"):
        await work(house, "gaps.notify")
    assert len(shop.posts) == 1
