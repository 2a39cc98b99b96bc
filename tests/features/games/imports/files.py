"""Makes catalogue files for the tests."""

from __future__ import annotations

import io
import json
import stat
import struct
import zipfile
from collections.abc import Sequence
from typing import Any

import openpyxl

GAME: dict[str, Any] = {
    "external_id": "a-1",
    "provider": "Atölye",
    "name": "Işık Şöleni",
    "type": "slot",
    "rtp": 96.5,
}


def games(count: int) -> list[dict[str, Any]]:
    """Distinct valid games."""
    return [{**GAME, "external_id": f"a-{n}", "name": f"Oyun {n}"} for n in range(count)]


def as_json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def as_zip(*members: tuple[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


def zip_with_symlink() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("games.json")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    return out.getvalue()


def zip_marked_encrypted() -> bytes:
    """An archive whose member carries the flag of encryption, in both of its headers."""
    data = bytearray(as_zip(("games.json", as_json([GAME]))))
    local, central = data.index(b"PK\x03\x04"), data.index(b"PK\x01\x02")
    data[local + 6] |= 1
    data[central + 8] |= 1
    return bytes(data)


def zip_that_lies(claimed: int) -> bytes:
    """An archive that claims a smaller unpacked size than it has."""
    data = bytearray(as_zip(("games.json", as_json(games(2000)))))
    local, central = data.index(b"PK\x03\x04"), data.index(b"PK\x01\x02")
    data[local + 22 : local + 26] = struct.pack("<I", claimed)
    data[central + 24 : central + 28] = struct.pack("<I", claimed)
    return bytes(data)


def zip_with_damage() -> bytes:
    data = bytearray(as_zip(("games.json", as_json(games(500)))))
    middle = len(data) // 2
    data[middle : middle + 8] = b"\xff" * 8
    return bytes(data)


def as_xlsx(rows: Sequence[Sequence[Any]]) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Katalog")
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
