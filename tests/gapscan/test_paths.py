"""Path templates: every framework's spelling comes to one, and matching prefers the exact."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gapless.gapscan.fingerprint import fingerprint
from gapless.gapscan.model import Kind
from gapless.gapscan.paths import (
    PathIndex,
    anonymous,
    is_local,
    module_of,
    normalise,
    split_url,
    templated,
)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("/games/", "/games"),
        ("games", "/games"),
        ("//games//list/", "/games/list"),
        ("/", "/"),
        ("/games/:id", "/games/{id}"),
        ("/games/:id(\\d+)/x", "/games/{id}/x"),
        ("/games/<int:game_id>", "/games/{game_id}"),
        ("/files/<path:name>", "/files/{name*}"),
        ("/files/{name:path}", "/files/{name*}"),
        ("/games/{game_id:int}", "/games/{game_id}"),
        ("/games?x=1#y", "/games"),
        ("/export.{format}", "/export.{format}"),
    ],
)
def test_spellings(written: str, expected: str) -> None:
    assert normalise(written) == expected


@given(st.text(max_size=60))
def test_normalising_is_stable_and_never_fails(text: str) -> None:
    once = normalise(text)
    assert once.startswith("/")
    assert normalise(once) == once
    split_url(text)
    anonymous(once)
    module_of(once)


@pytest.mark.parametrize(
    ("called", "expected"),
    [
        ("/games/facets", ["facets"]),
        ("/games/17", ["one"]),
        ("/games/{id}", ["one"]),
        ("/games/{id}/config", ["config"]),
        ("/reports/{tab}", ["overview", "revenue"]),
        ("/reports/overview", ["overview"]),
        ("/files/a/b/c", ["rest"]),
        ("/export.csv", ["export"]),
        ("/export.{kind}", ["export"]),
        ("/nowhere", []),
        ("/games/17/config/more", []),
    ],
)
def test_finding(called: str, expected: list[str]) -> None:
    index = PathIndex(
        [
            ("/games/{game_id}", "one"),
            ("/games/facets", "facets"),
            ("/games/{game_id}/config", "config"),
            ("/reports/overview", "overview"),
            ("/reports/revenue", "revenue"),
            ("/files/{rest*}", "rest"),
            ("/export.{format}", "export"),
        ]
    )
    assert sorted(index.find(called)) == expected


def test_a_parameter_meets_a_literal_only_loosely() -> None:
    index = PathIndex([("/reports/overview", "overview")])
    assert index.find("/reports/{tab}") == ["overview"]
    assert index.find("/reports/{tab}", loose=False) == []


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/users/17", "/users/{id}"),
        ("/users/0190c5a4-7e1d-7000-8000-000000000000/x", "/users/{id}/x"),
        ("/users/me", "/users/me"),
        ("/v2/users", "/v2/users"),
    ],
)
def test_templates_of_concrete_paths(path: str, expected: str) -> None:
    assert templated(path) == expected


def test_modules_and_hosts() -> None:
    assert module_of("/api/v1/game-import/{id}") == "game-import"
    assert module_of("/{id}") == "root"
    assert is_local("localhost:8000")
    assert is_local("127.0.0.1")
    assert not is_local("example.com")


def test_a_fingerprint_ignores_what_changes_without_the_gap_changing() -> None:
    one = fingerprint(Kind.STUB, "get", "/games/{game_id}/")
    assert one == fingerprint("stub", "GET", "/games/{id}")
    # Kept in baselines and code hosts: this value must never change.
    assert one == "65e7dc1e17bbb48f"
    assert one != fingerprint(Kind.STUB, "GET", "/games")
    assert one != fingerprint(Kind.MISMATCH, "GET", "/games/{id}")
    assert one != fingerprint(Kind.STUB, "GET", "/games/{id}", "name")
