"""What is no sound flag is refused with every fault and its place, and nothing is changed."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.features.feature_flags.conftest import (
    Desk,
    attribute,
    faults,
    refused,
    rule,
    segment,
    split,
    variant,
)

PRODUCTION = "environments.production"


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (
            {"default": split(on=60, off=30)},
            {f"{PRODUCTION}.default.slices": "WEIGHTS_NOT_FULL"},
        ),
        ({"off_variant": "nope"}, {f"{PRODUCTION}.off_variant": "VARIANT_MISSING"}),
        (
            {"rules": [rule("r", serve=variant("gone"))]},
            {f"{PRODUCTION}.rules.0.serve.variant": "VARIANT_MISSING"},
        ),
        (
            {"rules": [rule("r", attribute("a", "like", "x"), serve=variant("on"))]},
            {f"{PRODUCTION}.rules.0.when.0.op": "UNKNOWN_OPERATOR"},
        ),
        (
            {"rules": [rule("r", attribute("a", "matches", "("), serve=variant("on"))]},
            {f"{PRODUCTION}.rules.0.when.0.values.0": "PATTERN_INVALID"},
        ),
        (
            {"rules": [rule("r", attribute("a", "gt", "ten"), serve=variant("on"))]},
            {f"{PRODUCTION}.rules.0.when.0.values.0": "NOT_A_NUMBER"},
        ),
        (
            {"rules": [rule("r", segment("nobody"), serve=variant("on"))]},
            {f"{PRODUCTION}.rules.0.when.0.segment": "SEGMENT_UNKNOWN"},
        ),
        (
            {"rules": [rule("r", attribute("n", "gt", 5), attribute("n", "lt", 5),
                            serve=variant("on"))]},
            {f"{PRODUCTION}.rules.0": "NEVER_MATCHES"},
        ),
        (
            {"prerequisites": [{"flag": "missing", "variants": ["on"]}]},
            {f"{PRODUCTION}.prerequisites.0.flag": "FLAG_UNKNOWN"},
        ),
        (
            {"prerequisites": [{"flag": "cashier", "variants": ["on"]}]},
            {f"{PRODUCTION}.prerequisites": "PREREQUISITE_CYCLE"},
        ),
        (
            {"rules": [rule("r", attribute("level", "gt", 10**400), serve=variant("on"))]},
            {f"{PRODUCTION}.rules.0.when.0.values.0": "INVALID"},
        ),
        ({"rules": "all of them"}, {f"{PRODUCTION}.rules": "INVALID"}),
        ({"default": None}, {f"{PRODUCTION}.default": "INVALID"}),
    ],
)  # fmt: skip
async def test_faults(desk: Desk, parts: dict[str, Any], expected: dict[str, str]) -> None:
    flag = await desk.make("cashier")
    assert faults(await desk.configure(flag["id"], enabled=True, **parts)) == expected
    again = await desk.flag(flag["id"])
    assert again["version"] == 1
    assert again["setups"] == flag["setups"]


async def test_an_unknown_part_of_a_configuration_is_not_swallowed(desk: Desk) -> None:
    flag = await desk.make("cashier")
    refused(await desk.configure(flag["id"], targeting={}), 422, "VALIDATION_FAILED")


async def test_faults_are_told_in_the_callers_language(desk: Desk) -> None:
    flag = await desk.make("cashier")
    desk.caller.http.headers["Accept-Language"] = "tr"
    answer = await desk.configure(flag["id"], default=split(on=60, off=30))
    body = refused(answer, 422, "FLAG_INVALID")
    assert body["errors"][0]["message"] == "Ağırlıkların toplamı %100 değil, %90."


async def test_a_variant_that_is_used_cannot_be_taken_away(desk: Desk) -> None:
    first = await desk.make("first")
    second = await desk.make("second")
    needs = [{"flag": "first", "variants": ["on"]}]
    desk.ok(await desk.configure(second["id"], "staging", prerequisites=needs))
    answer = await desk.caller.patch(
        f"/flags/{first['id']}", json={"variants": [{"key": "off", "value": False}]}
    )
    found = faults(answer)
    assert found[f"{PRODUCTION}.default.variant"] == "VARIANT_MISSING"
    where = "environments.staging.flags.second.prerequisites.0.variants.0"
    assert found[where] == "VARIANT_MISSING"
    wrong = await desk.caller.patch(
        f"/flags/{first['id']}",
        json={"variants": [{"key": "on", "value": "yes"}, {"key": "off", "value": False}]},
    )
    assert faults(wrong) == {"variants.0.value": "VALUE_TYPE"}


async def test_a_flag_that_others_build_on_is_not_archived(desk: Desk) -> None:
    first = await desk.make("first")
    second = await desk.make("second")
    needs = [{"flag": "first", "variants": ["on"]}]
    desk.ok(await desk.configure(second["id"], prerequisites=needs))
    answer = await desk.caller.post(f"/flags/{first['id']}/archive", json={"reason": "old"})
    assert refused(answer, 409, "FLAG_IN_USE")["details"] == {"where": ["second (production)"]}


async def test_a_circle_is_not_closed_by_two_edits_at_once(desk: Desk) -> None:
    flags = [await desk.make(key) for key in ("first", "second")]
    answers = await asyncio.gather(
        desk.configure(flags[0]["id"], prerequisites=[{"flag": "second", "variants": ["on"]}]),
        desk.configure(flags[1]["id"], prerequisites=[{"flag": "first", "variants": ["on"]}]),
    )
    assert sorted(a.status_code for a in answers) == [200, 422]
    loser = next(a for a in answers if a.status_code == 422)
    assert faults(loser) == {f"{PRODUCTION}.prerequisites": "PREREQUISITE_CYCLE"}


async def test_giant_and_strange_contexts(desk: Desk) -> None:
    flag = await desk.make("cashier")
    bomb = attribute("name", "matches", "^(a+)+b$")
    desk.ok(await desk.configure(flag["id"], enabled=True,
                                 rules=[rule("r", bomb, serve=variant("off"))]))  # fmt: skip
    assert await desk.served(flag["id"], name="a" * 40_000 + "!") is True
    assert await desk.served(flag["id"], name={"deep": [1, None]}) is True
    path = f"/flags/{flag['id']}/explain"
    giant = {"environment": "production", "context": {"x": "y" * 100_000}}
    refused(await desk.caller.post(path, json=giant), 413, "PAYLOAD_TOO_LARGE")
    many = {"flag_id": "x", "name": "x", "description": "y" * 1_100_000}
    refused(await desk.caller.post("/flags", json=many), 413, "PAYLOAD_TOO_LARGE")
