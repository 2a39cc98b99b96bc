"""OFREP as programs meet it: evaluations, errors of the protocol, tags, brands, switches."""

from __future__ import annotations

import json
from typing import Any

import httpx

from gapless.features.feature_flags.delivery.service import Delivery
from gapless.flagengine.compiler import Source
from gapless.platform.switches import Module
from gapless.platform.switches.table import Standing
from gapless.settings import Settings
from tests.support.flags import ON, attribute, flag, rule, split
from tests.support.house import House
from tests.support.stored_flags import program, publish

ALL = "/ofrep/v1/evaluate/flags"
PLAYER = {"context": {"targetingKey": "player-7", "country": "TR"}}
TURKS = attribute("country", "in", "TR")


def delivery_of(house: House) -> Delivery:
    found: Delivery = house.transport.app.state.flag_delivery  # type: ignore[attr-defined]  # a FastAPI app
    return found


async def evaluate(client: httpx.AsyncClient, key: str, body: Any = PLAYER) -> httpx.Response:
    return await client.post(f"{ALL}/{key}", json=body)


async def test_one_flag_by_rule_split_default_and_off(house: House) -> None:
    await publish(
        house.database,
        house.tenant_id,
        flag("by-rule", rules=[rule(TURKS, key="turks")]),
        flag("parted", default=split(100_000, 0)),
        flag("missed", rules=[rule(attribute("country", "in", "DE"))]),
        flag("still", default=ON),
        flag("off", enabled=False, default=ON),
    )
    client = await program(house)
    wanted = {
        "by-rule": (True, "on", "TARGETING_MATCH", {"rule": "turks"}),
        "parted": (True, "on", "SPLIT", None),
        "missed": (False, "off", "UNKNOWN", {"reason": "DEFAULT"}),
        "still": (True, "on", "STATIC", None),
        "off": (False, "off", "DISABLED", None),
    }
    for key, (value, variant, reason, metadata) in wanted.items():
        answer = await evaluate(client, key)
        assert answer.status_code == 200, answer.text
        found = answer.json()
        assert (found["key"], found["value"], found["variant"], found["reason"]) == (
            key,
            value,
            variant,
            reason,
        )
        assert found.get("metadata") == metadata
    everything = await client.post(ALL, json=PLAYER)
    assert everything.status_code == 200
    by_key = {found["key"]: found for found in everything.json()["flags"]}
    assert {key: found["value"] for key, found in by_key.items()} == {
        key: value for key, (value, *_) in wanted.items()
    }


NOT_EVALUATED: list[tuple[bytes, str]] = [
    (b"", "PARSE_ERROR"),
    (b"{", "PARSE_ERROR"),
    (b"[]", "PARSE_ERROR"),
    (b"null", "PARSE_ERROR"),
    (b"[" * 100_000, "PARSE_ERROR"),
    (b'{"context": "\xff"}', "PARSE_ERROR"),
    (b'{"context": {"a": NaN}}', "PARSE_ERROR"),
    (b'{"context": {"a": "\\ud800"}}', "PARSE_ERROR"),
    (b'{"context": []}', "INVALID_CONTEXT"),
    (b'{"context": {"targetingKey": 7}}', "INVALID_CONTEXT"),
    (b'{"context": {"a": "' + b"x" * 300_000 + b'"}}', "INVALID_CONTEXT"),
    (b'{"context": {}}', "TARGETING_KEY_MISSING"),
    (b"{}", "TARGETING_KEY_MISSING"),
]


async def test_bodies_that_cannot_be_evaluated_get_the_protocols_errors(house: House) -> None:
    await publish(house.database, house.tenant_id, flag(default=split(50_000, 50_000)))
    client = await program(house)
    admin = await house.sign_in("Admin")
    for body, code in NOT_EVALUATED:
        for caller in (client, admin.http):
            answer = await caller.post(f"{ALL}/lobby", content=body)
            assert answer.status_code == 400, answer.text
            assert answer.json()["key"] == "lobby"
            assert answer.json()["errorCode"] == code
            assert answer.json()["errorDetails"]
            together = await caller.post(ALL, content=body)
            if code == "TARGETING_KEY_MISSING":
                assert together.json()["flags"] == [answer.json()]
            else:
                assert together.status_code == 400
                assert together.json()["errorCode"] == code


async def test_an_unknown_flag_is_not_found(house: House) -> None:
    client = await program(house)
    admin = await house.sign_in("Admin")
    for key in ("no-such-flag", "a/b", "%F0%9F%8E%B0", "x" * 3000, "..%2f.."):
        for caller in (client, admin.http):
            answer = await evaluate(caller, key)
            assert answer.status_code == 404
            assert answer.json()["errorCode"] == "FLAG_NOT_FOUND"
            assert answer.headers["content-type"] == "application/json"


async def test_who_has_the_answer_gets_304_and_nothing_is_parsed(house: House) -> None:
    await publish(house.database, house.tenant_id, flag(rules=[rule(TURKS)]))
    client = await program(house)
    first = await client.post(ALL, json=PLAYER)
    etag = first.headers["etag"]
    again = await client.post(ALL, json=PLAYER, headers={"If-None-Match": etag})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
    weak = await client.post(ALL, json=PLAYER, headers={"If-None-Match": f'"x", W/{etag}'})
    assert weak.status_code == 304
    other = await client.post(ALL, json={"context": {}}, headers={"If-None-Match": etag})
    assert other.status_code == 200
    staging = {"If-None-Match": etag, "X-Flag-Environment": "staging"}
    assert (await client.post(ALL, json=PLAYER, headers=staging)).status_code == 200
    # What is not JSON has no tag of an answer, and is not asked for one.
    _, channel = await publish(house.database, house.tenant_id, flag(default=ON))
    await caught_up(house, channel)
    changed = await client.post(ALL, json=PLAYER, headers={"If-None-Match": etag})
    assert (changed.status_code, changed.json()["flags"][0]["value"]) == (200, True)


async def caught_up(house: House, channel: int) -> None:
    notifications = house.transport.app.state.notifications  # type: ignore[attr-defined]  # a FastAPI app
    assert await notifications.caught_up("flags", channel, seconds=20)


async def test_both_doors_answer_the_same(house: House) -> None:
    await publish(house.database, house.tenant_id, flag(rules=[rule(TURKS)]), flag("b", default=ON))
    client = await program(house)
    admin = await house.sign_in("Admin")
    through_front = await client.post(ALL, json=PLAYER)
    through_route = await admin.http.post(ALL, json=PLAYER)
    assert through_route.status_code == 200
    assert through_route.json()["eventStreams"] == []
    without = {**through_front.json(), "eventStreams": []}
    assert through_route.json() == without
    for name in ("x-content-type-options", "content-security-policy", "cache-control"):
        assert through_front.headers[name] == through_route.headers[name]
    sent = await client.post(ALL, json=PLAYER, headers={"X-Request-ID": "support-4711"})
    assert sent.headers["x-request-id"] == "support-4711"
    key = client.headers.pop("authorization").removeprefix("Bearer ")
    by_header = await client.post(ALL, json=PLAYER, headers={"X-API-Key": key})
    assert by_header.json() == through_front.json()


async def test_a_page_of_another_origin_is_told_that_it_may_read_the_answer(house: House) -> None:
    origin = {"Origin": "https://shop.example"}
    settings = Settings.model_validate(
        {**house.settings.model_dump(), "cors_origins": origin["Origin"]}
    )
    async with House.build(house.database, settings) as shop:
        await publish(shop.database, shop.tenant_id, flag(default=ON))
        client = await program(shop)
        from_page = await client.post(ALL, json=PLAYER, headers=origin)
        assert from_page.headers["access-control-allow-origin"] == origin["Origin"]
        from_program = await client.post(ALL, json=PLAYER)
        assert "access-control-allow-origin" not in from_program.headers
        assert from_page.json() == from_program.json()


async def test_a_fault_of_the_server_is_a_problem_document(house: House) -> None:
    class Broken:
        async def load(self, tenant_id: str, environment: str) -> Source:
            raise RuntimeError("nobody thought of that")

    client = await program(house)
    delivery_of(house).store.loader = Broken()
    answer = await client.post(ALL, json=PLAYER, headers={"X-Request-ID": "support-4712"})
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["error_code"] == "INTERNAL_SERVER_ERROR"
    assert answer.headers["x-request-id"] == "support-4712"
    assert "nobody thought" not in answer.text


async def test_environments_are_apart_and_an_unknown_one_is_an_error(house: House) -> None:
    await publish(house.database, house.tenant_id, flag(default=ON))
    await publish(house.database, house.tenant_id, flag(), environment="staging")
    assert (await evaluate(await program(house), "lobby")).json()["value"] is True
    staging = await program(house, environment="staging")
    assert (await evaluate(staging, "lobby")).json()["value"] is False
    unknown = await evaluate(await program(house, environment="moon"), "lobby")
    assert unknown.status_code == 400
    assert unknown.json()["error_code"] == "FLAG_ENVIRONMENT_UNKNOWN"
    assert unknown.json()["errorCode"] == "GENERAL"


async def test_a_key_sees_its_own_brand_only(house: House) -> None:
    await publish(house.database, house.other_tenant_id, flag("theirs", default=ON))
    client = await program(house)
    assert (await evaluate(client, "theirs")).status_code == 404
    named = {"X-Tenant-ID": house.other_tenant_id}
    answer = await client.post(f"{ALL}/theirs", json=PLAYER, headers=named)
    assert answer.json()["error_code"] == "TENANT_HEADER_FORBIDDEN"
    owner = await house.owner(acting_for=house.other_tenant_id)
    assert (await evaluate(owner.http, "theirs")).json()["value"] is True


async def test_keys_without_the_scope_and_keys_that_do_not_work(house: House) -> None:
    wrong = await program(house, "games.read")
    answer = await evaluate(wrong, "lobby")
    assert (answer.status_code, answer.json()["error_code"]) == (403, "API_KEY_SCOPE_MISSING")
    for secret in ("gls_test_guess", "gls_test_" + "a" * 36):
        client = house.client(Authorization=f"Bearer {secret}")
        answer = await evaluate(client, "lobby")
        assert answer.status_code == 401
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.headers["x-request-id"] == answer.json()["request_id"]
    turkish = house.client(Authorization="Bearer gls_test_guess")
    turkish.headers["Accept-Language"] = "tr"
    assert "nahtar" in (await evaluate(turkish, "lobby")).json()["title"]


async def test_a_killed_module_answers_503(house: House) -> None:
    await publish(house.database, house.tenant_id, flag(default=ON))
    client = await program(house)
    assert (await evaluate(client, "lobby")).status_code == 200
    switches = delivery_of(house).switches
    for module, tenant_id in (
        (Module.FEATURE_FLAGS, None),
        (Module.FEATURE_FLAGS, house.tenant_id),
        (Module.API_KEYS, house.tenant_id),
    ):
        switches.replace([Standing(module.value, tenant_id, None)])
        for path in (ALL, f"{ALL}/lobby"):
            answer = await client.post(path, json=PLAYER)
            assert (answer.status_code, answer.json()["error_code"]) == (503, "MODULE_DISABLED")
            assert answer.headers["retry-after"] == "60"
    switches.replace([])
    assert (await evaluate(client, "lobby")).status_code == 200


async def test_a_flag_that_cannot_be_evaluated_is_an_error_of_its_own(house: House) -> None:
    await publish(
        house.database, house.tenant_id, flag("broken", off_variant="gone"), flag("b", default=ON)
    )
    client = await program(house)
    answer = await evaluate(client, "broken")
    assert (answer.status_code, answer.json()["errorCode"]) == (500, "GENERAL")
    together = (await client.post(ALL, json=PLAYER)).json()["flags"]
    assert {found["key"]: found.get("value") for found in together} == {"broken": None, "b": True}


async def test_json_values_arrive_whole(house: House) -> None:
    value = {"title": "Boğaz 🎰", "levels": [1, 2.5, None, True], "nested": {"a": []}}
    variants = [{"key": "v", "value": value}]
    kind = {"kind": "variant", "variant": "v"}
    await publish(
        house.database,
        house.tenant_id,
        flag("menu", type="json", variants=variants, off_variant="v", default=kind),
    )
    assert (await evaluate(await program(house), "menu")).json()["value"] == value


async def test_the_configuration_tells_what_the_server_can_do(house: House) -> None:
    answer = await (await program(house)).get("/ofrep/v1/configuration")
    assert answer.status_code == 200
    assert answer.json()["name"] == "gapless"


async def test_the_document_is_what_the_engine_reads(house: House) -> None:
    from gapless.flagengine import read_document

    segments = [{"key": "vips", "when": [attribute("vip", "gte", 3)]}]
    version, _ = await publish(house.database, house.tenant_id, flag(), segments=segments)
    refused = await (await program(house)).get("/api/v1/flags/document")
    assert refused.status_code == 403  # a key in a browser does not see the rules
    client = await program(house, "flags.read")
    answer = await client.get("/api/v1/flags/document")
    found, issues = read_document(answer.content)
    assert found is not None, issues
    assert (found.version, found.flags[0].key, found.segments[0].key) == (version, "lobby", "vips")
    etag = answer.headers["etag"]
    same = await client.get("/api/v1/flags/document", headers={"If-None-Match": etag})
    assert (same.status_code, same.content) == (304, b"")


async def test_rate_limits_are_told(house: House) -> None:
    admin = await house.sign_in("Super Admin")
    body = {"name": "Slow", "scopes": ["flags.evaluate"], "rate_limit_per_minute": 2}
    secret = (await admin.post("/api-keys/", json=body)).json()["api_key"]
    client = house.client(Authorization=f"Bearer {secret}")
    answers = [await client.post(ALL, json=json.loads("{}")) for _ in range(3)]
    assert [a.status_code for a in answers] == [200, 200, 429]
    assert "ratelimit" in answers[0].headers
    assert int(answers[2].headers["retry-after"]) > 0
