"""The game catalogue."""

from __future__ import annotations

import asyncio
from uuid import uuid4

import pytest

from gapless.features.games.seeds import demo_games
from tests.support.house import House


@pytest.fixture
async def games(house: House) -> list[str]:
    """Twenty games in the house's first brand, none in the other."""
    async with house.database.session() as db:
        made = demo_games(house.tenant_id, 0)
        db.add_all(made)
        await db.commit()
        return [str(game.id) for game in made]


async def test_the_list_has_the_shape_the_existing_panel_reads(
    house: House, games: list[str]
) -> None:
    admin = await house.sign_in()
    answer = await admin.get("/games", params={"page": 1, "page_size": 5})
    body = answer.json()
    assert body["meta"] == {"page": 1, "page_size": 5, "total": 20}
    item = body["items"][0]
    for key in ("id", "name", "provider", "configuration", "business_status", "runtime_status",
                "is_active", "is_special_game", "suggestion_reason", "tags"):  # fmt: skip
        assert key in item
    assert item["configuration"]["rtp"] == 94.5
    assert answer.headers["X-Total-Count"] == "20"
    assert '</api/v1/games?page_size=5&page=2>; rel="next"' in answer.headers["Link"]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"category": "slot"}, 12),
        ({"category": "SLOT"}, 12),
        ({"category": "All"}, 20),
        ({"category": "table_blackjack"}, 2),
        ({"search": "simit"}, 1),
        ({"search": "100%"}, 0),
        ({"search": "_"}, 0),
        ({"status": "inactive"}, 3),
        ({"tag": "VIP"}, 3),
        ({"provider": "Northlight"}, 5),
        ({"provider": "Northlight", "status": "active", "category": "Slot"}, 3),
    ],
)
async def test_filters(house: House, games: list[str], query: dict[str, str], count: int) -> None:
    admin = await house.sign_in()
    body = (await admin.get("/games", params=query)).json()
    assert (body["meta"]["total"], len(body["items"])) == (count, count)


async def test_sorting_is_a_closed_set(house: House, games: list[str]) -> None:
    admin = await house.sign_in()
    down = (await admin.get("/games", params={"sort": "-rtp"})).json()["items"]
    rtps = [item["configuration"]["rtp"] for item in down]
    assert rtps == sorted(rtps, reverse=True)
    assert (await admin.get("/games", params={"sort": "id; drop table"})).status_code == 422


async def test_facets_count_the_catalogue(house: House, games: list[str]) -> None:
    admin = await house.sign_in()
    body = (await admin.get("/games/facets")).json()
    assert {f["value"]: f["count"] for f in body["categories"]}["Slot"] == 12
    assert body["tags"] == [{"value": "VIP", "count": 3}]


async def test_a_toggle_persists_and_is_audited(house: House, games: list[str]) -> None:
    admin = await house.sign_in()
    off = await admin.post(f"/games/{games[0]}/toggle", json={"reason": "RTP under review"})
    assert off.json() == {
        "id": games[0],
        "is_active": False,
        "business_status": "inactive",
        "runtime_status": "offline",
    }
    again = (await admin.get(f"/games/{games[0]}")).json()
    assert again["is_active"] is False
    back = await admin.post(f"/games/{games[0]}/toggle")
    assert back.json()["is_active"] is True
    events = (
        await admin.get("/audit/events", params={"resource_id": games[0], "status": "SUCCESS"})
    ).json()["items"]
    assert [e["diff_json"] for e in events] == [
        {"is_active": {"before": False, "after": True}},
        {"is_active": {"before": True, "after": False}},
    ]
    assert events[1]["reason"] == "RTP under review"


async def test_a_wanted_state_is_not_toggled_back_by_a_repeat(
    house: House, games: list[str]
) -> None:
    admin = await house.sign_in()
    for _ in range(2):
        answer = await admin.post(f"/games/{games[0]}/toggle", json={"is_active": False})
        assert answer.json()["is_active"] is False


async def test_a_repeated_toggle_with_one_idempotency_key_is_one_toggle(
    house: House, games: list[str]
) -> None:
    admin = await house.sign_in()
    headers = {"Idempotency-Key": uuid4().hex}
    answers = await asyncio.gather(
        *(admin.post(f"/games/{games[0]}/toggle", headers=headers) for _ in range(4))
    )
    assert [a.json()["is_active"] for a in answers] == [False] * 4
    assert sorted(a.headers.get("Idempotency-Replayed", "-") for a in answers) == [
        "-", "true", "true", "true"
    ]  # fmt: skip
    other = await admin.post(f"/games/{games[1]}/toggle", headers=headers)
    assert (other.status_code, other.json()["error_code"]) == (422, "IDEMPOTENCY_KEY_REUSED")


async def test_a_replayed_answer_keeps_the_tag_to_edit_by(house: House, games: list[str]) -> None:
    admin = await house.sign_in()
    headers = {"Idempotency-Key": uuid4().hex}
    first, again = [
        await admin.put(f"/games/{games[0]}/details", json={"tags": ["VIP"]}, headers=headers)
        for _ in range(2)
    ]
    assert again.headers["Idempotency-Replayed"] == "true"
    assert again.headers["ETag"] == first.headers["ETag"]


async def test_tags_persist_and_a_stale_edit_is_refused(house: House, games: list[str]) -> None:
    admin = await house.sign_in()
    path = f"/games/{games[0]}"
    etag = (await admin.get(path)).headers["ETag"]
    saved = await admin.put(
        f"{path}/details", json={"tags": ["VIP", " new ", "VIP"]}, headers={"If-Match": etag}
    )
    assert saved.json() == {"id": games[0], "tags": ["VIP", "new"]}
    assert (await admin.get(path)).json()["tags"] == ["VIP", "new"]
    stale = await admin.put(f"{path}/details", json={"tags": []}, headers={"If-Match": etag})
    assert stale.status_code == 412
    for tags in (None, "VIP", [1], [""], ["x" * 41]):
        bad = await admin.put(f"{path}/details", json={"tags": tags})
        assert (bad.status_code, bad.json()["error_code"]) == (422, "VALIDATION_FAILED")


async def test_the_configuration_is_readable_and_its_absence_named(
    house: House, games: list[str]
) -> None:
    admin = await house.sign_in()
    config = (await admin.get(f"/games/{games[0]}/config")).json()
    assert config["is_read_only"] is True
    assert config["rtp"] == 94.5
    assert config["features"] == ["free_spins"]
    for unknown in (str(uuid4()), "not-an-id"):
        missing = await admin.get(f"/games/{unknown}/config")
        assert (missing.status_code, missing.json()["error_code"]) == (404, "GAME_CONFIG_NOT_FOUND")
        toggled = await admin.post(f"/games/{unknown}/toggle")
        assert (toggled.status_code, toggled.json()["error_code"]) == (404, "GAME_NOT_FOUND")


async def test_another_brand_sees_none_of_it(house: House, games: list[str]) -> None:
    stranger = await house.sign_in(tenant_id=house.other_tenant_id)
    assert (await stranger.get("/games")).json()["items"] == []
    assert (await stranger.get(f"/games/{games[0]}")).status_code == 404
    assert (await stranger.post(f"/games/{games[0]}/toggle")).status_code == 404
    assert (await stranger.put(f"/games/{games[0]}/details", json={"tags": []})).status_code == 404


async def test_a_killed_module_answers_503_and_the_contracts_words(
    house: House, games: list[str]
) -> None:
    admin = await house.sign_in()
    await house.switch("games", off=True)
    answer = await admin.get("/games")
    assert answer.status_code == 503
    body = answer.json()
    assert (body["error"], body["module"]) == ("MODULE_DISABLED", "GAMES")
    assert answer.headers["Retry-After"]
    await house.switch("games", off=False)
    assert (await admin.get("/games")).status_code == 200


async def test_live_tables(house: House) -> None:
    admin = await house.sign_in()
    made = await admin.post(
        "/tables",
        json={"name": "Salon", "provider": "Northlight", "min_bet": "2.50", "max_bet": "100"},
    )
    assert made.status_code == 200
    row = made.json()
    assert (row["min_bet"], row["max_bet"], row["status"]) == (2.5, 100, "online")
    assert row["game_type"]
    listed = (await admin.get("/tables")).json()
    assert [r["id"] for r in listed] == [row["id"]]
    twice = await admin.post("/tables", json={"name": "salon", "provider": "Northlight"})
    assert (twice.status_code, twice.json()["error_code"]) == (409, "TABLE_EXISTS")
    changed = await admin.patch(f"/tables/{row['id']}", json={"status": "maintenance"})
    assert changed.json()["status"] == "maintenance"
    for bad in ({"min_bet": 10, "max_bet": 5}, {"min_bet": 0}, {"currency": "euro"}):
        answer = await admin.post("/tables", json={"name": "X", "provider": "Y", **bad})
        assert answer.status_code == 422
    stranger = await house.sign_in(tenant_id=house.other_tenant_id)
    assert (await stranger.get("/tables")).json() == []
    assert (await stranger.delete(f"/tables/{row['id']}")).status_code == 404
    assert (await admin.delete(f"/tables/{row['id']}")).status_code == 204
    assert (await admin.get("/tables")).json() == []
