"""What a row must hold, rule by rule."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gapless.features.games.imports.fields import FieldMapping, Target, known_mapping
from gapless.features.games.imports.row_errors import ROW_RULES, RowError
from gapless.features.games.imports.rules import (
    GameRow,
    check_row,
    parse_number,
    storable,
)
from gapless.platform.database import to_json
from gapless.platform.i18n import set_locale

from .files import GAME


def checked(**changes: Any) -> Any:
    raw = {k: v for k, v in {**GAME, "rtp": Decimal("96.5"), **changes}.items() if v is not ...}
    return check_row(raw, known_mapping(list(raw)))


def test_a_good_row_becomes_a_game() -> None:
    result = checked(rtp=Decimal("96.53"), category="Slots", tags=["VIP", "VIP", " yeni "],
                     volatility="high", min_bet="0,10", max_bet=100, features="a; b",
                     release_date="2026-05-31", image_url="https://img.example/1.png")  # fmt: skip
    assert result.errors == []
    assert result.game == GameRow(
        external_id="a-1", provider="Atölye", name="Işık Şöleni", category="Slots", type="slot",
        rtp=Decimal("96.53"), volatility="high", image_url="https://img.example/1.png",
        tags=["VIP", "yeni"], features=["a", "b"], min_bet=Decimal("0.1"),
        max_bet=Decimal("100"), release_date="2026-05-31",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "code", "field", "found"),
    [
        ({"external_id": ...}, "MISSING_EXTERNAL_ID", "external_id", None),
        ({"external_id": " "}, "MISSING_EXTERNAL_ID", "external_id", None),
        ({"external_id": None, "id": 0}, "MISSING_EXTERNAL_ID", "external_id", None),
        ({"external_id": ["x"]}, "VALUE_NOT_TEXT", "external_id", "['x']"),
        ({"external_id": True}, "VALUE_NOT_TEXT", "external_id", "True"),
        ({"external_id": "a\nb"}, "CONTROL_CHARACTERS", "external_id", "a\ufffdb"),
        ({"external_id": "x" * 201}, "TEXT_TOO_LONG", "external_id", "x" * 119 + "…"),
        ({"name": {"en": "x"}}, "VALUE_NOT_TEXT", "name", "{'en': 'x'}"),
        ({"name": "a\u202eb"}, "CONTROL_CHARACTERS", "name", "a\ufffdb"),
        ({"name": "a\x00b"}, "CONTROL_CHARACTERS", "name", "a\ufffdb"),
        ({"name": "\ud800"}, "CONTROL_CHARACTERS", "name", "\ufffd"),
        ({"name": "x" * 301}, "TEXT_TOO_LONG", "name", "x" * 119 + "…"),
        ({"provider": "x" * 121}, "TEXT_TOO_LONG", "provider", "x" * 119 + "…"),
        ({"type": "x" * 81}, "TEXT_TOO_LONG", "type", "x" * 80 + "x"),
        ({"rtp": "high"}, "INVALID_RTP", "rtp", "high"),
        ({"rtp": "NaN"}, "INVALID_RTP", "rtp", "NaN"),
        ({"rtp": "1e2"}, "INVALID_RTP", "rtp", "1e2"),
        ({"rtp": True}, "INVALID_RTP", "rtp", "True"),
        ({"rtp": [96]}, "INVALID_RTP", "rtp", "[96]"),
        ({"rtp": 500}, "RTP_OUT_OF_RANGE", "rtp", "500"),
        ({"rtp": -1}, "RTP_OUT_OF_RANGE", "rtp", "-1"),
        ({"rtp": Decimal("100.0001")}, "RTP_OUT_OF_RANGE", "rtp", "100.0001"),
        ({"rtp": Decimal("1E+999999")}, "RTP_OUT_OF_RANGE", "rtp", "1E+999999"),
        ({"rtp": Decimal("0.965")}, "RTP_LOOKS_LIKE_FRACTION", "rtp", "0.965"),
        ({"rtp": 1}, "RTP_LOOKS_LIKE_FRACTION", "rtp", "1"),
        ({"min_bet": -1}, "INVALID_AMOUNT", "min_bet", "-1"),
        ({"max_bet": "many"}, "INVALID_AMOUNT", "max_bet", "many"),
        ({"min_bet": 5, "max_bet": 4}, "LIMITS_CROSSED", "min_bet", "5 > 4"),
        ({"tags": 7}, "INVALID_LIST", "tags", "7"),
        ({"tags": ["x" * 41]}, "INVALID_LIST", "tags", "['" + "x" * 41 + "']"),
        ({"features": [["x"]]}, "INVALID_LIST", "features", "[['x']]"),
        ({"image_url": "javascript:alert(1)"}, "INVALID_URL", "image_url", "javascript:alert(1)"),
        ({"release_date": "31/05/2026"}, "INVALID_DATE", "release_date", "31/05/2026"),
        ({"(beyond the header)": ["x"]}, "TOO_MANY_CELLS", "", "['x']"),
    ],
)  # fmt: skip
def test_what_breaks_a_rule(
    changes: dict[str, Any], code: str, field: str, found: str | None
) -> None:
    result = checked(**changes)
    assert [(e.code, e.field, e.found) for e in result.errors] == [(code, field, found)]
    assert result.game is None


def test_several_mistakes_are_all_told() -> None:
    result = checked(external_id=..., rtp=500, name=["x"])
    assert {e.code for e in result.errors} == {
        "MISSING_EXTERNAL_ID", "RTP_OUT_OF_RANGE", "VALUE_NOT_TEXT",
    }  # fmt: skip


@pytest.mark.parametrize("raw", [None, 1, "text", [1], []])
def test_an_element_that_is_no_object_lacks_an_id(raw: object) -> None:
    result = check_row(raw, known_mapping(["id"]))
    assert [e.code for e in result.errors] == ["ROW_NOT_OBJECT", "MISSING_EXTERNAL_ID"]


@pytest.mark.parametrize(
    ("value", "rtp"),
    [
        (96, "96"), ("96.5", "96.5"), ("96,5", "96.5"), (" 96.5 % ", "96.5"), (0, "0"),
        (100, "100"), (Decimal("96.123456"), "96.1235"), (Decimal("1.0001"), "1.0001"),
    ],
)  # fmt: skip
def test_spellings_of_a_percentage(value: object, rtp: str) -> None:
    assert checked(rtp=value).game.rtp == Decimal(rtp)


@pytest.mark.parametrize("value", [None, "", "  ", ...])
def test_no_rtp_stays_unknown(value: object) -> None:
    result = checked(rtp=value)
    assert result.errors == []
    assert result.game.rtp is None


def test_a_fraction_comes_with_its_percentage_and_is_not_taken() -> None:
    [error] = checked(rtp=Decimal("0.965")).errors
    assert error.params == {"proposed": "96.5"}
    assert "96.5" in error.message


def test_markup_in_a_name_is_text() -> None:
    name = "<script>alert('x')</script> & <b>Gold</b>"
    assert checked(name=name).game.name == name


def test_line_breaks_in_a_text_become_spaces_and_are_told() -> None:
    result = checked(name="Fortune\r\nPlay\tGold")
    assert result.game.name == "Fortune Play Gold"
    assert result.tidied == ["name"]
    assert checked().tidied == []


def test_what_a_file_leaves_out_is_assumed_and_told() -> None:
    result = check_row({"id": 7}, known_mapping(["id"]))
    assert result.assumed == ["provider", "name", "type"]
    assert (result.game.external_id, result.game.provider) == ("7", "unknown")  # type: ignore[union-attr]
    assert result.game.name is None  # type: ignore[union-attr]  # left to what is there
    assert result.shown == {
        "external_id": "7", "provider": "unknown", "name": "7", "type": "slot", "rtp": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ({"external_id": "a", "id": "b"}, "a"),
        ({"external_id": "", "provider_game_id": "p", "id": "b"}, "p"),
        ({"external_id": None, "game_id": "g"}, "g"),
        ({"external_id": 0, "id": 12}, "12"),
        ({"External ID": "x"}, "x"),
        ({"ID": " y "}, "y"),
    ],
)
def test_the_first_alias_with_a_value_counts(raw: dict[str, Any], expected: str) -> None:
    game = check_row(raw, known_mapping(list(raw))).game
    assert game is not None
    assert game.external_id == expected


def test_type_and_category_stand_in_for_each_other() -> None:
    only_category = check_row({"id": 1, "category": "Live"}, known_mapping(["id", "category"]))
    assert only_category.game is not None
    assert (only_category.game.type, only_category.game.category) == ("Live", "Live")
    both = check_row(
        {"id": 1, "category": "Live", "type": "wheel"}, known_mapping(["id", "category", "type"])
    )
    assert both.game is not None
    assert (both.game.type, both.game.category) == ("wheel", "Live")


def test_a_constant_holds_where_the_file_gives_nothing() -> None:
    mapping = FieldMapping(
        sources={Target.EXTERNAL_ID: ("GameID",), Target.PROVIDER: ("Studio",)},
        constants={Target.PROVIDER: "NetEnt"},
    )
    with_own = check_row({"GameID": "1", "Studio": "Evo"}, mapping).game
    without = check_row({"GameID": "1"}, mapping).game
    assert with_own is not None
    assert without is not None
    assert (with_own.provider, without.provider) == ("Evo", "NetEnt")
    assert FieldMapping.from_json(json.loads(json.dumps(mapping.as_json()))) == mapping


def test_rows_that_say_the_same_have_one_fingerprint() -> None:
    base = checked(rtp=Decimal("96.5")).game.fingerprint()
    assert checked(rtp="96,50%", name="  Işık Şöleni ").game.fingerprint() == base
    assert checked(rtp=Decimal("96.51")).game.fingerprint() != base
    assert checked(external_id="a-2").game.fingerprint() != base
    assert len(base) == 16


@pytest.mark.parametrize("code", sorted(ROW_RULES))
@pytest.mark.parametrize("locale", ["en", "tr"])
def test_every_rule_speaks_both_languages(code: str, locale: str) -> None:
    params: dict[str, str | int] = {"limit": 5, "proposed": "96.5", "first_row": 2}
    error = RowError.from_json(RowError(code, "name", "x", params).as_json())
    set_locale("tr" if locale == "tr" else "en")
    try:
        assert error.message
        assert error.allowed
        assert "{" not in error.message + error.allowed
    finally:
        set_locale("en")


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.decimals(allow_nan=False)
    | st.characters(categories=["Cs"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)  # fmt: skip
rows = st.dictionaries(
    st.sampled_from([t.value for t in Target] + ["id", "title", "other"]), anything
)


@given(rows | anything)
@settings(max_examples=300, deadline=None)
def test_no_row_breaks_the_checker_and_all_can_be_stored(raw: Any) -> None:
    headers = list(raw) if isinstance(raw, dict) else []
    result = check_row(raw, known_mapping(headers))
    assert bool(result.errors) == (result.game is None)
    kept = to_json([storable(raw), [e.as_json() for e in result.errors], result.shown])
    assert "\\u0000" not in kept
    if result.game is not None:
        result.game.fingerprint()


@given(st.decimals(0, 100, places=4), st.sampled_from([".", ","]), st.sampled_from(["", "%", " %"]))
def test_numbers_are_exact(number: Decimal, comma: str, percent: str) -> None:
    assert parse_number(f"{number:f}".replace(".", comma) + percent) == number
