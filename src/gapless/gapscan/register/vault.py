"""Files kept under the SHA-256 of their bytes: `sha256sum` shows whether one was edited."""

from __future__ import annotations

import hashlib
from pathlib import Path

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


def damage(directory: Path, digest: str) -> str:
    """What is wrong with that evidence, in words; empty if it is there and unedited."""
    if len(digest) != 64 or not all(letter in "0123456789abcdef" for letter in digest):
        return "is no SHA-256 name"
    found = list((directory / digest[:2]).glob(f"{digest}.*"))
    if not found:
        return f"is missing from {directory}"
    hashed = hashlib.sha256(found[0].read_bytes()).hexdigest()
    return "" if hashed == digest else "does not have the hash of its name: it was edited"
