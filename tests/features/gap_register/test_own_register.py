"""The project's own register is taken, kept and given back as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.features.gap_register.conftest import sent
from tests.support.house import Caller

GAPS = Path(__file__).resolve().parents[3] / "gaps"


async def test_the_projects_own_register_and_contracts(owner: Caller) -> None:
    files = {lang: (GAPS / f"REGISTER.{lang}.md").read_bytes() for lang in ("en", "tr")}
    taken = await owner.post("/gaps/import", files=sent(**files))
    assert taken.status_code == 200, taken.text
    assert taken.json()["added"]
    for language, data in files.items():
        given = await owner.get("/gaps/export", params={"language": language})
        assert given.content == data
    for path in sorted((GAPS / "contracts").glob("*.yaml")):
        kept = await owner.put(
            f"/gaps/{path.stem}/contract", json={"contract": path.read_text(encoding="utf-8")}
        )
        assert kept.status_code == 200, kept.text
    gaps = (await owner.get("/gaps")).json()["items"]
    assert all(gap["has_contract"] for gap in gaps)


@pytest.mark.parametrize("language", ["en", "tr"])
async def test_one_language_of_it_mirrors(owner: Caller, language: str) -> None:
    data = (GAPS / f"REGISTER.{language}.md").read_bytes()
    assert (await owner.post("/gaps/import", files=sent(**{language: data}))).status_code == 200
    assert (await owner.get("/gaps/summary")).json()["languages"] == ["en", "tr"]
