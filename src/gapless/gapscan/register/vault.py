"""Files kept under the SHA-256 of their bytes: `sha256sum` shows whether one was edited."""

from __future__ import annotations

import hashlib
from pathlib import Path

from gapless.gapscan.message import Message
from gapless.gapscan.register import check_words as words
from gapless.gapscan.register.files import write_files


def put(directory: Path, data: bytes, suffix: str) -> str:
    """Keeps bytes under their SHA-256 and returns it; the same bytes are kept once.

    Raises `OSError`.
    """
    digest = hashlib.sha256(data).hexdigest()
    path = place(directory, digest, suffix)
    if not path.exists():
        write_files({path: data})
    return digest


def place(directory: Path, digest: str, suffix: str) -> Path:
    """Where that evidence is kept."""
    return directory / digest[:2] / f"{digest}{suffix}"


def damage(directory: Path, digest: str) -> Message | None:
    """What is wrong with that evidence; None if it is there and unedited."""
    if len(digest) != 64 or not all(letter in "0123456789abcdef" for letter in digest):
        return words.NO_SHA()
    found = list((directory / digest[:2]).glob(f"{digest}.*"))
    if not found:
        return words.EVIDENCE_MISSING(directory=str(directory))
    hashed = hashlib.sha256(found[0].read_bytes()).hexdigest()
    return None if hashed == digest else words.EVIDENCE_EDITED()
