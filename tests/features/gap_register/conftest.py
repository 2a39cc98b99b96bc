"""A register that each test begins empty, and files to fill it with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from tests.features.gap_register.proving import Shop, serving
from tests.support.house import Caller, House

DATA = Path(__file__).resolve().parents[2] / "gapscan" / "register" / "data"
ENGLISH = (DATA / "library.en.md").read_bytes()
TURKISH = (DATA / "library.tr.md").read_bytes()

Files = list[tuple[str, tuple[str, bytes, str]]]


def sent(**languages: bytes) -> Files:
    """A form with a register file for each language."""
    return [
        ("files", (f"REGISTER.{language}.md", data, "text/markdown"))
        for language, data in languages.items()
    ]


@pytest.fixture
async def owner(house: House) -> Caller:
    """A platform owner, and no register."""
    async with house.database.session() as db:
        await db.execute(
            text(
                "TRUNCATE gap_documents, gap_entries, gap_transitions, gap_evidence, gap_runs, "
                "gap_findings, gap_captures, gap_servers"
            )
        )
        await db.commit()
    return await house.owner()


@pytest.fixture
async def register(owner: Caller) -> dict[str, Any]:
    """The library's register, imported in English and mirrored; the answer of the import."""
    answer = await owner.post("/gaps/import", files=sent(en=ENGLISH))
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


@pytest.fixture
def shop(house: House, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    """The application that contracts are run against."""
    with serving() as server:
        monkeypatch.setattr(house.settings, "gap_base_url", server.url)
        yield server
