"""Whatever a program sends, OFREP answers in the protocol's own words, through both doors."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

from tests.features.feature_flags.conftest import Desk, attribute, faults, rule, variant
from tests.features.feature_flags.delivery.test_ofrep import ALL
from tests.support.flags import flag
from tests.support.flags import rule as stored_rule
from tests.support.house import House
from tests.support.stored_flags import program, publish

OPERATORS: list[tuple[str, list[Any]]] = [
    ("in", ["x", 1, True]), ("contains", ["x"]), ("starts_with", ["x"]), ("ends_with", ["x"]),
    ("matches", ["^(a+)+$"]), ("gt", [1]), ("gte", [1.5]), ("lt", [1]), ("lte", [1]),
    ("between", [1, 2]), ("before", ["2026-01-01"]), ("after", [0]), ("semver_eq", ["1.0.0"]),
    ("semver_gt", ["1.0.0"]), ("has_any", ["x"]), ("has_all", ["x", "y"]), ("exists", []),
]  # fmt: skip


def nested(levels: int) -> Any:
    """An object in an object, and so on."""
    found: Any = 1
    for _ in range(levels):
        found = {"a": found}
    return found


ODD: list[Any] = [
    None, "", "a" * 200_000, "a\u0000b", "\U0001f3b0", 0, -1, 10**18, 2**64, 1e308, -0.0, 1.5,
    True, [], [None], [[["x"]]], ["x", 1, {"y": 2}], {}, nested(200), nested(700),
    {str(number): number for number in range(5_000)},
]  # fmt: skip


async def chunks(size: int) -> AsyncIterator[bytes]:
    """A body that does not say how long it is."""
    yield b'{"context": {"a": "'
    for _ in range(size // 1024):
        yield b"x" * 1024
    yield b'"}}'


async def test_a_body_that_hides_its_size_is_refused_at_the_limit(house: House) -> None:
    await publish(house.database, house.tenant_id, flag())
    admin = await house.sign_in("Admin")
    for caller in (await program(house), admin.http):
        for path in (ALL, f"{ALL}/lobby"):
            answer = await caller.post(path, content=chunks(1024 * 1024))
            assert answer.status_code == 400, answer.text
            assert answer.json()["errorCode"] == "INVALID_CONTEXT"
            small = await caller.post(path, content=chunks(1024))
            assert small.status_code == 200


async def test_no_attribute_makes_an_evaluation_fail(house: House) -> None:
    flags = [
        flag(f"f{number}", rules=[
            stored_rule(attribute("a", op, *values)),
            stored_rule(attribute("a", op, *values, negate=True), key="r2"),
            stored_rule(attribute("a.a", op, *values), key="r3"),
        ])
        for number, (op, values) in enumerate(OPERATORS)
    ]  # fmt: skip
    # What a segment reads is also kept of the players.
    segment = {"key": "s", "when": [attribute("a", "exists")]}
    await publish(house.database, house.tenant_id, *flags, segments=[segment])
    admin = await house.sign_in("Admin")
    for caller in (await program(house), admin.http):
        for odd in ODD:
            body = json.dumps({"context": {"targetingKey": "p", "a": odd}})
            answer = await caller.post(ALL, content=body)
            assert answer.status_code == 200, (odd, answer.text)
            found = answer.json()["flags"]
            assert len(found) == len(flags)
            assert [one for one in found if "errorCode" in one] == [], odd


async def test_an_address_of_the_protocol_that_is_none_is_no_page(house: House) -> None:
    client = await program(house)
    wrong = await client.get(ALL)
    assert (wrong.status_code, wrong.headers["Allow"]) == (405, "POST")
    assert (await client.get("/ofrep/v2/evaluate/flags")).json()["error_code"] == "NOT_FOUND"


async def test_a_rule_on_a_missing_attribute_is_off_and_says_so(desk: Desk) -> None:
    made = await desk.make("cashier")
    parts = [
        rule("r1", attribute("country", "in", "TR"), serve=variant("on")),
        rule("r2", attribute("country", "in", "TR", negate=True), serve=variant("on")),
    ]
    desk.ok(await desk.configure(made["id"], enabled=True, rules=parts, default=variant("off")))
    body = {"environment": "production", "context": {"targetingKey": "p"}}
    told = desk.ok(await desk.caller.post(f"/flags/{made['id']}/explain", json=body))
    assert (told["served"]["value"], told["served"]["reason"]) == (False, "DEFAULT")
    assert json.dumps(told).count('"attribute_missing"') == 2
    answer = await (await program(desk.house)).post(f"{ALL}/cashier", json=body)
    assert answer.json()["value"] is False
    assert answer.json()["metadata"] == {"reason": "DEFAULT"}


async def test_patterns_that_cannot_be_bounded_are_refused_and_bombs_are_harmless(
    desk: Desk,
) -> None:
    made = await desk.make("cashier")
    place = "environments.production.rules.0.when.0.values.0"
    for pattern in (r"(a)\1", "(?=a)b", "(?<!a)b", "a{1001}", "((a{100}){100}){100}", "[", "*"):
        bad = rule("r", attribute("name", "matches", pattern), serve=variant("on"))
        assert faults(await desk.configure(made["id"], rules=[bad])) == {place: "PATTERN_INVALID"}
    for pattern in ("^(a+)+$", "^(a|a)*$", "(.*a){20}", "^(([a-z])+.)+[A-Z]([a-z])+$"):
        bomb = rule("r", attribute("name", "matches", pattern), serve=variant("on"))
        desk.ok(await desk.configure(made["id"], enabled=True, rules=[bomb]))
        assert await desk.served(made["id"], name="a" * 30_000 + "!") in (True, False)
