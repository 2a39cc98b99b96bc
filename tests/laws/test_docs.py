"""The manual tells of every setting, command, menu and refusal, in both languages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

import gapless.app  # noqa: F401 - loads every feature, and so every problem
from gapless import cli
from gapless.platform.problems import Problem
from gapless.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PANEL = ROOT / "web" / "src"
LANGUAGES = ("en", "tr")
PAGES = sorted(page.name for page in (DOCS / "en").glob("*.md"))
EMPTY = {"en": "empty", "tr": "boş"}

by_language = pytest.mark.parametrize("language", LANGUAGES)


def read(language: str, page: str) -> str:
    return (DOCS / language / page).read_text(encoding="utf-8")


def manual(language: str) -> str:
    return "\n".join(read(language, page) for page in PAGES)


def table_rows(text: str) -> list[list[str]]:
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def anchors(text: str) -> set[str]:
    """The anchors that the headings of a page make, as GitHub spells them."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def leaves(command: object, name: str) -> Iterator[str]:
    children: dict[str, object] | None = getattr(command, "commands", None)
    if children is None:
        yield name
        return
    for child, inner in children.items():
        yield from leaves(inner, f"{name} {child}")


@pytest.fixture(scope="module")
def commands() -> list[str]:
    """Every command of the program that does something, in full."""
    before = list(cli.app.registered_commands), list(cli.app.registered_groups)
    cli._mount()
    try:
        return list(leaves(typer.main.get_command(cli.app), "gapless"))
    finally:
        cli.app.registered_commands, cli.app.registered_groups = before


def written_default(value: Any, language: str) -> str:
    """A default as the tables of the settings write it."""
    if value in (None, ()):
        return EMPTY[language]
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    return f"`{value:g}`" if isinstance(value, float) else f"`{value}`"


@by_language
def test_every_setting_stands_with_its_default(language: str) -> None:
    told = {row[0]: row[1] for row in table_rows(read(language, "settings.md"))}
    wanted = {
        f"`GAPLESS_{name.upper()}`": written_default(field.default, language)
        for name, field in Settings.model_fields.items()
    }
    told = {name: default for name, default in told.items() if name.startswith("`GAPLESS_")}
    assert told == wanted


@by_language
def test_every_command_is_told(language: str, commands: list[str]) -> None:
    assert len(commands) > 10
    told = read(language, "command-line.md")
    assert [name for name in commands if f"`{name}`" not in told] == []


@by_language
def test_no_command_is_told_that_does_not_exist(language: str, commands: list[str]) -> None:
    known = {*commands, *(name.rpartition(" ")[0] for name in commands)}
    told = set(re.findall(r"`(gapless(?: [a-z]+)+)`", manual(language)))
    assert sorted(told - known) == []


@by_language
def test_every_menu_item_has_its_page_under_its_present_name(language: str) -> None:
    words = json.loads((PANEL / "locales" / language / "shell.json").read_text(encoding="utf-8"))
    items = re.findall(
        r"label: '(\w+)',\s+section: '(\w+)',\s+to: '(/[\w-]*)'",
        (PANEL / "app" / "menu.ts").read_text(encoding="utf-8"),
    )
    assert len(items) >= 4
    index = read(language, "index.md")
    for label, section, _ in items:
        path = f"**{words['sections'][section]} → {words['menu'][label]}"
        assert path in index, path


@by_language
def test_every_refusal_is_told(language: str) -> None:
    text = manual(language)
    assert [code for code in sorted(Problem.registry) if f"`{code}`" not in text] == []


@pytest.mark.parametrize("page", PAGES)
def test_both_languages_tell_the_same(page: str) -> None:
    english, turkish = read("en", page), read("tr", page)
    outlines = [[len(h) for h in re.findall(r"^#+(?= )", t, re.M)] for t in (english, turkish)]
    assert outlines[0] == outlines[1]
    assert len(table_rows(english)) == len(table_rows(turkish))
    codes = [set(re.findall(r"`([A-Z][A-Z_]{4,})`", text)) for text in (english, turkish)]
    assert codes[0] == codes[1]


def test_no_page_is_in_one_language_only() -> None:
    assert sorted(page.name for page in (DOCS / "tr").glob("*.md")) == PAGES


@by_language
def test_every_link_leads_somewhere(language: str) -> None:
    for page in PAGES:
        for target in re.findall(r"\]\((?!https?:)([^)]+)\)", read(language, page)):
            file, _, anchor = target.partition("#")
            found = (DOCS / language / (file or page)).resolve()
            assert found.exists(), f"{page}: {target}"
            if anchor:
                assert anchor in anchors(found.read_text(encoding="utf-8")), f"{page}: {target}"


@by_language
def test_the_index_leads_to_every_page(language: str) -> None:
    index = read(language, "index.md")
    assert [page for page in PAGES if page != "index.md" and f"({page})" not in index] == []


def test_every_operation_is_described() -> None:
    contract = json.loads((ROOT / "contract" / "openapi.json").read_text(encoding="utf-8"))
    bare = [
        f"{method.upper()} {path}"
        for path, methods in contract["paths"].items()
        for method, operation in methods.items()
        if not operation.get("description")
    ]
    assert bare == []


def test_each_decision_has_a_number_of_its_own() -> None:
    records = sorted((ROOT / "docs" / "adr").glob("*.md"))
    numbers = [int(record.name[:4]) for record in records]
    assert len(numbers) > 10
    assert len(set(numbers)) == len(numbers), "two decisions share a number"
    for record, number in zip(records, numbers, strict=True):
        assert record.read_text(encoding="utf-8").startswith(f"# {number}. "), record.name
