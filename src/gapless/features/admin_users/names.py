"""Names that people give: what is shown is what is stored, and nothing hides in it."""

from __future__ import annotations

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, StringConstraints

_HIDDEN = {"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"}


def visible(text: str) -> str:
    """The text in its composed form with single spaces; refuse letters that cannot be seen.

    Marks that turn the writing around or take no room could make one name look like another.
    """
    plain = " ".join(unicodedata.normalize("NFKC", text).split())
    if any(unicodedata.category(character) in _HIDDEN for character in plain):
        raise ValueError("holds characters that cannot be seen")
    return plain


Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=2, max_length=60),
    AfterValidator(visible),
]
"""Name of a role or a team."""

PersonName = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=120), AfterValidator(visible)
]
Description = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)]
