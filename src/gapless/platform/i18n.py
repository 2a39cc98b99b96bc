"""Texts in English and Turkish, and the language of the present request."""

from __future__ import annotations

from contextvars import ContextVar
from typing import Literal, NamedTuple

Locale = Literal["en", "tr"]
LOCALES: tuple[Locale, ...] = ("en", "tr")

_locale: ContextVar[Locale] = ContextVar("locale", default="en")


class Text(NamedTuple):
    """One text in every language of the house; both are always given."""

    en: str
    tr: str

    def of(self, locale: Locale) -> str:
        """The text in that language, its `{placeholders}` as they are."""
        return self.tr if locale == "tr" else self.en

    def render(self, **params: object) -> str:
        """The text in the request's language, its `{placeholders}` filled."""
        template = self.of(_locale.get())
        return template.format(**params) if params else template


def current_locale() -> Locale:
    """Language of the present request; English outside one."""
    return _locale.get()


def set_locale(locale: Locale) -> None:
    """Set the language for the present context."""
    _locale.set(locale)


def choose_locale(accept_language: str | None) -> Locale:
    """The language a client prefers, by RFC 9110 `Accept-Language`; English if it names none."""
    ranked: list[tuple[float, Locale]] = []
    for part in (accept_language or "").split(","):
        tag, _, weight = part.strip().partition(";")
        primary = tag.split("-")[0].strip().lower()
        try:
            quality = float(weight.strip().removeprefix("q=")) if weight else 1.0
        except ValueError:
            quality = 0.0
        ranked += [(quality, known) for known in LOCALES if primary == known and quality > 0]
    return max(ranked, key=lambda pair: pair[0])[1] if ranked else "en"
