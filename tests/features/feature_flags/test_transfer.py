"""Flags come in from others' files, and go out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.features.feature_flags.conftest import Desk, refused, variant

FILES = Path(__file__).parents[2] / "flagimport" / "files"
Json = dict[str, Any]


def flagd(**flags: Any) -> bytes:
    """A file of flagd."""
    return json.dumps({"flags": flags}).encode()


def simple(on: bool = True, **more: Any) -> Json:
    """A boolean flag as flagd writes it."""
    usual = "on" if on else "off"
    return {"state": "ENABLED", "variants": {"on": True, "off": False}, "defaultVariant": usual,
            **more}  # fmt: skip


async def send(desk: Desk, data: bytes, path: str = "", **fields: str) -> httpx.Response:
    """Send a file: to the preview, or to the import itself."""
    body = {"environment": "production", "reason": "we move house", **fields}
    files = {"file": ("flags.json", data, "application/json")}
    return await desk.caller.post(f"/flags/import{path}", data=body, files=files)


async def preview(desk: Desk, data: bytes, **fields: str) -> Json:
    """What the import would do."""
    return desk.ok(await send(desk, data, "/preview", **fields))


async def take(desk: Desk, data: bytes, **fields: str) -> Json:
    """Import it."""
    return desk.ok(await send(desk, data, **fields))


def acts(plan: Json) -> dict[str, str]:
    """What is done with each."""
    return {row["key"]: row["act"] for row in plan["rows"]}


async def keys(desk: Desk) -> dict[str, Json]:
    """The brand's flags by key."""
    return {row["flag_id"]: row for row in desk.ok(await desk.caller.get("/flags"))}


@pytest.mark.parametrize("system", ["unleash", "flagsmith", "growthbook", "flagd", "launchdarkly"])
async def test_a_file_is_previewed_and_imported(desk: Desk, system: str) -> None:
    data = (FILES / f"{system}.json").read_bytes()
    plan = await preview(desk, data)
    assert plan["format"] == system
    assert plan["applied"] is False
    assert await keys(desk) == {}
    assert desk.ok(await desk.caller.get("/flags/segments")) == []
    left = [row for row in plan["rows"] if row["outcome"] == "not_carried"]
    assert plan["counts"]["not_carried"] == len(left) > 0
    assert all(row["notes"] and row["act"] == "none" for row in left)

    done = await take(desk, data, plan=plan["plan"])
    assert done["applied"] is True
    assert [{**row, "id": None} for row in done["rows"]] == plan["rows"]
    made = await keys(desk)
    wanted = {row["new_key"] for row in plan["rows"]
              if row["kind"] == "flag" and row["act"] == "create"}  # fmt: skip
    assert set(made) == wanted
    row = next(r for r in done["rows"] if r["kind"] == "flag" and r["act"] == "create")
    assert row["id"] == made[row["key"]]["id"]
    again = await preview(desk, data, on_conflict="replace")
    assert {a for k, a in acts(again).items() if k in wanted} == {"same"}
    refused(await send(desk, data, on_conflict="replace"), 409, "FLAG_IMPORT_EMPTY")


async def test_imported_flags_serve_and_keep_versions_and_a_log(desk: Desk) -> None:
    rules = {"if": [{"==": [{"var": "country"}, "TR"]}, "on", "off"]}
    await take(desk, flagd(cashier=simple(targeting=rules)), environment="staging")
    flag = (await keys(desk))["cashier"]
    assert await desk.served(flag["id"], "staging", country="TR") is True
    assert await desk.served(flag["id"], "staging", country="DE") is False
    assert await desk.served(flag["id"], "production", country="TR") is True  # off variant
    states = {e["environment"]: e["enabled"] for e in flag["environments"]}
    assert states == {"staging": True, "production": False, "development": False}
    versions = desk.ok(await desk.caller.get(f"/flags/{flag['id']}/versions"))
    assert [(v["number"], v["action"], v["comment"]) for v in versions] == [
        (1, "imported", "we move house")
    ]
    events = desk.ok(await desk.caller.get("/flags/audit-log"))
    assert {(e["event"], e["target_name"]) for e in events} == {
        ("flag.imported", "cashier"), ("flag.imported", "flagd"),
    }  # fmt: skip
    assert {e["reason"] for e in events} == {"we move house"}


async def test_a_taken_key_is_skipped_replaced_or_renamed(desk: Desk) -> None:
    first = await desk.make("lobby")
    desk.ok(await desk.configure(first["id"], enabled=True, default=variant("off")))
    data = flagd(lobby=simple(), fresh=simple())
    assert acts(await take(desk, data)) == {"lobby": "skip", "fresh": "create"}
    assert await desk.served(first["id"]) is False

    done = await take(desk, data, on_conflict="replace")
    assert acts(done) == {"lobby": "replace", "fresh": "same"}
    assert await desk.served(first["id"]) is True
    after = await desk.flag(first["id"])
    assert (after["name"], after["version"]) == ("Lobby", 3)

    desk.ok(await desk.configure(first["id"], enabled=False))
    done = await take(desk, data, on_conflict="rename")
    assert acts(done) == {"lobby": "rename", "fresh": "same"}
    assert set(await keys(desk)) == {"lobby", "fresh", "lobby-2"}


async def test_renaming_keeps_what_builds_on_one_another(desk: Desk) -> None:
    await desk.segment("staff", {"kind": "attribute", "attribute": "a", "op": "in", "values": [1]})
    file = {
        "flags": {
            "base": {"key": "base", "on": True, "variations": [True, False], "offVariation": 1,
                     "salt": "s", "fallthrough": {"variation": 0}},
            "built": {"key": "built", "on": True, "variations": [True, False], "offVariation": 1,
                      "salt": "s", "fallthrough": {"variation": 1},
                      "prerequisites": [{"key": "base", "variation": 0}],
                      "rules": [{"variation": 0, "clauses": [
                          {"attribute": "", "op": "segmentMatch", "values": ["staff"]}]}]},
        },
        "segments": {"staff": {"key": "staff", "included": ["p1"], "salt": "x"}},
    }  # fmt: skip
    await desk.make("base")
    data = json.dumps(file).encode()
    # Skipped, `base` is off here: `built` would be sound, but the segment is another one.
    done = await take(desk, data, on_conflict="rename")
    assert {row["key"]: row["new_key"] for row in done["rows"]} == {
        "base": "base-2", "built": "built", "staff": "staff-2"
    }  # fmt: skip
    built = (await keys(desk))["built"]
    assert await desk.served(built["id"], targetingKey="p1") is True
    assert await desk.served(built["id"], targetingKey="p2", a=1) is False


async def test_a_replaced_flag_keeps_what_other_environments_serve(desk: Desk) -> None:
    made = await desk.make("menu", type="string", variants=[
        {"key": "old", "value": "o"}, {"key": "gone", "value": "g"}, {"key": "both", "value": "1"},
    ])  # fmt: skip
    desk.ok(await desk.configure(made["id"], "staging", off_variant="old", default=variant("old")))
    desk.ok(await desk.configure(
        made["id"], "development", off_variant="old", default=variant("both")))  # fmt: skip
    new = {"state": "ENABLED", "variants": {"new": "n", "both": "2"}, "defaultVariant": "new"}
    plan = await preview(desk, flagd(menu=new), on_conflict="replace")
    assert [note["code"] for note in plan["rows"][0]["notes"]] == ["EVERY_ENVIRONMENT"]
    assert plan["rows"][0]["outcome"] == "changed"
    await take(desk, flagd(menu=new), on_conflict="replace")
    after = await desk.flag(made["id"])
    assert [v["key"] for v in after["variants"]] == ["new", "both", "old"]
    assert await desk.served(made["id"]) == "n"


async def test_another_type_or_an_archived_key_cannot_be_replaced(desk: Desk) -> None:
    await desk.make("limit", type="number")
    gone = await desk.make("gone")
    desk.ok(await desk.caller.post(f"/flags/{gone['id']}/archive", json={"reason": "old stuff"}))
    plan = await preview(desk, flagd(limit=simple(), gone=simple()), on_conflict="replace")
    assert acts(plan) == {"limit": "none", "gone": "skip"}
    renamed = await preview(desk, flagd(gone=simple()), on_conflict="rename")
    assert renamed["rows"][0]["new_key"] == "gone-2"


async def test_what_others_need_is_not_taken_from_them(desk: Desk) -> None:
    base = await desk.make("base", type="string", variants=[{"key": "a", "value": "a"}])
    needing = await desk.make("needing")
    wanted = [{"flag": "base", "variants": ["a"]}]
    desk.ok(await desk.configure(needing["id"], prerequisites=wanted))
    desk.ok(await desk.configure(base["id"], enabled=True))
    new = {"state": "ENABLED", "variants": {"b": "b"}, "defaultVariant": "b"}
    plan = await preview(desk, flagd(base=new), on_conflict="replace")
    assert plan["rows"][0]["act"] == "none"
    assert [note["code"] for note in plan["rows"][0]["notes"]] == ["UNSOUND"]


async def test_where_others_have_to_agree_flags_come_switched_off_or_not_at_all(
    desk: Desk,
) -> None:
    await desk.demand_approvals(1)
    data = flagd(one=simple(), two={**simple(), "state": "DISABLED"})
    assert (await preview(desk, data))["approvals_required"] is True
    refused(await send(desk, data), 409, "APPROVAL_REQUIRED")
    assert await keys(desk) == {}
    await take(desk, data, switched_off="true")
    assert {row["status"] for row in (await keys(desk)).values()} == {"off"}
    changed = flagd(one=simple(on=False))
    refused(await send(desk, changed, on_conflict="replace"), 409, "APPROVAL_REQUIRED")


async def test_a_plan_that_no_longer_holds_is_not_carried_out(desk: Desk) -> None:
    data = flagd(one=simple())
    plan = (await preview(desk, data))["plan"]
    await desk.make("one")
    refused(await send(desk, data, plan=plan), 412, "STALE_WRITE")
    refused(await send(desk, flagd(other=simple()), plan=plan), 412, "STALE_WRITE")


async def test_bad_files_are_refused_with_the_place(desk: Desk) -> None:
    for data, place in (
        (b'{"flags": {,}}', "line 1, column 12"),
        (b"\xff\xfe", "byte 1"),
        (b'{"flags": {"a": {"variations": []}}, "segments": 3}', "segments"),
        (b"", "$"),
    ):
        for path in ("", "/preview"):
            problem = refused(await send(desk, data, path), 422, "FLAG_FILE_UNREADABLE")
            assert problem["details"]["place"] == place
    assert await keys(desk) == {}
    desk.caller.http.headers["Accept-Language"] = "tr"
    problem = refused(await send(desk, b"{}"), 422, "FLAG_FILE_UNREADABLE")
    assert "dosyası değil" in problem["detail"]
    missing = await desk.caller.post("/flags/import", data={"environment": "production"})
    assert missing.status_code == 422
    large = b'{"flags": {}, "x": "' + b"x" * (9 * 1024 * 1024) + b'"}'
    assert (await send(desk, large)).status_code == 413


async def test_an_import_needs_a_reason(desk: Desk) -> None:
    refused(await send(desk, flagd(one=simple()), reason=""), 400, "REASON_REQUIRED")


@pytest.mark.parametrize("format", ["gapless", "flagd"])
async def test_what_is_exported_can_be_imported_elsewhere(desk: Desk, format: str) -> None:
    await take(desk, (FILES / "flagd.json").read_bytes(), environment="staging")
    query = {"environment": "staging", "format": format}
    answer = await desk.caller.get("/flags/export", params=query)
    desk.ok(answer)
    assert f"flags.staging.{format}.json" in answer.headers["content-disposition"]
    done = await take(desk, answer.content, environment="development", on_conflict="replace")
    assert done["format"] == format
    flags = await keys(desk)
    for key in ("is-half", "colour", "nested"):
        for number in range(4):
            person = {"targetingKey": f"p{number}", "country": "TR", "sessionId": f"s{number}"}
            there = await desk.served(flags[key]["id"], "staging", **person)
            assert await desk.served(flags[key]["id"], "development", **person) == there
