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


DEEP = 40
# Each line says twice what the line before says: written out, more than any memory holds.
ENDLESS = {
    "an export that is a part of itself": (
        'exports.default = {a: "/a"};\nmodule.exports = exports.default;\nfetch("/end");'
    ),
    "an object that is assigned to a member of itself": (
        'var a; a.b = a = {u: "/a"};\nfetch(a.b.b.u);\nfetch("/end");'
    ),
    "a text that grows or not": (
        "function f(o) {let u = '/x';\n"
        + "\n".join(f"if (o.a{n}) u += '/{n}';" for n in range(DEEP))
        + "\nreturn fetch(u);}\nf({});\nfetch('/end');"
    ),
    "texts": (
        "const a0 = '/x';\n"
        + "\n".join(f"const a{n + 1} = a{n} + a{n};" for n in range(DEEP))
        + f"\nfetch(a{DEEP});\nfetch('/end');"
    ),
    "lists": (
        "const a0 = ['/x'];\n"
        + "\n".join(f"const a{n + 1} = [a{n}, a{n}];" for n in range(DEEP))
        + f"\na{DEEP}.forEach((x) => fetch(x));\nfetch('/end');"
    ),
    "objects": (
        "const a0 = {u: '/x'};\n"
        + "\n".join(f"const a{n + 1} = {{...a{n}, l: a{n}, r: a{n}}};" for n in range(DEEP))
        + f"\nconst go = (o) => fetch(o.l.r.u);\ngo(a{DEEP});\nfetch('/end');"
    ),
    "functions": (
        "function a0(x) {return {u: x};}\n"
        + "\n".join(
            f"function a{n + 1}(x) {{return {{l: a{n}(x), r: a{n}({{x}})}};}}" for n in range(DEEP)
        )
        + f"\nfetch(a{DEEP}('/q').l.l.u);\nfetch('/end');"
    ),
    "callers": (
        "\n".join(
            f"function f{n}(u) {{{''.join(f'f{n + 1}(u + `/{k}`);' for k in range(6))}}}"
            for n in range(7)
        )
        + "\nfunction f7(u) {fetch(u);}\nf0('/a');\nfetch('/end');"
    ),
}


@pytest.mark.parametrize("source", ENDLESS.values(), ids=ENDLESS)
def test_endless(tmp_path: Path, source: str) -> None:
    (tmp_path / "panel.js").write_text(source, "utf-8")
    result = scan([tmp_path])
    assert "/end" in [call.path for call in result.calls]
