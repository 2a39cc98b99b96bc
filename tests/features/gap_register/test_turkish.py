"""What the library says is said in the reader's language, also what was said days ago."""

from __future__ import annotations

from typing import Any

import httpx

from tests.features.gap_register.conftest import ENGLISH, sent
from tests.features.gap_register.proving import Shop, fix, put_contract, verify
from tests.features.gap_register.test_findings import har, upload
from tests.support.house import Caller, House

TURKISH = {"Accept-Language": "tr"}


def told(answer: httpx.Response) -> Any:
    assert answer.headers["content-type"].startswith("application/"), answer.text
    return answer.json()


async def test_inconsistencies(owner: Caller, register: Any) -> None:
    english = told(await owner.get("/gaps/check"))
    turkish = told(await owner.get("/gaps/check", headers=TURKISH))
    places = [[(i["code"], i["line"]) for i in one["items"]] for one in (english, turkish)]
    assert places[0] == places[1]
    [one] = [
        i
        for i in turkish["items"]
        if i["code"] == "two-owner-fields" and "REGISTER.en" in i["file"]
    ]
    assert "sahibini iki alanda yazıyor" in one["message"]
    preview = await owner.post("/gaps/import/preview", files=sent(en=ENGLISH), headers=TURKISH)
    assert any("triyaj tablosunda yok" in i["message"] for i in preview.json()["problems"]["items"])


async def test_runs_and_the_timeline(
    house: House, owner: Caller, register: Any, shop: Shop
) -> None:
    await put_contract(owner)
    await fix(owner)
    await verify(house, owner, "G-001")
    shop.status = 500
    run = await verify(house, owner, "G-001")
    english = (await owner.get("/gaps/G-001")).json()
    turkish = (await owner.get("/gaps/G-001", headers=TURKISH)).json()
    assert [run["summary"] for run in english["runs"]] == [
        "contract failed at 'The list holds rows': expected status 200, got status 500",
        "contract passed: 1 steps",
    ]
    said = "sözleşme 'The list holds rows' adımında kaldı: beklenen durum 200, gelen durum 500"
    assert [run["summary"] for run in turkish["runs"]] == [said, "sözleşme geçti: 1 adım"]
    assert turkish["timeline"][-1]["reason"] == said
    again = (await owner.get(f"/gaps/runs/{run['id']}", headers=TURKISH)).json()
    assert again["verdicts"][0]["summary"] == said
    package = turkish["texts"]["tr"]["escalation"]
    assert any("beklenen durum 200, gerçekleşen durum 500" in line for line in package)


async def test_refusals(house: House, owner: Caller, register: Any, shop: Shop) -> None:
    wrong = await owner.put(
        "/gaps/G-001/contract",
        json={"contract": "contract: 1\ngap: G-001\nstep: []\n"},
        headers=TURKISH,
    )
    errors = wrong.json()["errors"]
    assert ("3. satır", "bilinmeyen anahtar 'step'; 'steps' mi demek istediniz?") in [
        (error["field"], error["message"]) for error in errors
    ]
    edit = await owner.patch("/gaps/G-001", json={"texts": {"en": {"title": "#"}}}, headers=TURKISH)
    assert "menü yolu ve başlık olarak okunmazdı" in edit.json()["message"]
    move = await owner.post("/gaps/G-001/move", json={"to": "Verified"}, headers=TURKISH)
    assert "G-001, Doğrulandı durumuna geçemez" in move.json()["message"]
    file = await upload(owner, b"{}", server="this")
    assert "is no HAR" in file.json()["message"]
    scan = await owner.post(
        "/gaps/captures",
        content=b'{"findings": [1]}',
        headers={**TURKISH, "Content-Type": "application/octet-stream"},
    )
    assert "1. bulgu bir nesne değil" in scan.json()["message"]
    strange = await owner.post(
        "/gaps/captures",
        params={"server": "this"},
        content=har(),
        headers={**TURKISH, "Content-Type": "application/octet-stream"},
    )
    assert "doğru sunucu mu?" in strange.json()["notices"][-1]


async def test_a_gap_that_a_pass_cannot_close_says_why(
    house: House, owner: Caller, register: Any, shop: Shop
) -> None:
    await put_contract(owner)
    await fix(owner)
    await owner.patch("/gaps/G-001", json={"facts": {"owner": ""}})
    run = await verify(house, owner, "G-001")
    assert run["verdicts"][0]["refused"] == "it is not closeable: it lacks an owner"
    turkish = (await owner.get(f"/gaps/runs/{run['id']}", headers=TURKISH)).json()
    assert turkish["verdicts"][0]["refused"] == "kapatılamaz, eksik: sahip"
