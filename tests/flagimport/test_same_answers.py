"""Everybody gets from us what the other system's own SDK gave them.

`files/` are exports; `expected/` is what the SDKs answered for 3,000 people (`make_expected.py`).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from gapless.flagengine import Document, check_document
from gapless.flagengine.compiler import Compiler, Source
from gapless.flagimport import Bundle, Format, read_file
from tests.flagimport.people import people

HERE = Path(__file__).parent
SYSTEMS = ["unleash", "flagsmith", "growthbook", "flagd", "launchdarkly"]
PEOPLE = people()


def imported(system: str) -> Bundle:
    """The file of a system, converted."""
    bundle = read_file((HERE / "files" / f"{system}.json").read_bytes())
    assert bundle.format is Format(system)
    return bundle


def document(bundle: Bundle) -> Document:
    """What the flags are evaluated in."""
    return Document(
        flags=tuple(one.flag for one in bundle.flags),
        segments=tuple(one.segment for one in bundle.segments),
    )


def expected(system: str) -> dict[str, list[Any]]:
    """What the system's SDK served, by flag."""
    written = json.loads((HERE / "expected" / f"{system}.json").read_text(encoding="utf-8"))
    return {
        key: [one["values"][ord(letter) - 97] for letter in one["people"]]
        for key, one in written["flags"].items()
    }


def told_apart(system: str, flag: str, person: dict[str, Any]) -> bool:
    """Whether the import's report says that this person may get something else."""
    if (system, flag) == ("flagd", "colour"):  # ONE_BUCKET
        return person.get("country") == "TR" and "sessionId" not in person
    return False


@pytest.mark.parametrize("system", SYSTEMS)
def test_everybody_gets_the_same(system: str) -> None:
    bundle = imported(system)
    found = document(bundle)
    assert check_document(found) == []
    compiled = Compiler().compile(Source.of(found))
    wanted = expected(system)
    assert len(bundle.flags) >= 8
    differing: dict[str, list[Any]] = {}
    for carried in bundle.flags:
        flag = carried.flag
        nothing = flag.variant(flag.off_variant)
        assert nothing is not None
        for person, value in zip(PEOPLE, wanted[flag.key], strict=True):
            if told_apart(system, flag.key, person):
                continue
            ours = compiled.evaluate(flag.key, person)
            no_value = value is None or (isinstance(value, str) and value.startswith("! "))
            theirs = nothing.value if no_value else value
            if ours.value != theirs or isinstance(ours.value, bool) != isinstance(theirs, bool):
                differing.setdefault(flag.key, []).append((person, theirs, ours))
    assert {key: (len(some), some[0]) for key, some in differing.items()} == {}


@pytest.mark.parametrize("system", SYSTEMS)
def test_what_cannot_be_carried_is_left_with_a_reason(system: str) -> None:
    bundle = imported(system)
    keys = {one.flag.key for one in bundle.flags}
    left = {one.key: one for one in bundle.left if one.kind == "flag"}
    assert not any(key.startswith("left") for key in keys)
    assert left
    assert all(key.startswith("left") for key in left)
    assert keys | set(left) >= set(expected(system))
    for one in bundle.left:
        for note in one.notes:
            assert note.weight == "lost"
            assert note.text("en") != note.text("tr") or "{" not in note.text("en")
