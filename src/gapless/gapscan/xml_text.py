"""Text that any XML reader takes."""

from __future__ import annotations

import re

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(text: str) -> str:
    """The text with each character that XML forbids replaced by a question mark."""
    return _FORBIDDEN.sub("?", text)
