"""The languages that registers are kept in and that this program speaks."""

from __future__ import annotations

from enum import StrEnum


class Language(StrEnum):
    """English and Turkish."""

    EN = "en"
    TR = "tr"

    @property
    def other(self) -> Language:
        """The language of the mirror."""
        return Language.TR if self is Language.EN else Language.EN
