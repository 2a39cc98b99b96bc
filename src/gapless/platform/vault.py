"""What must be stored and read again, yet be worth nothing in a stolen database: sealed with a key
that is not in it.

The key is the setting `GAPLESS_SECRET_KEY`, else a file in the data directory that the first
process makes. Each purpose has a key of its own, derived from it, so that a thing sealed for one
cannot be passed off as another.
"""

from __future__ import annotations

import base64
import functools
import hmac
import os
import secrets
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from gapless.settings import Settings

KEY_FILE = "secret.key"
_NONCE = 12
_MARK = 4
"""Bytes that tell which key sealed a thing, so that an old key can stay beside the new one."""


class VaultSealed(Exception):
    """A thing was sealed with a key that is not there any more, or was altered."""


class Vault:
    """Seals and opens. The first key seals; the others still open what they sealed."""

    def __init__(self, keys: tuple[bytes, ...]) -> None:
        self._keys = keys

    def seal(self, plain: bytes, *, purpose: str, owner: str) -> bytes:
        """Encrypt for `purpose`; opens for the same `owner` alone."""
        key = _derived(self._keys[0], purpose)
        nonce = os.urandom(_NONCE)
        return _mark(key) + nonce + AESGCM(key).encrypt(nonce, plain, owner.encode())

    def open(self, sealed: bytes, *, purpose: str, owner: str) -> bytes:
        """What was sealed; raise `VaultSealed` if no key opens it."""
        mark, nonce, body = sealed[:_MARK], sealed[_MARK : _MARK + _NONCE], sealed[_MARK + _NONCE :]
        for master in self._keys:
            key = _derived(master, purpose)
            if hmac.compare_digest(mark, _mark(key)):
                try:
                    return AESGCM(key).decrypt(nonce, body, owner.encode())
                except InvalidTag:
                    break
        raise VaultSealed(purpose)

    def sign(self, message: bytes, *, purpose: str) -> bytes:
        """A signature that only this installation can make."""
        return hmac.digest(_derived(self._keys[0], purpose), message, sha256)

    def is_signed(self, message: bytes, signature: bytes, *, purpose: str) -> bool:
        """Whether one of the keys made the signature."""
        return any(
            hmac.compare_digest(hmac.digest(_derived(key, purpose), message, sha256), signature)
            for key in self._keys
        )


def vault_of(settings: Settings) -> Vault:
    """The vault of this installation."""
    if settings.secret_key is not None:
        given = settings.secret_key.get_secret_value().split(",")
        return _vault(tuple(part.strip().encode() for part in given if part.strip()))
    return _vault((_key_file(settings.data_dir),))


@functools.lru_cache(maxsize=8)
def _vault(keys: tuple[bytes, ...]) -> Vault:
    return Vault(keys)


@functools.lru_cache(maxsize=8)
def _key_file(data_dir: Path) -> bytes:
    path = data_dir / KEY_FILE
    if not path.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        made = data_dir / f"{KEY_FILE}.{secrets.token_hex(8)}"
        descriptor = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(base64.urlsafe_b64encode(secrets.token_bytes(32)))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(made, path)  # whole or not at all, and never over another process's key
        except FileExistsError:
            pass
        finally:
            made.unlink()
    return path.read_bytes().strip()


@functools.lru_cache(maxsize=64)
def _derived(master: bytes, purpose: str) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=f"gapless/{purpose}".encode()).derive(master)


def _mark(key: bytes) -> bytes:
    return sha256(b"mark" + key).digest()[:_MARK]
