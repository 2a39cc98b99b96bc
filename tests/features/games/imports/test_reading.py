"""Every accepted format and shape gives the same rows."""

from __future__ import annotations

import io
import json
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gapless.features.games.imports.limits import Limits
from gapless.features.games.imports.reading import Format, json_values, open_bundle
from gapless.features.games.imports.refusals import TableHeaderInvalid

from .conftest import Open
from .files import GAME, as_json, as_xlsx, as_zip, games

EXACT = {**GAME, "rtp": Decimal("96.5")}
TABLE = [["external_id", "provider", "name", "type", "rtp"], list(GAME.values())]


def csv_of(delimiter: str) -> bytes:
    return "\r\n".join(delimiter.join(map(str, row)) for row in TABLE).encode()


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.json", as_json([GAME]), Format.JSON),
        ("a.json", as_json({"items": [GAME]}), Format.JSON),
        ("a.json", as_json({"games": [GAME]}), Format.JSON),
        ("a.json", as_json({"games": [1, 2], "items": [GAME]}), Format.JSON),
        ("a.json", as_json({"v": {"games": [3]}, "x": [[1], {"a": 2}], "games": [GAME], "z": 1}),
         Format.JSON),
        ("a.json", b" \r\n\t" + as_json([GAME]) + b"\n\n", Format.JSON),
        ("a.txt", as_json([GAME]), Format.JSON),
        ("a", as_json({"games": [GAME]}), Format.JSON),
        ("a.csv", as_json([GAME]), Format.JSON),
        ("a.ndjson", as_json(GAME), Format.NDJSON),
        ("a.jsonl", as_json(GAME) + b"\n", Format.NDJSON),
        ("a.csv", csv_of(","), Format.CSV),
        ("a.csv", csv_of(";"), Format.CSV),
        ("a.tsv", csv_of("\t"), Format.CSV),
        ("a.txt", csv_of("|"), Format.CSV),
        ("a.xlsx", as_xlsx(TABLE), Format.XLSX),
        ("a.zip", as_xlsx(TABLE), Format.XLSX),
        ("a.zip", as_zip(("a.json", as_json([GAME]))), Format.JSON),
        ("a.zip", as_zip(("b/a.csv", csv_of(";"))), Format.CSV),
        ("a.zip", as_zip(("b/a.xlsx", as_xlsx(TABLE))), Format.XLSX),
        ("a.json", as_zip(("a.ndjson", as_json(GAME))), Format.NDJSON),
    ],
)  # fmt: skip
def test_each_shape_gives_the_row(open_bytes: Open, name: str, data: bytes, kind: Format) -> None:
    bundle = open_bytes(data, name)
    assert bundle.format is kind
    [row] = bundle.values
    if kind is Format.CSV:
        row = {**row, "rtp": Decimal(row["rtp"])}
    assert row == EXACT
    assert bundle.headers == list(GAME)


def test_lines_of_json_may_follow_each_other_in_a_json_file(open_bytes: Open) -> None:
    data = b"\n\n".join(as_json(game) for game in games(3)) + b"\n"
    bundle = open_bytes(data, "a.json")
    assert bundle.format is Format.NDJSON
    assert [(n, r["external_id"]) for n, r in bundle.rows] == [(1, "a-0"), (2, "a-1"), (3, "a-2")]


def test_the_content_type_counts_where_the_name_says_nothing(open_bytes: Open) -> None:
    bundle = open_bytes(as_json(GAME), "upload", content_type="application/x-ndjson; charset=utf-8")
    assert bundle.format is Format.NDJSON


@pytest.mark.parametrize(
    ("members", "chosen"),
    [
        (["b.json", "a/my-Games.JSON", "x/games.json"], "a/my-Games.JSON"),
        (["readme.txt", "a.csv", "z.json", "b.json"], "z.json"),
        (["readme.txt", "a.csv", "b.ndjson"], "a.csv"),
        (["__MACOSX/._games.json", "._games.json", "b.json"], "b.json"),
    ],
)
def test_the_member_that_is_read(open_bytes: Open, members: list[str], chosen: str) -> None:
    data = as_zip(*((m, as_json([{**GAME, "name": m}])) for m in members))
    bundle = open_bytes(data, "a.zip")
    assert bundle.member == chosen
    assert bundle.values[0]["name"] == chosen


def test_elements_that_are_no_objects_stay_rows(open_bytes: Open) -> None:
    data = b'[1, "two", null, [3], 4.50, {"id": "x"}]'
    assert open_bytes(data, "a.json").values == [
        1, "two", None, [3], Decimal("4.50"), {"id": "x"},
    ]  # fmt: skip


def test_an_empty_list_has_no_rows(open_bytes: Open) -> None:
    assert open_bytes(b"[]", "a.json").rows == []
    assert open_bytes(b'{"items": [ ]}', "a.json").rows == []


def test_numbers_of_a_table_are_those_of_the_spreadsheet(open_bytes: Open) -> None:
    text = 'id,name\n1,"two\nlines"\n\n2,plain,beyond\n'
    rows = open_bytes(text.encode(), "a.csv").rows
    assert rows == [
        (2, {"id": "1", "name": "two\nlines"}),
        (4, {"id": "2", "name": "plain", "(beyond the header)": ["beyond"]}),
    ]


def test_cells_of_a_workbook_are_exact(open_bytes: Open) -> None:
    data = as_xlsx(
        [[None, None], ["id", "rtp", "day", "moment", None, "n"],
         [7.0, 96.53, date(2026, 5, 31), datetime.fromisoformat("2026-05-31T10:05"), None, 0.1]]
    )  # fmt: skip
    [(number, row)] = open_bytes(data, "a.xlsx").rows
    assert number == 3
    assert row == {
        "id": 7, "rtp": Decimal("96.53"), "day": "2026-05-31", "moment": "2026-05-31T10:05:00",
        "n": Decimal("0.1"),
    }  # fmt: skip


def test_the_first_sheet_that_is_shown_is_read(open_bytes: Open) -> None:
    book = openpyxl.Workbook()
    hidden = book.worksheets[0]
    hidden.append(["id"])
    hidden.sheet_state = "hidden"
    shown = book.create_sheet("Katalog")
    for row in (["id", "name", None, "yes", "when", "price"],
                ["1", "Işık", None, True, date(2026, 1, 2), 0.25],
                [None, None, None, None, None, None],
                ["2", "Işık", "x", False, None, "=1+1"]):  # fmt: skip
        shown.append(row)
    shown["F2"].number_format = "0.00"
    out = io.BytesIO()
    book.save(out)
    assert open_bytes(out.getvalue(), "a.xlsx").rows == [
        (2, {"id": "1", "name": "Işık", "yes": True, "when": "2026-01-02",
             "price": Decimal("0.25")}),
        (4, {"id": "2", "name": "Işık", "column 3": "x", "yes": False}),
    ]  # fmt: skip


def test_a_cell_far_to_the_right_is_refused(open_bytes: Open) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = "id"
    book.worksheets[0]["XFD2"] = "x"
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(TableHeaderInvalid):
        open_bytes(out.getvalue(), "a.xlsx")


def test_a_bundle_can_be_read_again_and_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "upload"
    path.write_bytes(as_zip(("games.json", as_json(games(5)))))
    with open_bundle(path, "a.zip", None, Limits()) as bundle:
        assert list(bundle) == list(bundle)
        assert bundle.check() == 5
        unpacked = bundle._path
        assert unpacked.exists()
    assert not unpacked.exists()


json_leaves = (
    st.none() | st.booleans() | st.integers() | st.text(max_size=30)
    | st.decimals(allow_nan=False, allow_infinity=False, places=3)
)  # fmt: skip
json_values_ = st.recursive(
    json_leaves,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=12,
)


class _Slow:
    """Text that comes in small pieces, so that every value is cut somewhere."""

    def __init__(self, text: str, size: int) -> None:
        self.text, self.size, self.at = text, size, 0

    def read(self, _: int, /) -> str:
        piece = self.text[self.at : self.at + self.size]
        self.at += self.size
        return piece


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    return [_plain(v) for v in value] if isinstance(value, list) else value


@given(st.lists(json_values_, max_size=8), st.integers(1, 40), st.sampled_from([None, 1]))
@settings(max_examples=200, deadline=None)
def test_pieces_give_what_the_whole_gives(values: list[Any], size: int, indent: int | None) -> None:
    text = json.dumps(_plain(values), indent=indent, ensure_ascii=size % 2 == 0)
    reader = json_values.JsonValues(_Slow(text, size), Limits())
    assert _plain(list(reader.elements())) == json.loads(text)
    assert reader.peek() == ""


@given(st.lists(json_values_, min_size=1, max_size=4), st.data())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_cut_text_is_never_taken_for_a_whole_one(values: list[Any], data: st.DataObject) -> None:
    text = json.dumps(_plain(values))
    cut = text[: data.draw(st.integers(1, len(text) - 1))]
    reader = json_values.JsonValues(_Slow(cut, 7), Limits())
    with pytest.raises(json_values.JsonParseError) as caught:
        list(reader.elements())
    assert caught.value.details["reason"] == "truncated"
