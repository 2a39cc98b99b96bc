"""What the upload refuses: each with its code, nothing stored, no job left."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.support.house import House

from .desk import Desk
from .files import GAME, as_json, as_xlsx, as_zip, zip_marked_encrypted, zip_with_symlink

REFUSED = {
    "empty": ("a.json", b"", 422, "EMPTY_FILE"),
    "not a zip": ("a.zip", b"plainly no archive", 400, "NOT_A_ZIP"),
    "encrypted": ("a.zip", zip_marked_encrypted(), 422, "ZIP_ENCRYPTED"),
    "bomb": ("a.zip", as_zip(("games.json", b" " * 9_000_000)), 413, "ZIP_BOMB"),
    "path": ("a.zip", as_zip(("../../games.json", b"[]")), 422, "ZIP_UNSAFE_PATH"),
    "link": ("a.zip", zip_with_symlink(), 422, "ZIP_SYMLINK"),
    "nothing readable": ("a.zip", as_zip(("a.png", b"x")), 400, "UNSUPPORTED_FILE"),
    "binary": ("a.exe", b"MZ\x00\x01\x02\x03", 400, "UNSUPPORTED_FILE"),
    "cut": ("a.json", as_json([GAME])[:-5], 422, "JSON_PARSE_ERROR"),
    "NaN": ("a.json", b'[{"id": "1", "rtp": NaN}]', 422, "JSON_PARSE_ERROR"),
    "deep": ("a.json", b"[" * 1_000_000, 422, "NESTING_TOO_DEEP"),
    "shape": ("a.json", b'{"data": []}', 422, "JSON_SCHEMA_INVALID"),
    "long": ("a.json", b'[{"name": "' + b"x" * (10 << 20) + b'"}]', 422, "FIELD_TOO_LONG"),
    "bytes": ("a.csv", b"id,name\n1,\x81\x8d\n", 422, "ENCODING_UNKNOWN"),
    "broken workbook": (
        "a.xlsx", as_zip(("[Content_Types].xml", b"<"), ("xl/workbook.xml", b"<")), 422,
        "ARCHIVE_DAMAGED",
    ),
    "empty workbook": ("a.xlsx", as_xlsx([]), 422, "EMPTY_FILE"),
}  # fmt: skip


async def nothing_is_left(desk: Desk) -> None:
    for table in ("game_imports", "blobs", "jobs"):
        assert await desk.count(table) == 0


@pytest.mark.parametrize("case", REFUSED)
async def test_refused(desk: Desk, case: str) -> None:
    name, data, status, code = REFUSED[case]
    answer = await desk.upload(data, name)
    assert (answer.status_code, answer.json()["error_code"]) == (status, code), answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    await nothing_is_left(desk)
    events = (await desk.caller.get("/audit/events")).json()["items"]
    assert (events[0]["status"], events[0]["error_code"]) == ("FAILED", code)


async def test_a_refusal_says_where_and_why_in_turkish(desk: Desk) -> None:
    desk.caller.http.headers["Accept-Language"] = "tr"
    body = (await desk.upload(b'[{"id": "1",\n "rtp": NaN}]')).json()
    assert body["message"] == (
        "JSON, 2. satır 9. sütunda okunamıyor: NaN ve Infinity JSON sayısı değildir."
    )
    assert (body["details"]["line"], body["details"]["column"]) == (2, 9)


@pytest.fixture
async def strict(house: House) -> AsyncIterator[Desk]:
    """A desk in a house with small limits."""
    settings = house.settings.model_copy(update={"import_max_bytes": 4_000, "import_max_rows": 5})
    async with House.build(house.database, settings) as small:
        yield Desk(small, await small.sign_in("Manager"))


@pytest.mark.parametrize("size", [4_001, 900_000])
async def test_too_large(strict: Desk, size: int) -> None:
    answer = await strict.upload(b"[" + b" " * size + b"]")
    assert (answer.status_code, answer.json()["error_code"]) == (413, "UPLOAD_TOO_LARGE")
    assert answer.json()["details"]["limit"] == 4_000
    await nothing_is_left(strict)


async def test_too_many_rows(strict: Desk) -> None:
    answer = await strict.upload(as_json([1, 2, 3, 4, 5, 6]))
    assert (answer.status_code, answer.json()["error_code"]) == (413, "TOO_MANY_ITEMS")
    await nothing_is_left(strict)
    assert (await strict.upload(as_json([1, 2, 3, 4, 5]))).status_code == 200


async def test_a_form_without_a_file(desk: Desk) -> None:
    for answer in (
        await desk.caller.post("/game-import/manual/upload"),
        await desk.caller.post("/game-import/manual/upload", json={"file": "x"}),
        await desk.caller.post("/game-import/manual/upload", data={"file": "x"}),
        await desk.caller.post("/game-import/manual/upload", files={"other": ("a", b"[]")}),
        await desk.caller.post("/game-import/manual/upload", files={"x": (None, "text")}),
    ):
        assert (answer.status_code, answer.json()["error_code"]) == (400, "MISSING_FILE")
    malformed = await desk.caller.post(
        "/game-import/manual/upload", content=b"garbage",
        headers={"Content-Type": "multipart/form-data; boundary=x"},
    )  # fmt: skip
    assert malformed.status_code == 400
    await nothing_is_left(desk)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("launch_url", "javascript:alert(1)"),
        ("client_type", "x" * 41),
        ("notes", "a\x00b"),
        ("source_label", "a\nb"),
    ],
)
async def test_a_field_of_the_form_that_is_not_valid(desk: Desk, field: str, value: str) -> None:
    answer = await desk.upload(as_json([GAME]), **{field: value})
    assert (answer.status_code, answer.json()["error_code"]) == (422, "VALIDATION_FAILED")
    assert answer.json()["errors"][0]["field"] == f"body.{field}"
    await nothing_is_left(desk)


async def test_a_name_with_a_path_is_only_a_name(desk: Desk) -> None:
    answer = await desk.upload(as_json([GAME]), "C:\\kötü\\..\\oyun\u202e.json")
    assert answer.json()["filename"] == "oyun.json"


async def test_only_those_who_may_import_can(house: House) -> None:
    support = Desk(house, await house.sign_in("Support"))
    answer = await support.upload(as_json([GAME]))
    assert answer.status_code == 403
    await nothing_is_left(support)
