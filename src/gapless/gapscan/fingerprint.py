"""The stable name of a gap: the same in every run, whatever line or parameter name changed."""

from __future__ import annotations

import hashlib

from gapless.gapscan.model import Kind
from gapless.gapscan.paths import anonymous, normalise


def fingerprint(kind: Kind | str, method: str, path: str, field: str = "") -> str:
    """16 hexadecimal digits from the kind, the method, the path template and the field.

    Parameter names, trailing slashes and the case of the method do not matter.
    """
    text = "\n".join((str(kind), method.upper(), anonymous(normalise(path)), field))
    return hashlib.sha256(text.encode()).hexdigest()[:16]
