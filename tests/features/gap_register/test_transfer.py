"""Import, export and check."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from tests.features.gap_register.conftest import ENGLISH, TURKISH, sent
from tests.support.house import Caller


async def exported(owner: Caller, language: str) -> bytes:
    answer = await owner.get("/gaps/export", params={"language": language})
    assert answer.status_code == 200, answer.text
    return answer.content


@pytest.mark.parametrize("ending", [b"\n", b"\r\n"])
async def test_both_languages_come_out_byte_for_byte(owner: Caller, ending: bytes) -> None:
    english, turkish = (data.replace(b"\n", ending) for data in (ENGLISH, TURKISH))
    answer = await owner.post("/gaps/import", files=sent(en=english, tr=turkish))
    body = answer.json()
    assert answer.status_code == 200, answer.text
    assert (body["applied"], body["mirrored"]) == (True, None)
    assert body["added"] == ["G-001", "G-002", "G-003", "G-004"]
    assert await exported(owner, "en") == english
    assert await exported(owner, "tr") == turkish


async def test_one_language_is_mirrored_and_comes_back(owner: Caller) -> None:
    body = (await owner.post("/gaps/import", files=sent(en=ENGLISH))).json()
    assert body["mirrored"] == "tr"
    turkish = await exported(owner, "tr")
    assert "- **Durum:** Açık".encode() in turkish
    again = await owner.post("/gaps/import", files=sent(tr=turkish))
    assert (again.json()["added"], again.json()["replaced"]) == ([], [])
    assert await exported(owner, "en") == ENGLISH


async def test_a_preview_names_what_would_change_and_changes_nothing(
    owner: Caller, register: dict[str, Any]
) -> None:
    edited = ENGLISH.replace(b"- **Environment:** all", b"- **Environment:** staging", 1)
    plan = (await owner.post("/gaps/import/preview", files=sent(en=edited))).json()
    assert (plan["applied"], plan["refused"], plan["replaced"]) == (False, None, ["G-001"])
    assert plan["unchanged"] == 3
    assert plan["changes"] == [
        {"gap": "G-001", "language": "en", "label": "Environment", "before": "all",
         "after": "staging"}
    ]  # fmt: skip
    assert await exported(owner, "en") == ENGLISH
    applied = await owner.post(
        "/gaps/import", files=sent(en=edited), headers={"If-Match": f'"v{plan["version"]}"'}
    )
    assert applied.json()["applied"] is True
    assert await exported(owner, "en") == edited
    stale = await owner.post(
        "/gaps/import", files=sent(en=ENGLISH), headers={"If-Match": f'"v{plan["version"]}"'}
    )
    assert stale.status_code == 412


async def test_inconsistencies_have_a_code_and_a_line(owner: Caller) -> None:
    plan = (await owner.post("/gaps/import/preview", files=sent(en=ENGLISH, tr=TURKISH))).json()
    found = {(p["code"], p["gap"]) for p in plan["problems"]["items"]}
    assert ("not-in-triage", "G-004") in found
    assert ("mirror-missing-entry", "G-003") in found
    missing = next(p for p in plan["problems"]["items"] if p["code"] == "not-in-triage")
    line = ENGLISH.decode().splitlines()[missing["line"] - 1]
    assert missing["level"] == "error"
    assert "G-004" in line or line.startswith(("###", "| ID"))
    assert plan["problems"]["errors"] >= 2
    assert (await owner.get("/gaps/check")).json()["items"] == []


async def test_a_file_cannot_change_a_status_behind_the_log(
    owner: Caller, register: dict[str, Any]
) -> None:
    forged = ENGLISH.replace(b"- **Status:** Open", b"- **Status:** Verified", 1)
    plan = (await owner.post("/gaps/import/preview", files=sent(en=forged))).json()
    assert "G-001" in plan["refused"]
    answer = await owner.post("/gaps/import", files=sent(en=forged))
    assert (answer.status_code, answer.json()["error_code"]) == (409, "GAP_IMPORT_REFUSED")
    assert "/tmp" not in answer.text
    assert await exported(owner, "en") == ENGLISH


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\xff\xfe not text", "GAP_FILE_UNREADABLE"),
        (b"# Shopping\n\n- milk\n", "GAP_FILE_UNREADABLE"),
        (b"", "GAP_FILE_UNREADABLE"),
        (b"a\x00b", "GAP_FILE_UNREADABLE"),
        (b"x" * (16 * 1024 * 1024 + 1), "GAP_FILE_TOO_LARGE"),
    ],
)
async def test_a_file_that_is_no_register(owner: Caller, data: bytes, code: str) -> None:
    for path in ("/gaps/import/preview", "/gaps/import"):
        answer = await owner.post(path, files=sent(en=data))
        assert answer.json()["error_code"] == code
    assert (await owner.get("/gaps/export")).json()["error_code"] == "GAP_REGISTER_EMPTY"


async def test_two_files_of_one_language_are_refused(owner: Caller) -> None:
    twice = await owner.post("/gaps/import", files=sent(a=ENGLISH, b=ENGLISH))
    assert twice.json()["error_code"] == "GAP_IMPORT_REFUSED"
    many = await owner.post("/gaps/import", files=sent(a=ENGLISH, b=ENGLISH, c=ENGLISH))
    assert many.json()["error_code"] == "GAP_FILE_UNREADABLE"


async def test_csv_and_json_hold_every_gap(owner: Caller, register: dict[str, Any]) -> None:
    table = await owner.get("/gaps/export", params={"format": "csv", "language": "tr"})
    rows = list(csv.reader(io.StringIO(table.text)))
    assert rows[0][0] == "Kimlik"
    assert [row[0] for row in rows[1:]] == ["G-001", "G-002", "G-003", "G-004"]
    document = (await owner.get("/gaps/export", params={"format": "json"})).json()
    assert [gap["id"] for gap in document["gaps"]] == ["G-001", "G-002", "G-003", "G-004"]
    assert document["gaps"][0]["sla_clock"]["breached"] is True
    event = (await owner.get("/audit/events", params={"action": "gap_register.exported"})).json()[
        "items"
    ][0]
    assert event["details"] == {"format": "json", "language": "en"}
