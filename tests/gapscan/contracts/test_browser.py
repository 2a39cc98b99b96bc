"""Browser steps in a real Chromium: what a person would see decides."""

import shutil
from pathlib import Path

import pytest

from gapless.gapscan.contracts import browser
from gapless.gapscan.contracts.actors import Actors
from gapless.gapscan.contracts.evidence import keep
from gapless.gapscan.contracts.load import parse_contract
from gapless.gapscan.contracts.result import Outcome, RunResult
from gapless.gapscan.contracts.runner import run_contract
from gapless.gapscan.register.vault import place
from tests.gapscan.contracts.lending import Library

STEPS = """\
contract: 1
gap: G-002
as: desk
steps:
  - name: The panel shows the card
    browser:
      - open: /
      - fill: {label: E-mail, value: "${actor.email}"}
      - fill: {selector: "input[type=password]", value: "${actor.password}"}
      - click: {role: button, name: Sign in}
      - see: c-1 active
      - not_see: {text: c-9, within: 1}
      - screenshot: cards
"""
needs_browser = pytest.mark.skipif(
    not any(map(shutil.which, browser.BROWSERS)), reason="no Chromium on this machine"
)


def run(text: str, base_url: str, actors: Actors) -> RunResult:
    return run_contract(parse_contract(text.encode(), "c.yaml"), base_url, actors)


@needs_browser
def test_a_person_signs_in_and_sees_the_card(
    tmp_path: Path, library: Library, base_url: str, actors: Actors
) -> None:
    result = run(STEPS, base_url, actors)
    assert result.outcome is Outcome.PASSED, result.summary
    assert [name for name, _ in result.steps[0].pictures] == ["cards", "end"]
    digests = keep(tmp_path, result, b"")
    pictures = [place(tmp_path, digest, ".png") for digest in digests]
    images = [path for path in pictures if path.exists()]
    assert images
    assert all(path.read_bytes().startswith(b"\x89PNG") for path in images)


@needs_browser
def test_what_the_page_does_not_show_fails_with_a_picture(
    library: Library, base_url: str, actors: Actors
) -> None:
    library.cards["c-1"] = False
    text = STEPS.replace("see: c-1 active\n", "see: {text: c-1 active, within: 0.5}\n")
    result = run(text, base_url, actors)
    assert result.outcome is Outcome.FAILED
    assert "the page shows 'c-1 active', got not seen" in str(result.summary)
    assert len(result.steps[0].pictures) == 1


def test_without_a_browser_nothing_is_said_of_the_gap(
    base_url: str, actors: Actors, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GAPLESS_BROWSER", "/nonexistent/browser")
    result = run(STEPS, base_url, actors)
    assert result.outcome is Outcome.ERROR
    assert "no browser could be started" in str(result.summary)
