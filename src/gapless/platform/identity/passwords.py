"""Passwords: argon2id, off the event loop, upgraded when the parameters grow."""

from __future__ import annotations

import asyncio
import functools

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from gapless.platform.i18n import Text
from gapless.platform.problems import Problem

_hasher = PasswordHash((Argon2Hasher(),))


@functools.cache
def _decoy() -> str:
    """Verified when there is no such admin, so that the answer takes as long as for a real one."""
    return _hasher.hash("no admin has this password")


MIN_LENGTH = 12
SPECIAL = set("!@#$%^&*()-_=+[]{};:'\",.<>/?\\|`~ ")


class PasswordTooShort(Problem):
    status = 422
    code = "PASSWORD_TOO_SHORT"
    title = Text("The password is too short", "Parola çok kısa")
    message = Text(
        "Use at least {minimum} characters.",
        "En az {minimum} karakter kullanın.",
    )


class PasswordMustContainUppercase(Problem):
    status = 422
    code = "PASSWORD_MUST_CONTAIN_UPPERCASE"
    title = Text("The password needs a capital letter", "Parolada büyük harf olmalı")
    message = Text("Use at least one capital letter.", "En az bir büyük harf kullanın.")


class PasswordMustContainDigit(Problem):
    status = 422
    code = "PASSWORD_MUST_CONTAIN_DIGIT"
    title = Text("The password needs a digit", "Parolada rakam olmalı")
    message = Text("Use at least one digit.", "En az bir rakam kullanın.")


class PasswordMustContainSpecial(Problem):
    status = 422
    code = "PASSWORD_MUST_CONTAIN_SPECIAL"
    title = Text("The password needs a special character", "Parolada özel karakter olmalı")
    message = Text(
        "Use at least one character that is neither letter nor digit.",
        "Harf ve rakam olmayan en az bir karakter kullanın.",
    )


def check_strength(password: str) -> None:
    """Raise the first rule that the password breaks."""
    if len(password) < MIN_LENGTH:
        raise PasswordTooShort(minimum=MIN_LENGTH)
    if not any(c.isupper() for c in password):
        raise PasswordMustContainUppercase
    if not any(c.isdigit() for c in password):
        raise PasswordMustContainDigit
    if not any(c in SPECIAL or not c.isalnum() for c in password):
        raise PasswordMustContainSpecial


async def hash_password(password: str) -> str:
    """The argon2id hash to store."""
    return await asyncio.to_thread(_hasher.hash, password)


async def verify_password(password: str, stored: str | None) -> tuple[bool, str | None]:
    """Whether the password is right, and a fresh hash to store if the old one is outdated.

    Takes the same time when `stored` is None, so that it does not tell who exists.
    """
    if stored is None:
        await asyncio.to_thread(lambda: _hasher.verify(password, _decoy()))
        return False, None
    return await asyncio.to_thread(_hasher.verify_and_update, password, stored)
