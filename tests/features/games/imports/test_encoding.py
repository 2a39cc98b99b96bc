"""Turkish letters survive in every encoding that a spreadsheet or an old system writes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gapless.features.games.imports.encoding import detect

from .conftest import Open

TEXT = "id,name\n1,Çığlık Şöleni Üğİ\n2,Kuşların Öyküsü\n"


@pytest.mark.parametrize(
    ("codec", "mark", "name"),
    [
        ("utf-8", b"", "UTF-8"),
        ("utf-8", b"\xef\xbb\xbf", "UTF-8 (BOM)"),
        ("utf-16-le", b"\xff\xfe", "UTF-16 LE"),
        ("utf-16-be", b"\xfe\xff", "UTF-16 BE"),
        ("utf-16-le", b"", "UTF-16 LE"),
        ("utf-16-be", b"", "UTF-16 BE"),
        ("utf-32-le", b"\xff\xfe\x00\x00", "UTF-32 LE"),
        ("iso8859-9", b"", "ISO-8859-9"),
    ],
)
@pytest.mark.parametrize("shape", ["csv", "json"])
def test_letters_survive(open_bytes: Open, codec: str, mark: bytes, name: str, shape: str) -> None:
    text = TEXT if shape == "csv" else '[{"id": "1", "name": "Çığlık Şöleni Üğİ"}]'
    bundle = open_bytes(mark + text.encode(codec), f"a.{shape}")
    assert bundle.encoding == name
    assert bundle.headers == ["id", "name"]
    assert bundle.values[0] == {"id": "1", "name": "Çığlık Şöleni Üğİ"}


def test_signs_of_windows_are_told_from_latin_5(open_bytes: Open) -> None:
    bundle = open_bytes("id,name\n1,“Şans” – €5\n".encode("cp1254"), "a.csv")
    assert bundle.encoding == "Windows-1254"
    assert bundle.values == [{"id": "1", "name": "“Şans” – €5"}]


@given(st.text(st.sampled_from("abcçdeğıIiİöÖşŞüÜĞÇ 1,;"), min_size=1, max_size=300))
@settings(max_examples=100, deadline=None)
def test_turkish_text_is_read_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path: Path = tmp_path_factory.mktemp("encoding") / "file"
    for codec in ("utf-8", "cp1254"):
        path.write_bytes(text.encode(codec))
        assert path.read_bytes().decode(detect(path).codec) == text


def test_a_letter_across_two_blocks_is_no_damage(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"x" * ((1 << 20) - 1) + "ş".encode() * 10)
    assert detect(path).name == "UTF-8"
