"""The register's messages in the language of whoever reads them."""

from __future__ import annotations

from collections.abc import Callable

from gapless.gapscan.language import Language
from gapless.gapscan.message import Message
from gapless.platform.i18n import current_locale


def reader_language() -> Language:
    """The language of the present request."""
    return Language(current_locale())


def said(message: Message | None, otherwise: str = "") -> str:
    """The message in the reader's language; `otherwise` where there is none."""
    return otherwise if message is None else message.text(reader_language())


class Spoken:
    """A text inside a problem: it is put into words when the problem is, in its language."""

    def __init__(self, say: Callable[[Language], str]) -> None:
        self._say = say

    def __format__(self, spec: str) -> str:
        return self._say(reader_language())

    def __str__(self) -> str:
        return self._say(Language.EN)
