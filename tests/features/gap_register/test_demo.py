"""The demo's register is the product's own, and its contracts can be run as it stands."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import SecretStr

from gapless.features.gap_register.seeds import find_own_register, seed_register
from gapless.features.gap_register.verification import target
from gapless.gapscan.register import RegisterStore
from gapless.platform.identity.demo import DEMO_ADMINS, DEMO_PASSWORD
from gapless.settings import Settings
from tests.features.gap_register.proving import CONTRACT, Shop, fix, put_contract, verify
from tests.support.house import Caller, House


async def seeded(house: House) -> None:
    async with house.database.session() as db:
        await seed_register(db, house.settings)
        await db.commit()


async def test_it_is_there_with_contracts_timeline_runs_and_evidence(
    house: House, owner: Caller
) -> None:
    directory = find_own_register()
    assert directory is not None
    own = RegisterStore(directory)
    await seeded(house)
    await seeded(house)  # what is there stays
    gaps = (await owner.get("/gaps")).json()["items"]
    assert [gap["id"] for gap in gaps] == [e.id for e in own.read().primary.entries]
    assert all(gap["has_contract"] for gap in gaps)
    first = (await owner.get("/gaps/G-001")).json()
    assert first["status"] == own.read().entry("G-001").status
    [run] = [run for run in first["runs"] if run["after"] == "Verified"][:1]
    assert run["summary"].startswith("contract passed")
    for name in run["evidence"]:
        assert (await owner.get(f"/gaps/evidence/{name}")).status_code == 200
    for language in ("en", "tr"):
        text = (directory / f"REGISTER.{language}.md").read_bytes()
        assert (await owner.get("/gaps/export", params={"language": language})).content == text


async def test_what_a_run_lacks_is_told(
    house: House, owner: Caller, register: Any, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    await put_contract(owner)
    contract = CONTRACT.replace("G-001", "G-002").replace("as: nobody", "as: owner")
    await owner.put("/gaps/G-002/contract", json={"contract": contract})

    async def state() -> dict[str, Any]:
        answer = await owner.get("/gaps/verification")
        assert answer.status_code == 200, answer.text
        body: dict[str, Any] = answer.json()
        return body

    told = await state()
    assert (told["server"], told["nightly"], told["told"]) == (shop.url, True, [])
    assert {a["name"]: (a["ready"], a["lacks"], a["gaps"]) for a in told["actors"]} == {
        "nobody": (True, [], ["G-001"]),
        "owner": (False, ["GAPLESS_OWNER_EMAIL", "GAPLESS_OWNER_PASSWORD"], ["G-002"]),
    }
    await fix(owner, "G-002")
    [verdict] = (await verify(house, owner, "G-002"))["verdicts"]
    assert (verdict["outcome"], verdict["after"]) == ("error", "Fixed")
    assert "GAPLESS_OWNER_EMAIL" in verdict["summary"]
    monkeypatch.setattr(house.settings, "owner_email", "o@example.com")
    monkeypatch.setattr(house.settings, "owner_password", SecretStr("x"))
    monkeypatch.setattr(house.settings, "gap_webhook_url", SecretStr(shop.url))
    told = await state()
    assert [actor["ready"] for actor in told["actors"]] == [True, True]
    assert told["told"] == ["webhook"]


def test_in_demo_mode_the_demo_sign_ins_act() -> None:
    demo = target.actors(Settings(demo=True))
    for one in DEMO_ADMINS:
        credentials = demo.credentials(demo.get(one.actor))
        assert credentials == {"email": one.email, "password": DEMO_PASSWORD}
    named = target.actors(
        Settings(demo=True, owner_email="o@example.com", owner_password=SecretStr("Own-Word-12345"))
    )
    assert named.credentials(named.get("owner"))["email"] == "o@example.com"
    bare = target.actors(Settings())
    assert bare.lacking(bare.get("owner")) == ("GAPLESS_OWNER_EMAIL", "GAPLESS_OWNER_PASSWORD")
