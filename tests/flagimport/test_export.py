"""What we export says what we serve."""

from __future__ import annotations

import json
from typing import Any

import pytest

from gapless.flagengine import evaluate
from gapless.flagimport import Bundle, Format, export_flagd, own, read_file
from tests.flagimport.test_same_answers import PEOPLE, SYSTEMS, document, imported

PART = PEOPLE[::7]


def exported(bundle: Bundle, how: Any) -> dict[str, Any]:
    """A bundle, written again."""
    made: dict[str, Any] = how.export(
        [(one.flag, one.about) for one in bundle.flags],
        [(one.segment, one.about) for one in bundle.segments],
        environment="production",
        version=7,
    )
    return made


@pytest.mark.parametrize("system", SYSTEMS)
def test_our_own_file_comes_back_as_it_was(system: str) -> None:
    before = imported(system)
    after = read_file(json.dumps(exported(before, own)).encode())
    assert after.format is Format.GAPLESS
    assert after.environment == "production"
    assert after.left == ()
    assert [one.flag for one in after.flags] == [one.flag for one in before.flags]
    assert [one.segment for one in after.segments] == [one.segment for one in before.segments]
    assert [one.about for one in after.flags] == [one.about for one in before.flags]


def test_flagd_gets_its_own_flags_back_with_everybody_in_their_bucket() -> None:
    before = imported("flagd")
    file = exported(before, export_flagd)
    assert "left" not in file["metadata"]
    after = read_file(json.dumps(file).encode())
    assert after.format is Format.FLAGD
    assert after.left == ()
    for one in before.flags:
        assert "regrouped" not in file["flags"][one.flag.key]["metadata"]
        for person in PART:
            was = evaluate(document(before), one.flag.key, person).value
            assert evaluate(document(after), one.flag.key, person).value == was, person


@pytest.mark.parametrize("system", ["launchdarkly", "growthbook", "unleash"])
def test_what_flagd_can_say_of_others_flags_is_the_same(system: str) -> None:
    before = imported(system)
    file = exported(before, export_flagd)
    after = read_file(json.dumps(file).encode())
    assert [one.key for one in after.left if one.kind == "flag"] == []
    compared = 0
    for one in after.flags:
        if file["flags"][one.flag.key]["metadata"].get("regrouped"):
            continue
        if _draws(before, one.flag.key):
            continue
        compared += 1
        for person in PART:
            was = evaluate(document(before), one.flag.key, person).value
            assert evaluate(document(after), one.flag.key, person).value == was, person
    assert compared >= 2


def _draws(bundle: Bundle, key: str) -> bool:
    """Whether the flag asks a segment that places people by another's hash."""
    found = next(one.flag for one in bundle.flags if one.flag.key == key)
    text = found.model_dump_json()
    named = [one.segment for one in bundle.segments if f'"{one.segment.key}"' in text]
    return '"hash"' in text + "".join(one.model_dump_json() for one in named)


def test_flagd_is_told_what_was_left_and_who_moved() -> None:
    file = exported(imported("unleash"), export_flagd)
    assert "child: prerequisites" in file["metadata"]["left"]
    assert "is-constrained" in file["metadata"]["left"]  # DATE_BEFORE, capitals
    assert file["flags"]["is-third"]["metadata"]["regrouped"] is True


def test_shares_keep_their_size_for_flagd() -> None:
    before = imported("unleash")
    after = read_file(json.dumps(exported(before, export_flagd)).encode())
    flag = next(one.flag for one in after.flags if one.flag.key == "is-third")
    on = sum(evaluate(document(after), flag.key, person).value for person in PEOPLE)
    assert 0.30 < on / len(PEOPLE) < 0.36
