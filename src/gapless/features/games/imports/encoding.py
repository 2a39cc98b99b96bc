"""Which encoding a text file is in: told by its bytes, never by a guess that would lose letters.

UTF-8 is proved by reading all of it; UTF-16 and UTF-32 by their mark (UTF-16 also by its zero
bytes); what is left is Turkish Latin-5 (ISO-8859-9, or Windows-1254 where that has more signs),
unless most of its other letters would be UTF-8: then the file is a damaged UTF-8 one, and to read
it as Latin-5 would quietly turn its letters into others.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from gapless.features.games.imports.refusals import EncodingUnknown, Position, UnsupportedFile

_CHUNK = 1 << 20
_MARKS: tuple[tuple[bytes, str, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8 (BOM)"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32 LE"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32 BE"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16 LE"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16 BE"),
)
_UTF8_LETTER = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_HIGH = re.compile(rb"[\x80-\xff]")
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_C1 = re.compile(rb"[\x80-\x9f]")
_UNDEFINED_1254 = re.compile(rb"[\x81\x8d-\x90\x9d\x9e]")


@dataclass(frozen=True, slots=True)
class Encoding:
    """How to decode a file (`codec`, for Python) and what to call it (`name`, for people)."""

    codec: str
    name: str


def detect(path: Path) -> Encoding:
    """The encoding of a text file; reads it once, in constant memory.

    Raises `EncodingUnknown` if no encoding fits, `UnsupportedFile` if the file is not text.
    """
    with path.open("rb") as file:
        head = file.read(4096)
        for mark, codec, name in _MARKS:
            if head.startswith(mark):
                return Encoding(codec, name)
        if (silent := _unmarked_utf16(head)) is not None:
            return silent
        file.seek(0)
        broken_at = _first_non_utf8(file)
        if broken_at is None:
            return Encoding("utf-8", "UTF-8")
        file.seek(0)
        return _turkish(file, broken_at)


def _unmarked_utf16(head: bytes) -> Encoding | None:
    even, odd = head[0::2], head[1::2]
    half = max(1, len(head) // 2)
    if len(head) >= 4 and odd.count(0) > half * 0.6 and even.count(0) == 0:
        return Encoding("utf-16-le", "UTF-16 LE")
    if len(head) >= 4 and even.count(0) > half * 0.6 and odd.count(0) == 0:
        return Encoding("utf-16-be", "UTF-16 BE")
    return None


def _first_non_utf8(file: BinaryIO) -> int | None:
    """Offset of the first byte that is not UTF-8.

    A letter cut by the end of the file is none, if there are whole ones before it.
    """
    letters = False
    decoder = codecs.getincrementaldecoder("utf-8")()
    read = 0
    while chunk := file.read(_CHUNK):
        if (binary := _BINARY.search(chunk)) is not None:
            raise UnsupportedFile(reason="binary", position=Position(offset=read + binary.start()))
        pending = len(decoder.getstate()[0])
        try:
            letters = not decoder.decode(chunk).isascii() or letters
        except UnicodeDecodeError as error:
            return read - pending + error.start
        read += len(chunk)
    pending = len(decoder.getstate()[0])
    return None if letters or not pending else read - pending


def _turkish(file: BinaryIO, broken_at: int) -> Encoding:
    """Latin-5 or Windows-1254, if the bytes beyond ASCII make sense as one of them."""
    as_utf8 = stray = 0
    windows = False
    undefined: int | None = None
    read = 0
    carry = b""
    while chunk := file.read(_CHUNK):
        if (binary := _BINARY.search(chunk)) is not None:
            raise UnsupportedFile(reason="binary", position=Position(offset=read + binary.start()))
        if undefined is None and (bad := _UNDEFINED_1254.search(chunk)) is not None:
            undefined = read + bad.start()
        windows = windows or _C1.search(chunk) is not None
        text = carry + chunk
        # A UTF-8 letter may lie across two chunks; its first bytes are counted with the next one.
        keep = next((n for n in (3, 2, 1) if len(text) >= n and text[-n] >= 0xC2), 0)
        carry = text[len(text) - keep :] if keep else b""
        text = text[: len(text) - keep] if keep else text
        letters = _UTF8_LETTER.findall(text)
        as_utf8 += len(letters)
        stray += len(_HIGH.findall(text)) - sum(map(len, letters))
        read += len(chunk)
    stray += len(_HIGH.findall(carry))
    if as_utf8 > stray:
        raise EncodingUnknown(reason="not_utf8", position=Position(offset=broken_at))
    if undefined is not None:
        raise EncodingUnknown(reason="unknown_bytes", position=Position(offset=undefined))
    return Encoding("cp1254", "Windows-1254") if windows else Encoding("iso8859-9", "ISO-8859-9")
