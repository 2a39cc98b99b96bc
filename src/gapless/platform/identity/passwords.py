"""Passwords: argon2id, off the event loop, upgraded when the parameters grow."""

from __future__ import annotations

import asyncio
import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from zxcvbn import zxcvbn

from gapless.platform.i18n import Text
from gapless.platform.problems import Problem

_hasher = PasswordHash((Argon2Hasher(),))


@functools.cache
def _decoy() -> str:
    """Verified when there is no such admin, so that the answer takes as long as for a real one."""
    return _hasher.hash("no admin has this password")


MIN_LENGTH = 12
MIN_SCORE = 3
_JUDGED = 72
"""Characters that are judged for guessability; what follows can only help."""
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


class PasswordTooWeak(Problem):
    status = 422
    code = "PASSWORD_TOO_WEAK"
    title = Text("The password is easy to guess", "Parola kolay tahmin edilir")
    message = Text(
        "This password is easy to guess. Use several uncommon words, and nothing from your name, "
        "e-mail or brand.",
        "Bu parola kolay tahmin edilir. Yaygın olmayan birkaç sözcük kullanın; adınızdan, "
        "e-postanızdan ya da markanızdan bir şey kullanmayın.",
    )


@dataclass(frozen=True, slots=True)
class PasswordRules:
    """How long a password has to be, and how hard to guess (the score of zxcvbn, 0 to 4)."""

    min_length: int = MIN_LENGTH
    min_score: int = MIN_SCORE


def check_strength(
    password: str, rules: PasswordRules | None = None, *, about: Iterable[str] = ()
) -> None:
    """Raise the first rule that the password breaks. `about` is what others know of its owner."""
    rules = rules or PasswordRules()
    if len(password) < rules.min_length:
        raise PasswordTooShort(minimum=rules.min_length)
    if not any(c.isupper() for c in password):
        raise PasswordMustContainUppercase
    if not any(c.isdigit() for c in password):
        raise PasswordMustContainDigit
    if not any(c in SPECIAL or not c.isalnum() for c in password):
        raise PasswordMustContainSpecial
    judged = password[:_JUDGED]
    if zxcvbn(judged, user_inputs=_words(about), max_length=_JUDGED)["score"] < rules.min_score:
        raise PasswordTooWeak


def _words(about: Iterable[str]) -> list[str]:
    """What others know, whole and in its parts, as a guesser would try it."""
    texts = [text[:200].lower() for text in about if text]
    parts = [part for text in texts for part in re.split(r"[^\w]+", text) if len(part) > 2]
    return ["gapless", *texts, *parts][:50]


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
