"""What is proposed for a file whose names are its own."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from gapless.features.games.imports.fields import Target, known_mapping, unknown_names
from gapless.features.games.imports.proposals import (
    REASONS,
    SURE_ENOUGH,
    MappingProposal,
    must_ask,
    propose_mapping,
)

STUDIOS = ("Kuzey", "Güney", "Batı")
FOREIGN: list[dict[str, Any]] = [
    {
        "GameName": f"Gece Yarısı {n}",
        "ProviderCode": STUDIOS[n % 3],
        "GameID": f"KZ-{n}",
        "filter": ("Slot", "Live")[n % 2],
        "GameType": ("5 reel", "Live Dealer")[n % 2],
    }
    for n in range(30)
]


def proposed(rows: list[dict[str, Any]]) -> MappingProposal:
    return propose_mapping(list(dict.fromkeys(k for row in rows for k in row)), rows)


def test_names_of_a_site_of_its_own_are_explained() -> None:
    proposal = proposed(FOREIGN)
    assert {c.target.value: c.source for c in proposal.candidates} == {
        "external_id": "GameID", "provider": "ProviderCode", "name": "GameName",
        "category": "filter", "type": "GameType",
    }  # fmt: skip
    assert proposal.unexplained == ()
    by_target = {c.target: c for c in proposal.candidates}
    assert by_target[Target.PROVIDER].samples == STUDIOS
    assert by_target[Target.EXTERNAL_ID].confidence > by_target[Target.CATEGORY].confidence
    assert all(0 < c.confidence < 1 and c.reason in REASONS for c in proposal.candidates)
    assert must_ask(list(FOREIGN[0]), proposal)


@pytest.mark.parametrize(
    ("header", "target"),
    [
        ("game_code", Target.EXTERNAL_ID), ("gameCode", Target.EXTERNAL_ID),
        ("Oyun Kodu", Target.EXTERNAL_ID), ("Sağlayıcı", Target.PROVIDER),
        ("VENDOR_NAME", Target.PROVIDER), ("Oyun Adı", Target.NAME), ("Kategori", Target.CATEGORY),
        ("Return To Player", Target.RTP), ("theoreticalRTP", Target.RTP),
        ("Volatilite", Target.VOLATILITY), ("thumb", Target.IMAGE_URL),
        ("minStake", Target.MIN_BET), ("En Çok Bahis", Target.MAX_BET),
        ("ReleaseDate", Target.RELEASE_DATE), ("Oyun Türü", Target.TYPE),
    ],
)  # fmt: skip
def test_words_of_the_trade(header: str, target: Target) -> None:
    [candidate] = propose_mapping([header], []).candidates
    assert (candidate.target, candidate.source) == (target, header)


def test_values_speak_where_names_do_not() -> None:
    rows = [{"a": f"x{n}", "b": f"Uzun Gece {n}", "c": Decimal(94 + n % 4)} for n in range(20)]
    proposal = proposed(rows)
    assert {(c.target.value, c.source, c.reason) for c in proposal.candidates} == {
        ("external_id", "a", "values"), ("name", "b", "values"), ("rtp", "c", "values"),
    }  # fmt: skip
    assert all(c.confidence < SURE_ENOUGH for c in proposal.candidates)
    assert must_ask(["a", "b", "c"], proposal)


def test_values_speak_against_names() -> None:
    rows = [{"id": n, "payout": "weekly"} for n in range(9)]
    [candidate] = proposed(rows).candidates
    assert (candidate.target, candidate.reason) == (Target.RTP, "name_against_values")
    assert candidate.confidence < SURE_ENOUGH


@pytest.mark.parametrize(
    ("row", "asked"),
    [
        ({"external_id": "1", "name": "x"}, False),
        ({"name": "x", "rtp": 95}, False),
        ({"id": "1", "extra": "x"}, False),
        ({"id": "1", "vendor": "Kuzey"}, True),
        ({"name": "x", "GameCode": "1"}, True),
        ({"foo": "x"}, True),
        ({}, False),
    ],
)
def test_when_a_person_must_be_asked(row: dict[str, Any], asked: bool) -> None:
    assert must_ask(list(row), proposed([row])) is asked


def test_known_names_are_never_proposed_and_come_first() -> None:
    rows = [{"id": f"{n}", "GameID": f"g{n}", "vendor": "Kuzey", "odd": "x"} for n in range(9)]
    proposal = proposed(rows)
    assert {c.target for c in proposal.candidates} == {Target.PROVIDER}
    assert proposal.unexplained == ("GameID", "odd")
    assert unknown_names(list(rows[0])) == ["GameID", "vendor", "odd"]
    merged = proposal.merged(known_mapping(list(rows[0])))
    assert merged.sources == {Target.EXTERNAL_ID: ("id",), Target.PROVIDER: ("vendor",)}
