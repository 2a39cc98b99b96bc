"""Damaged source never makes the scanner fail: it reads what it can and tells the rest."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from bench.gapscan import CORPUS
from gapless.gapscan.scan import scan

SOURCES = sorted(
    path
    for path in CORPUS.rglob("*")
    if path.suffix in (".ts", ".tsx", ".js", ".vue", ".svelte", ".py")
)


def damaged(text: str, chance: random.Random) -> str:
    """The text with a few pieces cut, doubled, or replaced."""
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(text) + 1)
        size = chance.randint(0, 40)
        piece = chance.choice(
            ["", text[at : at + size] * 2, "{", ")", "`${", "'", "\n", "=>", "\0", "é"]
        )
        text = text[:at] + piece + text[at + size :]
    return text


@pytest.mark.parametrize("seed", range(12))
def test_damage(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    for number, path in enumerate(SOURCES):
        text = damaged(path.read_text("utf-8"), chance)
        (tmp_path / f"{path.stem}{number}{path.suffix}").write_text(text, "utf-8")
    result = scan([tmp_path], [str(tmp_path)])
    assert result.statistics["ui_files"] > 0
    for notice in result.notices:
        assert notice.location.file
        assert notice.message
