"""The manual names every finding, act, operator and command, in both languages."""

import re
from pathlib import Path

import pytest
import yaml

from gapless.cli_gaps import gaps_app
from gapless.gapscan.contracts import parse_actors, parse_contract
from gapless.gapscan.contracts.operators import NAMES
from gapless.gapscan.contracts.parts import ACTIONS
from gapless.gapscan.register.check import LEVELS
from gapless.gapscan.register.labels import label
from gapless.gapscan.register.model import FieldKey, Language

DOCS = Path(__file__).parents[3] / "docs"
OWN = {"import", "check", "list", "show", "move", "verify", "export"}


def manual(language: str) -> str:
    return (DOCS / language / "gap-register.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("language", list(Language))
def test_the_manual_names_everything(language: Language) -> None:
    text = manual(language.value)
    for name in (*LEVELS, *NAMES, *ACTIONS):
        assert f"`{name}`" in text, name
    for key in FieldKey:
        assert f"**{label(key, language)}" in text, key
    commands = {command.name for command in gaps_app.registered_commands}
    assert commands >= OWN
    for name in OWN:
        assert f"`gaps {name}" in text, name


@pytest.mark.parametrize("language", list(Language))
def test_levels_are_told_as_they_are(language: Language) -> None:
    rows = re.findall(r"^\| (`[a-z`, -]+) \| (error|warning|info) \|", manual(language.value), re.M)
    told = {code: level for codes, level in rows for code in re.findall(r"`([a-z-]+)`", codes)}
    assert told == {code: level.value for code, level in LEVELS.items()}


@pytest.mark.parametrize("language", list(Language))
def test_the_examples_are_sound(language: Language) -> None:
    blocks = re.findall(r"```yaml\n(.*?)```", manual(language.value), re.DOTALL)
    contract, event, browser, actors = blocks
    parse_contract(contract.encode(), "manual")
    for step in (event, browser):
        text = f"contract: 1\ngap: G-001\nas: owner\nsteps:\n{step}"
        parse_contract(text.encode(), "manual")
    assert set(parse_actors(actors.encode(), "manual", {}).actors) == {"owner", "robot", "nobody"}
    assert yaml.safe_load(actors)["tenant_header"] == "X-Tenant-ID"
