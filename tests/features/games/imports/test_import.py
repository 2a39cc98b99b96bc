"""From a file to the catalogue, and back."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy import text

from tests.support.house import House

from .desk import Desk, working
from .files import GAME, as_json, as_xlsx, as_zip, games


def game(external_id: str = "a-1", **changes: Any) -> dict[str, Any]:
    return {**GAME, "external_id": external_id, **changes}


async def test_a_file_becomes_games(desk: Desk) -> None:
    answer = await desk.upload(
        as_json([
            game(), game("a-2", rtp="94,1", tags=["VIP"], min_bet=0.5), game("a-3", rtp=None),
        ]),
        "katalog.json", client_type="html5", launch_url="https://play.example/g",
        notes="İlk\nliste", min_version="2.1", source_label="Atölye",
    )  # fmt: skip
    assert answer.status_code == 200
    accepted = answer.json()
    assert (accepted["format"], accepted["encoding"], accepted["status"]) == (
        "json", "UTF-8", "queued",
    )  # fmt: skip
    job = await desk.settled(accepted["job_id"])
    assert job["status"] == "ready"
    assert (job["total_items"], job["total_errors"]) == (3, 0)
    assert job["counts"] == {
        "valid": 3, "invalid": 0, "duplicate": 0, "update": 0, "unchanged": 0,
        "rtp_changes": 0,
    }  # fmt: skip
    assert job["progress"]["percent"] == 80
    assert job["items"][0] == {
        "id": "1", "row": 1, "name": "Işık Şöleni", "external_id": "a-1", "provider_id": "Atölye",
        "type": "slot", "rtp": 96.5, "status": "valid", "errors": [],
    }  # fmt: skip
    assert (job["client_type"], job["source_label"], job["notes"]) == (
        "html5", "Atölye", "İlk\nliste",
    )  # fmt: skip
    assert await desk.games() == []

    done = await desk.confirm(job["job_id"])
    assert done.status_code == 200
    assert done.json() == {
        "job_id": job["job_id"], "status": "completed", "imported_count": 3, "inserted_count": 3,
        "updated_count": 0, "unchanged_count": 0, "skipped_count": 0,
    }  # fmt: skip
    found = {g["external_id"]: g for g in await desk.games()}
    assert {k: g["configuration"]["rtp"] for k, g in found.items()} == {
        "a-1": 96.5, "a-2": 94.1, "a-3": None,
    }  # fmt: skip
    assert found["a-2"]["tags"] == ["VIP"]
    assert found["a-1"]["is_active"]
    config = (await desk.caller.get(f"/games/{found['a-2']['id']}/config")).json()
    assert config["limits"] == {"min_bet": "0.5"}
    job = await desk.job(job["job_id"])
    assert (job["status"], job["progress"]["percent"]) == ("completed", 100)
    assert {r["outcome"] for r in await desk.rows(job["job_id"])} == {"imported"}


@pytest.mark.parametrize("part", ["file", "bundle", "upload"])
async def test_each_part_name_is_taken(desk: Desk, part: str) -> None:
    answer = await desk.upload(as_json([game()]), part=part)
    assert answer.status_code == 200


async def test_importing_twice_and_at_once_gives_one_catalogue(desk: Desk) -> None:
    data = as_json(games(50))
    first, second = await asyncio.gather(desk.uploaded(data), desk.uploaded(data))
    answers = await asyncio.gather(
        *(desk.confirm(j["job_id"]) for j in (first, second, first, second))
    )
    assert [a.status_code for a in answers] == [200] * 4
    assert {a.json()["imported_count"] for a in answers} == {50}
    assert sorted(a.json()["inserted_count"] for a in answers) == [0, 0, 50, 50]
    assert await desk.count("games") == 50
    again = await desk.confirm(first["job_id"])
    assert again.json()["imported_count"] == 50
    third = await desk.uploaded(data)
    assert third["counts"]["unchanged"] == 50
    assert (await desk.confirm(third["job_id"])).json()["unchanged_count"] == 50
    assert await desk.count("games") == 50


async def test_a_change_is_shown_before_it_is_taken_and_a_switch_is_kept(desk: Desk) -> None:
    await desk.imported(as_json([game(features=["x"], min_bet=1, max_bet=9), game("a-2")]))
    [switched] = await desk.games(search="a-1")
    await desk.caller.post(f"/games/{switched['id']}/toggle", json={"reason": "yerel kural"})
    await desk.caller.put(f"/games/{switched['id']}/details", json={"tags": ["VIP"]})

    job = await desk.uploaded(
        as_json(
            [game(rtp=95, max_bet=7, tags=["from the file"]), game("a-2", name=None), game("b")]
        )
    )
    assert job["counts"] == {
        "valid": 1, "invalid": 0, "duplicate": 0, "update": 1, "unchanged": 1,
        "rtp_changes": 1,
    }  # fmt: skip
    [update] = await desk.rows(job["job_id"], status="update")
    assert await desk.rows(job["job_id"], changed="rtp") == [update]
    assert await desk.rows(job["job_id"], changed="name") == []
    assert job["providers"] == [{"name": "Atölye", "count": 3}]
    assert update["changes"] == [
        {"field": "rtp", "before": 96.5, "after": 95.0},
        {"field": "limits", "before": {"max_bet": "9", "min_bet": "1"},
         "after": {"max_bet": "7", "min_bet": "1"}},
    ]  # fmt: skip
    assert (await desk.games(search="a-1"))[0]["configuration"]["rtp"] == 96.5

    done = (await desk.confirm(job["job_id"])).json()
    assert (done["inserted_count"], done["updated_count"], done["unchanged_count"]) == (1, 1, 1)
    [taken] = await desk.games(search="a-1")
    assert taken["id"] == switched["id"]
    assert taken["configuration"]["rtp"] == 95
    assert (taken["is_active"], taken["tags"]) == (False, ["VIP"])
    config = (await desk.caller.get(f"/games/{taken['id']}/config")).json()
    assert (config["limits"], config["features"]) == ({"max_bet": "7", "min_bet": "1"}, ["x"])
    [kept] = await desk.games(search="a-2")
    assert kept["name"] == "Işık Şöleni"


async def test_the_same_id_at_two_providers_is_two_games(desk: Desk) -> None:
    await desk.imported(as_json([game(), game(provider="Başka")]))
    assert sorted(g["provider"] for g in await desk.games()) == ["Atölye", "Başka"]


async def test_faulty_rows_are_told_and_left_out(desk: Desk) -> None:
    job = await desk.uploaded(
        as_json(
            [game(), game("a-2", rtp=0.965), game(None, rtp=500), 7,  # type: ignore[arg-type]
             game("a-5", name="<b>Gold</b>")]
        )
    )  # fmt: skip
    assert (job["status"], job["total_items"], job["total_errors"]) == ("ready", 5, 3)
    assert job["error_summary"]["preview"] == [
        {"row": 2, "external_id": "a-2", "errors": ["RTP_LOOKS_LIKE_FRACTION"]},
        {"row": 3, "external_id": None, "errors": ["MISSING_EXTERNAL_ID", "RTP_OUT_OF_RANGE"]},
        {"row": 4, "external_id": None, "errors": ["ROW_NOT_OBJECT", "MISSING_EXTERNAL_ID"]},
    ]
    assert job["items"][1]["errors"] == ["RTP_LOOKS_LIKE_FRACTION"]
    desk.caller.http.headers["Accept-Language"] = "tr"
    [fraction, *_] = await desk.rows(job["job_id"], status="invalid")
    assert fraction["errors"] == [{
        "row": 2, "field": "rtp", "code": "RTP_LOOKS_LIKE_FRACTION", "found": "0.965",
        "allowed": "bir yüzde, örneğin 96.5",
        "message": "RTP 0.965 bir kesre benziyor; yüzde olarak 96.5 olurdu.",
    }]  # fmt: skip
    assert [r["row"] for r in await desk.rows(job["job_id"], search="GOLD")] == [5]
    assert len(await desk.rows(job["job_id"], search="IŞIK şöleni")) == 3
    assert await desk.rows(job["job_id"], search="%") == []
    report = await desk.caller.get(f"/game-import/jobs/{job['job_id']}/errors.csv")
    assert report.headers["content-type"].startswith("text/csv")
    lines = report.text.splitlines()
    assert len(lines) == 1 + 5
    assert lines[1].startswith("2,Atölye,a-2,Işık Şöleni,rtp,RTP_LOOKS_LIKE_FRACTION,0.965,")
    done = (await desk.confirm(job["job_id"])).json()
    assert (done["imported_count"], done["skipped_count"]) == (2, 3)
    assert {g["name"] for g in await desk.games()} == {"Işık Şöleni", "<b>Gold</b>"}
    outcomes = [r["outcome"] for r in await desk.rows(job["job_id"])]
    assert outcomes == ["imported", "skipped", "skipped", "skipped", "imported"]


@pytest.mark.parametrize(
    ("rows", "error"),
    [([], "NO_ROWS"), ([{"name": "x"}, 5], "NO_VALID_ROWS")],
)
async def test_a_file_without_a_single_good_row_fails(
    desk: Desk, rows: list[Any], error: str
) -> None:
    job = await desk.uploaded(as_json(rows))
    assert job["status"] == "failed"
    assert job["error_summary"]["error"] == error
    assert job["error_summary"]["message"]
    answer = await desk.confirm(job["job_id"])
    assert (answer.status_code, answer.json()["error_code"]) == (409, "JOB_NOT_READY")


async def test_identical_repetitions_are_folded_and_told(desk: Desk) -> None:
    job = await desk.uploaded(as_json([game(), game("a-2"), game(rtp="96,50"), game()]))
    assert job["counts"]["duplicate"] == 2
    assert job["duplicates"] == {
        "folded": 2, "contested_games": 0, "contested_rows": 0, "undecided_games": 0,
    }  # fmt: skip
    repeated = await desk.rows(job["job_id"], status="duplicate")
    assert [(r["row"], r["first_row"], r["resolution"]) for r in repeated] == [
        (3, 1, "folded"), (4, 1, "folded"),
    ]  # fmt: skip
    assert (await desk.confirm(job["job_id"])).json()["inserted_count"] == 2


CONTESTED = [
    game("a", name="A1"), game("a", name="A2"), game("b", name="B1"), game("b", name="B2"),
    game("b", name="B1"), game("c"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("request_body", "names"),
    [
        ({"strategy": "keep_first"}, {"A1", "B1", "Işık Şöleni"}),
        ({"strategy": "keep_last"}, {"A2", "B2", "Işık Şöleni"}),
        ({"strategy": "exclude"}, {"Işık Şöleni"}),
        ({"strategy": "keep_first", "choices": [{"row": 4, "action": "keep"}]},
         {"A1", "B2", "Işık Şöleni"}),
        ({"choices": [{"row": 1, "action": "exclude"}, {"row": 4, "action": "keep"}]},
         {"A2", "B2", "Işık Şöleni"}),
    ],
)  # fmt: skip
async def test_contested_games_wait_for_a_decision(
    desk: Desk, request_body: dict[str, Any], names: set[str]
) -> None:
    job = await desk.uploaded(as_json(CONTESTED))
    assert job["status"] == "ready"
    assert job["duplicates"] == {
        "folded": 1, "contested_games": 2, "contested_rows": 5, "undecided_games": 2,
    }  # fmt: skip
    refused = await desk.confirm(job["job_id"])
    assert (refused.status_code, refused.json()["error_code"]) == (409, "DUPLICATES_UNRESOLVED")
    assert refused.json()["details"]["games"] == 2
    contested = await desk.rows(job["job_id"], contested=True)
    assert [r["row"] for r in contested] == [1, 2, 3, 4, 5]
    assert contested[0]["errors"][0]["code"] == "DUPLICATE_IN_FILE"
    answer = await desk.act(job["job_id"], "duplicates", **request_body)
    assert answer.status_code == 200, answer.text
    assert answer.json()["duplicates"]["undecided_games"] == 0
    assert (await desk.confirm(job["job_id"])).status_code == 200
    assert {g["name"] for g in await desk.games()} == names


async def test_a_decision_can_be_taken_again_and_bad_ones_are_refused(desk: Desk) -> None:
    job = await desk.uploaded(as_json(CONTESTED))
    job_id = job["job_id"]
    for choices, code in (
        ([{"row": 1, "action": "keep"}, {"row": 2, "action": "keep"}], "KEPT_TWICE"),
        ([{"row": 6, "action": "keep"}], "NOT_CONTESTED"),
        ([{"row": 5, "action": "keep"}], "NOT_CONTESTED"),
        ([{"row": 999, "action": "exclude"}], "NOT_CONTESTED"),
    ):
        refused = await desk.act(job_id, "duplicates", choices=choices)
        assert (refused.status_code, refused.json()["error_code"]) == (422, "CHOICES_INVALID")
        assert refused.json()["errors"][0]["code"] == code
    await desk.act(job_id, "duplicates", strategy="keep_first")
    answer = await desk.act(job_id, "duplicates", choices=[{"row": 2, "action": "keep"}])
    assert answer.json()["duplicates"]["undecided_games"] == 0
    await desk.confirm(job_id)
    assert {g["name"] for g in await desk.games()} == {"A2", "B1", "Işık Şöleni"}


async def test_undo_gives_back_what_was_there(desk: Desk) -> None:
    await desk.imported(as_json([game(), game("keep")]))
    before = {g["external_id"]: g for g in await desk.games()}
    job = await desk.uploaded(as_json([game(rtp=90, name="Yeni", features=["f"]), game("new")]))
    await desk.confirm(job["job_id"])
    [new] = await desk.games(search="new")
    await desk.caller.post(f"/games/{new['id']}/toggle")
    [changed] = await desk.games(search="a-1")
    await desk.caller.post(f"/games/{changed['id']}/toggle")

    undone = await desk.act(job["job_id"], "undo")
    assert undone.json() == {"removed_count": 1, "restored_count": 1, "skipped_count": 0}
    after = {g["external_id"]: g for g in await desk.games()}
    assert set(after) == {"a-1", "keep"}
    for field in ("name", "configuration", "category", "type", "id"):
        assert after["a-1"][field] == before["a-1"][field]
    assert after["a-1"]["is_active"] is False  # the switch was no part of the import
    config = (await desk.caller.get(f"/games/{changed['id']}/config")).json()
    assert config["features"] == []
    assert (await desk.job(job["job_id"]))["status"] == "undone"
    assert (await desk.act(job["job_id"], "undo")).json() == undone.json()
    assert (await desk.confirm(job["job_id"])).status_code == 409


async def test_undo_stops_at_what_a_later_import_changed(desk: Desk) -> None:
    first = await desk.imported(as_json([game(), game("other")]))
    second = await desk.imported(as_json([game(rtp=90)]))
    refused = await desk.act(first["job_id"], "undo")
    assert (refused.status_code, refused.json()["error_code"]) == (409, "UNDO_CONFLICT")
    assert refused.json()["details"]["first"][0]["external_id"] == "a-1"
    assert await desk.count("games") == 2
    skipped = await desk.act(first["job_id"], "undo", skip_changed=True)
    assert skipped.json() == {"removed_count": 1, "restored_count": 0, "skipped_count": 1}
    assert [g["external_id"] for g in await desk.games()] == ["a-1"]
    undone = await desk.act(second["job_id"], "undo")
    assert undone.json()["restored_count"] == 1
    assert (await desk.games())[0]["configuration"]["rtp"] == 96.5


async def test_what_was_not_shown_is_not_taken(desk: Desk) -> None:
    await desk.imported(as_json([game()]))
    shown = await desk.uploaded(as_json([game(rtp=90)]))
    await desk.imported(as_json([game(rtp=91)]))
    refused = await desk.confirm(shown["job_id"])
    assert (refused.status_code, refused.json()["error_code"]) == (409, "PREVIEW_STALE")
    assert (await desk.games())[0]["configuration"]["rtp"] == 91
    stale = await desk.job(shown["job_id"])
    assert (stale["status"], stale["notices"][0]["code"]) == ("ready", "IMPORT_STALE")
    [row] = await desk.rows(shown["job_id"])
    assert row["changes"] == [{"field": "rtp", "before": 91.0, "after": 90.0}]
    assert (await desk.confirm(shown["job_id"])).status_code == 200
    assert (await desk.games())[0]["configuration"]["rtp"] == 90


async def test_another_brand_sees_and_touches_nothing(desk: Desk) -> None:
    job = await desk.uploaded(as_json([game()]))
    other = await desk.house.sign_in("Admin", tenant_id=desk.house.other_tenant_id)
    path = f"/game-import/jobs/{job['job_id']}"
    assert (await other.get("/game-import/jobs")).json()["items"] == []
    answers = [
        await other.get(path), await other.get(f"{path}/rows"),
        await other.get(f"{path}/errors.csv"), await other.post(f"{path}/import"),
        await other.post(f"{path}/cancel"), await other.post(f"{path}/undo"),
        await other.post(f"{path}/duplicates", json={}),
        await other.put(f"{path}/mapping", json={"sources": {}}),
    ]  # fmt: skip
    assert {(a.status_code, a.json()["error_code"]) for a in answers} == {
        (404, "GAME_IMPORT_NOT_FOUND")
    }
    await desk.confirm(job["job_id"])
    assert (await other.get("/games")).json()["items"] == []


async def test_the_list_tells_who_when_and_how_far(desk: Desk) -> None:
    await desk.imported(as_json([game()]))
    await desk.uploaded(b"id,name\n1,a\n", "a.csv")
    listed = (await desk.caller.get("/game-import/jobs")).json()
    assert [(i["filename"], i["status"], i["format"]) for i in listed["items"]] == [
        ("a.csv", "ready", "csv"), ("games.json", "completed", "json"),
    ]  # fmt: skip
    assert listed["items"][0]["created_by"] == desk.caller.email
    assert listed["meta"]["total"] == 2
    assert listed["limits"] == {"max_bytes": 50 * 1024 * 1024, "max_rows": 250_000}
    only = await desk.caller.get("/game-import/jobs", params={"status": "completed"})
    assert only.json()["meta"]["total"] == 1


async def test_rows_are_paged(desk: Desk) -> None:
    job = await desk.uploaded(as_json(games(250)))
    assert len(job["items"]) == 200
    answer = await desk.caller.get(
        f"/game-import/jobs/{job['job_id']}/rows", params={"page": 3, "page_size": 100}
    )
    assert [r["row"] for r in answer.json()["items"]] == list(range(201, 251))
    assert answer.headers["X-Total-Count"] == "250"


async def test_cancelling_ends_an_import_that_was_not_taken(house: House) -> None:
    desk = Desk(house, await house.sign_in("Manager"))
    waiting = (await desk.upload(as_json([game()]))).json()["job_id"]
    cancelled = await desk.act(waiting, "cancel")
    assert cancelled.json()["status"] == "cancelled"
    assert (await desk.act(waiting, "cancel")).status_code == 200
    async with working(house):
        ready = await desk.uploaded(as_json([game()]))
        assert (await desk.act(ready["job_id"], "cancel")).json()["status"] == "cancelled"
        assert (await desk.job(waiting))["status"] == "cancelled"
        for job_id in (waiting, ready["job_id"]):
            refused = await desk.confirm(job_id)
            assert refused.json()["error_code"] == "JOB_NOT_READY"
        done = await desk.imported(as_json([game()]))
        assert (await desk.act(done["job_id"], "cancel")).status_code == 409
    assert await desk.count("games") == 1


async def test_cancelling_stops_an_analysis_that_runs(desk: Desk) -> None:
    async with desk.house.database.session() as db:
        # The analysis cannot write its rows while this is held.
        await db.execute(text("LOCK TABLE game_import_rows IN SHARE ROW EXCLUSIVE MODE"))
        job_id = (await desk.upload(as_json(games(50)))).json()["job_id"]
        await desk.settled(job_id, until={"running"})
        assert (await desk.act(job_id, "cancel")).json()["status"] == "cancelled"
    assert await desk.worked() == ["cancelled"]
    assert (await desk.job(job_id))["status"] == "cancelled"
    assert await desk.rows(job_id) == []


async def test_each_step_is_audited(desk: Desk) -> None:
    job = await desk.uploaded(as_json([*CONTESTED]))
    await desk.act(job["job_id"], "duplicates", strategy="keep_first")
    await desk.confirm(job["job_id"])
    await desk.act(job["job_id"], "undo", reason="yanlış liste")
    await desk.upload(b"", "empty.json")
    events = (await desk.caller.get("/audit/events")).json()["items"]
    told = [(e["action"], e["status"]) for e in reversed(events) if "game_import" in e["action"]]
    assert told == [
        ("game_import.uploaded", "SUCCESS"), ("game_import.analysed", "SUCCESS"),
        ("game_import.duplicates.resolved", "SUCCESS"),
        ("game_import.import.attempt", "SUCCESS"), ("game_import.import.completed", "SUCCESS"),
        ("game_import.undone", "SUCCESS"), ("game_import.uploaded", "FAILED"),
    ]  # fmt: skip
    assert events[0]["error_code"] == "EMPTY_FILE"
    assert {e["resource_id"] for e in events if e["action"] == "game_import.undone"} == {
        job["job_id"]
    }
    assert next(e for e in events if e["action"] == "game_import.undone")["reason"] == (
        "yanlış liste"
    )
    auditor = await desk.house.sign_in("Admin")
    chains = (await auditor.get("/audit/verify")).json()
    assert all(chain["ok"] for chain in chains), chains


async def test_a_workbook_in_a_zip_and_a_latin_5_table(desk: Desk) -> None:
    book = as_xlsx([["id", "provider", "name", "rtp"], [1, "Atölye", "Gölge", 96.53]])
    job = await desk.uploaded(as_zip(("liste.xlsx", book)), "liste.zip")
    assert (job["format"], job["member"], job["total_items"]) == ("xlsx", "liste.xlsx", 1)
    table = "id;provider;name;rtp\n2;Atölye;Çığlık;95,5\n".encode("iso8859-9")
    job = await desk.uploaded(table, "liste.csv")
    assert (job["encoding"], job["items"][0]["name"]) == ("ISO-8859-9", "Çığlık")
    await desk.confirm(job["job_id"])
    assert (await desk.games())[0]["configuration"]["rtp"] == 95.5


async def test_two_spellings_of_a_provider_are_pointed_out(desk: Desk) -> None:
    await desk.imported(as_json([game(provider="Kuzey")]))
    job = await desk.uploaded(as_json([game(provider="KUZEY"), game("b", provider="Batı")]))
    assert [(n["code"], n["found"]) for n in job["notices"]] == [
        ("PROVIDER_SPELLINGS", ["KUZEY", "Kuzey"])
    ]


async def test_old_files_are_forgotten(desk: Desk) -> None:
    from gapless.features.games.imports.jobs import forget_old_files
    from gapless.platform.worker import JobContext

    done = await desk.imported(as_json([game()]))
    kept = await desk.uploaded(as_json([game("b")]))
    async with desk.house.database.session() as db:
        await db.execute(
            text("UPDATE game_imports SET finished_at = now() - interval '31 days' WHERE id = :id"),
            {"id": done["job_id"]},
        )
        await db.commit()
    await forget_old_files(JobContext(desk.house.database, desk.house.settings, None))
    assert await desk.count("blobs") == 1
    assert await desk.rows(done["job_id"]) == []
    assert len(await desk.rows(kept["job_id"])) == 1
    assert (await desk.act(done["job_id"], "undo")).json()["removed_count"] == 1
