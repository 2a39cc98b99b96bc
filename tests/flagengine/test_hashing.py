"""Users stand where the SDKs of other systems put them.

The vectors were written by growthbook 4.0.0, flagsmith-flag-engine 11.1.1, openfeature-flagd-core
2.0.0 and launchdarkly-server-sdk 9.20.0: scheme, then salt, user, total and place.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gapless.flagengine.hashing import place
from gapless.flagengine.model import HashScheme, Rollout

VECTORS: dict[str, list[tuple[str, str, int, int]]] = json.loads(
    (Path(__file__).parent / "hash_vectors.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("scheme", sorted(VECTORS))
def test_users_stand_where_the_other_system_put_them(scheme: str) -> None:
    assert len(VECTORS[scheme]) >= 16
    for salt, user, total, wanted in VECTORS[scheme]:
        rollout = Rollout(hash=HashScheme(scheme), salt=salt, total=total)
        assert place(rollout, user) == wanted, (salt, user)
