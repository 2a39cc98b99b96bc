"""Every file that cannot be a catalogue is refused, with its own code, place and sentence."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from gapless.features.games.imports import refusals
from gapless.features.games.imports.limits import Limits
from gapless.features.games.imports.reading import open_bundle
from gapless.features.games.imports.refusals import BundleRejected, refusal_text
from gapless.platform.i18n import set_locale

from .conftest import Open
from .files import (
    GAME,
    as_json,
    as_xlsx,
    as_zip,
    games,
    zip_marked_encrypted,
    zip_that_lies,
    zip_with_damage,
    zip_with_symlink,
)

SMALL = Limits(
    max_bytes=2_000_000, max_rows=10, max_field_chars=1_000, max_row_chars=20_000,
    max_columns=20, max_depth=8, max_members=12, max_unpacked_bytes=3_000_000, max_ratio=100,
)  # fmt: skip
NO_LIMIT_ON_BYTES = Limits(max_bytes=1 << 30)
BOMB = as_zip(("games.json", b" " * 2_500_000))


def two_headers() -> bytes:
    return b"id,name,id\n1,a,2\n"


CASES: list[tuple[str, str, bytes, str, int, dict[str, object]]] = [
    ("empty", "a.json", b"", "EMPTY_FILE", 422, {}),
    ("only white space", "a.json", b" \n ", "EMPTY_FILE", 422, {}),
    ("only a mark", "a.csv", b"\xef\xbb\xbf", "EMPTY_FILE", 422, {}),
    ("empty member", "a.zip", as_zip(("games.json", b"")), "EMPTY_FILE", 422,
     {"member": "games.json"}),
    ("empty workbook", "a.xlsx", as_xlsx([]), "EMPTY_FILE", 422, {}),
    ("not a zip", "a.zip", b"this is no archive", "NOT_A_ZIP", 400, {}),
    ("cut zip", "a.zip", as_zip(("games.json", as_json(games(9))))[:80], "NOT_A_ZIP", 400, {}),
    ("text named xlsx", "a.xlsx", b"id,name", "NOT_A_ZIP", 400, {}),
    ("encrypted", "a.zip", zip_marked_encrypted(), "ZIP_ENCRYPTED", 422, {"member": "games.json"}),
    ("bomb by ratio", "a.zip", BOMB, "ZIP_BOMB", 413, {"reason": "ratio", "limit": 100}),
    ("bomb by size", "a.zip", as_zip(("a.json", b"[" * 4_000_000)), "ZIP_BOMB", 413,
     {"reason": "unpacked", "found": 4_000_000}),
    ("too many members", "a.zip", as_zip(*((f"{n}.json", b"[]") for n in range(13))), "ZIP_BOMB",
     413, {"reason": "members", "found": 13, "limit": 12}),
    ("bomb as workbook", "a.xlsx", as_zip(("[Content_Types].xml", b""), ("xl/workbook.xml", b""),
     ("xl/sheet.xml", b" " * 2_900_000)), "ZIP_BOMB", 413, {"reason": "ratio"}),
    ("path upwards", "a.zip", as_zip(("../games.json", b"[]")), "ZIP_UNSAFE_PATH", 422,
     {"member": "../games.json"}),
    ("path from the root", "a.zip", as_zip(("/etc/games.json", b"[]")), "ZIP_UNSAFE_PATH", 422, {}),
    ("path of Windows", "a.zip", as_zip(("..\\games.json", b"[]")), "ZIP_UNSAFE_PATH", 422, {}),
    ("path with a drive", "a.zip", as_zip(("C:\\games.json", b"[]")), "ZIP_UNSAFE_PATH", 422, {}),
    ("link", "a.zip", zip_with_symlink(), "ZIP_SYMLINK", 422, {"member": "games.json"}),
    ("damaged", "a.zip", zip_with_damage(), "ARCHIVE_DAMAGED", 422, {"member": "games.json"}),
    ("size that lies", "a.zip", zip_that_lies(500), "ARCHIVE_DAMAGED", 422, {}),
    ("no member of ours", "a.zip", as_zip(("a.png", b"x"), ("b.zip", BOMB)), "UNSUPPORTED_FILE",
     400, {"reason": "no_member"}),
    ("empty zip", "a.zip", as_zip(), "UNSUPPORTED_FILE", 400, {"reason": "no_member"}),
    ("old Excel", "a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 50, "UNSUPPORTED_FILE",
     400, {"reason": "legacy_office"}),
    ("picture", "a.png", b"\x89PNG\r\n\x1a\n" + b"\x00\x01\x02" * 9, "UNSUPPORTED_FILE", 400,
     {"reason": "binary"}),
    ("prose", "a.txt", b"Dear provider,\nhere are the games.", "UNSUPPORTED_FILE", 400,
     {"reason": "unknown"}),
    ("cut array", "a.json", as_json(games(3))[:-9], "JSON_PARSE_ERROR", 422,
     {"reason": "truncated", "line": 1, "row": 3}),
    ("cut object", "a.json", b'{"games": [{"id": 1}', "JSON_PARSE_ERROR", 422,
     {"reason": "truncated", "line": 1, "column": 21}),
    ("cut letter", "a.json", '[{"id": "ş'.encode()[:-1], "JSON_PARSE_ERROR", 422,
     {"reason": "truncated"}),
    ("NaN", "a.json", b'[\n {"id": "1", "rtp":\n  NaN}]', "JSON_PARSE_ERROR", 422,
     {"reason": "not_a_number", "line": 3, "column": 3, "offset": 24, "row": 1}),
    ("Infinity", "a.json", b'[{"id": "NaN", "rtp": -Infinity}]', "JSON_PARSE_ERROR", 422,
     {"reason": "not_a_number", "column": 23}),
    ("single quotes", "a.json", b"[{'id': 1}]", "JSON_PARSE_ERROR", 422,
     {"reason": "syntax", "column": 3}),
    ("comma at the end", "a.json", b'[{"id": 1},]' + b" " * 40, "JSON_PARSE_ERROR", 422,
     {"reason": "syntax", "column": 12}),
    ("two documents", "a.json", b"[1] [2]", "JSON_PARSE_ERROR", 422,
     {"reason": "extra_data", "column": 5}),
    ("bad line", "a.ndjson", b'{"id": 1}\n{"id": }\n' + b" " * 40, "JSON_PARSE_ERROR", 422,
     {"reason": "syntax", "line": 2, "row": 2}),
    ("no end of digits", "a.json", b"[" + b"9" * 5_000 + b"]", "JSON_PARSE_ERROR", 422,
     {"reason": "number_too_long"}),
    ("text as document", "a.json", b'"hello"', "JSON_SCHEMA_INVALID", 422,
     {"reason": "not_an_array_or_object"}),
    ("object without lists", "a.json", b'{"data": [1]}', "JSON_SCHEMA_INVALID", 422,
     {"reason": "no_items"}),
    ("items that are no list", "a.json", b'{"items": {}, "games": []}', "JSON_SCHEMA_INVALID",
     422, {"reason": "no_items"}),
    ("nested without end", "a.json", b"[" * 1_500_000, "NESTING_TOO_DEEP", 422, {"limit": 8}),
    ("nested in a row", "a.json", b'[{"id": 1}, {"a":' + b"[" * 9 + b"]" * 9 + b"}]",
     "NESTING_TOO_DEEP", 422, {"limit": 8, "row": 2}),
    ("nested beside the rows", "a.json", b'{"x":' + b'{"y":' * 30 + b"1" + b"}" * 31,
     "NESTING_TOO_DEEP", 422, {"limit": 8}),
    ("long text", "a.json", b'[{"id": "1", "name": "' + b"x" * 1_200_000 + b'"}]',
     "FIELD_TOO_LONG", 422, {"limit": 1_000, "row": 1}),
    ("rather long text", "a.json", b'[{"id": "1", "name": "' + b"x" * 1_001 + b'"}]',
     "FIELD_TOO_LONG", 422, {"limit": 1_000}),
    ("long text in a table", "a.csv", b"id,name\n1,a\n2," + b"x" * 1_001, "FIELD_TOO_LONG", 422,
     {"row": 3, "line": 3}),
    ("quotation mark left open", "a.csv", b'id,name\n1,"a\n' + b"2,b\n" * 60_000,
     "FIELD_TOO_LONG", 422, {"row": 2}),
    ("long text in a workbook", "a.xlsx", as_xlsx([["id"], ["x" * 1_001]]), "FIELD_TOO_LONG", 422,
     {"row": 2}),
    ("long row", "a.json", b'[{"id": [' + b'"x",' * 9_000 + b'"x"]}]', "ROW_TOO_LONG", 422,
     {"limit": 20_000}),
    ("too many rows", "a.json", as_json(games(11)), "TOO_MANY_ITEMS", 413,
     {"limit": 10, "row": 11}),
    ("too many rows of a table", "a.csv", b"id\n" + b"1\n" * 11, "TOO_MANY_ITEMS", 413, {}),
    ("too large", "a.json", b" " * 2_000_001, "UPLOAD_TOO_LARGE", 413, {"limit": 2_000_000}),
    ("two columns of a name", "a.csv", two_headers(), "TABLE_HEADER_INVALID", 422,
     {"reason": "header_repeated", "found": "id"}),
    ("columns without end", "a.csv", b",".join(b"c%d" % n for n in range(21)) + b"\n",
     "TABLE_HEADER_INVALID", 422, {"reason": "too_many_columns"}),
    ("header without names", "a.csv", b",,\n1,2,3\n", "TABLE_HEADER_INVALID", 422,
     {"reason": "header_missing"}),
    ("damaged UTF-8", "a.json", '[{"id": "ışık ş'.encode() + b"\xff\xfe" + b'"}]',
     "ENCODING_UNKNOWN", 422, {"reason": "not_utf8", "offset": 19}),
    ("no encoding", "a.csv", b"id,name\n1,\x81\x8d\xe7\n", "ENCODING_UNKNOWN", 422,
     {"reason": "unknown_bytes", "offset": 10}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "data", "code", "status", "details"),
    [case[1:] for case in CASES],
    ids=[case[0] for case in CASES],
)
def test_refused(
    open_bytes: Open, name: str, data: bytes, code: str, status: int, details: dict[str, object]
) -> None:
    with pytest.raises(BundleRejected) as caught:
        open_bytes(data, name, SMALL)
    problem = caught.value
    assert (problem.code, problem.status) == (code, status)
    assert {key: problem.details[key] for key in details} == details


def test_a_refusal_is_found_before_the_rest_is_read(tmp_path: Path) -> None:
    """A billion levels cost no more than the first thousand."""
    path = tmp_path / "deep"
    with path.open("wb") as file:
        file.truncate(0)
        file.write(b"[" * (40 << 20))
    with (
        pytest.raises(refusals.NestingTooDeep),
        open_bundle(path, "a.json", None, Limits()) as bundle,
    ):
        bundle.check()


def test_ten_megabytes_of_text_are_refused_by_default(open_bytes: Open) -> None:
    data = b'[{"id": "1", "name": "' + b"x" * (10 << 20) + b'"}]'
    with pytest.raises(refusals.BundleFieldTooLong):
        open_bytes(data, "a.json")


def test_a_bomb_is_refused_by_default(open_bytes: Open) -> None:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("games.json", "w", force_zip64=True) as member,
    ):
        for _ in range(40):
            member.write(bytes(1 << 20))
    with pytest.raises(refusals.ZipBomb):
        open_bytes(out.getvalue(), "a.zip")


def test_an_entity_bomb_in_a_workbook_is_refused(open_bytes: Open) -> None:
    source = zipfile.ZipFile(io.BytesIO(as_xlsx([["id"], ["1"]])))
    out = io.BytesIO()
    bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaa">' + "".join(
        f'<!ENTITY {chr(97 + n)} "{("&" + chr(96 + n) + ";") * 10}">' for n in range(1, 9)
    )
    with zipfile.ZipFile(out, "w") as target:
        for info in source.infolist():
            data = source.read(info)
            if info.filename.startswith("xl/worksheets/"):
                data = (bomb + "]><worksheet>&i;</worksheet>").encode()
            target.writestr(info, data)
    source.close()
    with pytest.raises(refusals.ArchiveDamaged):
        open_bytes(out.getvalue(), "a.xlsx")


@pytest.mark.parametrize("kind", BundleRejected.__subclasses__(), ids=lambda kind: kind.code)
@pytest.mark.parametrize("locale", ["en", "tr"])
def test_every_refusal_speaks_both_languages(kind: type[BundleRejected], locale: str) -> None:
    set_locale("tr" if locale == "tr" else "en")
    try:
        rejected = kind(
            reason="truncated", limit=5, found=9, position=refusals.Position(member="games.json")
        )
        said = rejected.body()["message"]
        assert "{" not in said
        if "{reason}" in kind.message.en:
            assert refusals.REASONS["truncated"].render() in said
        assert refusal_text(kind.code, rejected.details) == said
    finally:
        set_locale("en")


def test_no_text_is_kept_for_what_is_no_refusal() -> None:
    assert refusal_text("NOT_FOUND", {}) is None
    assert refusal_text("NO_SUCH_CODE", {}) is None


def test_one_game_is_enough_within_small_limits(open_bytes: Open) -> None:
    assert len(open_bytes(as_json([GAME]), "a.json", SMALL).rows) == 1
