"""The gap register in a browser: the demo's own gaps, an import, a capture, and a gap proven."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

CONTRACT = """contract: 1
gap: {gap}
title: The server answers
as: nobody
steps:
  - name: The server answers
    request: GET /healthz
    expect: {{status: 200}}
"""
CAPTURE = {
    "log": {
        "version": "1.2",
        "entries": [
            {
                "startedDateTime": "2026-11-20T10:00:00Z",
                "_resourceType": "fetch",
                "request": {"method": method, "url": f"https://shop.example/api/v1/{path}"},
                "response": {
                    "status": 404,
                    "content": {"mimeType": "application/json", "text": "{}"},
                },
            }
            # This server has the route of the second, and not that one game.
            for method, path in (("POST", "refunds"), ("GET", "games/no-such-game"))
        ],
    }
}


@pytest.fixture
def owner_page(page: Page, password: str) -> Page:
    """The panel, signed in to as the demo's platform owner."""
    page.goto("/login")
    page.get_by_label("E-mail").fill("owner@example.com")
    page.locator("input[type=password]").fill(password)
    page.get_by_role("button", name="Sign in").click()
    expect(page).not_to_have_url(re.compile("/login"))
    return page


def test_the_demos_own_gap_is_proven_by_a_click(owner_page: Page, password: str) -> None:
    page = owner_page
    page.goto("/gaps")
    expect(page.get_by_test_id("gap-summary")).to_contain_text("gaps")
    expect(page.get_by_test_id("ready")).to_have_count(0)
    page.get_by_role("link", name="G-001", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("G-001")
    expect(page.get_by_test_id("escalation")).to_contain_text("curl -i")
    page.get_by_test_id("verify").click()
    expect(page.get_by_test_id("run-outcome")).to_contain_text("Passed", timeout=120_000)
    expect(page.get_by_test_id("timeline")).to_contain_text("Confirmed")
    page.get_by_test_id("runs").get_by_role("button", name="Evidence").first.click()
    viewer = page.get_by_test_id("evidence")
    expect(viewer).to_contain_text("has the hash of its name")
    pictures = viewer.locator("img")
    expect(pictures).to_have_count(2)
    expect(viewer).to_contain_text("/api/v1/game-import/manual/upload")
    expect(viewer).not_to_contain_text(password)


def test_an_import_shows_what_it_would_change(owner_page: Page, tmp_path: Path) -> None:
    page = owner_page
    page.goto("/gaps")
    exported = page.request.get("/api/v1/gaps/export?language=en").text()
    assert "| G-003 |" in exported
    changed = tmp_path / "REGISTER.en.md"
    [row] = [line for line in exported.splitlines() if line.startswith("| G-003 |")]
    changed.write_text(exported.replace(row, row.replace("| Backend |", "| Data |")))
    page.get_by_role("button", name="Import a register").first.click()
    page.locator("input[type=file]").set_input_files(changed)
    expect(page.get_by_test_id("import-plan")).to_be_visible()
    expect(page.get_by_test_id("problems")).to_contain_text("triage-differs")
    page.get_by_role("dialog").get_by_role("button", name="Close").first.click()


def test_a_finding_becomes_a_gap_and_goes_to_verified(owner_page: Page, tmp_path: Path) -> None:
    page = owner_page
    capture = tmp_path / "shop.har"
    capture.write_text(json.dumps(CAPTURE))
    page.goto("/gaps")
    page.get_by_role("button", name="Upload HAR or scan").click()
    page.locator("input[type=file][accept*='.har']").set_input_files(capture)
    expect(page.get_by_test_id("capture-server")).to_have_value(re.compile("This server"))
    page.get_by_role("button", name="Upload", exact=True).click()
    result = page.get_by_test_id("capture-result")
    expect(result).to_contain_text("1 finding, 1 of them new", timeout=30_000)
    page.get_by_role("dialog").get_by_role("button", name="Close").last.click()
    page.get_by_text("Findings", exact=True).click()
    page.get_by_role("button", name="Make it a gap").click()
    page.get_by_label("Owner", exact=True).fill("Payments")
    page.get_by_label("SLA", exact=True).fill("7d")
    page.get_by_label("Verification", exact=True).fill("The refund answers 200.")
    page.get_by_test_id("create-gap").click()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_contain_text("/api/v1/refunds")
    gap = (heading.text_content() or "").split()[0]

    page.get_by_role("button", name="Edit", exact=True).click()
    page.get_by_label("Title").fill("Refunds have no route")
    page.get_by_label("Menu path").fill("Core → Payments")
    page.get_by_role("tab", name="Turkish").last.click()
    page.get_by_label("Title").fill("İadelerin uç noktası yok")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(heading).to_contain_text(f"{gap} Refunds have no route")
    expect(page.locator("main")).to_contain_text("Core → Payments")

    page.get_by_role("button", name="Write a contract").click()
    page.get_by_label("Contract (YAML)").fill(f"contract: 1\ngap: {gap}\n")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_test_id("problem")).to_contain_text("line 1")
    page.get_by_label("Contract (YAML)").fill(CONTRACT.format(gap=gap))
    page.get_by_role("button", name="Save").click()
    for status in ("In Progress", "Fixed"):
        page.get_by_test_id(f"move-{status}").click()
        page.get_by_test_id("confirm").click()
        expect(page.get_by_test_id("confirm")).to_be_hidden()
    expect(page.get_by_test_id("move-Verified")).to_have_attribute("aria-disabled", "true")
    page.get_by_test_id("verify").click()
    expect(page.get_by_test_id("run-outcome")).to_contain_text("Passed", timeout=60_000)
    expect(page.get_by_test_id("timeline")).to_contain_text("Verified")

    page.get_by_role("link", name="All gaps").click()
    page.get_by_text("Board", exact=True).click()
    expect(page.get_by_test_id("gap-card").filter(has_text=gap)).to_have_count(1)
    expect(page).to_have_url(re.compile("view=board"))
