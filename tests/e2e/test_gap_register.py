"""The gap register, from an import to a gap that a run has verified."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

REGISTER = Path(__file__).parents[1] / "gapscan" / "register" / "data" / "library.en.md"
CONTRACT = """contract: 1
gap: G-001
title: The server answers
as: nobody
steps:
  - name: The server answers
    request: GET /healthz
    expect: {status: 200}
"""
CAPTURE = {
    "log": {
        "version": "1.2",
        "entries": [
            {
                "startedDateTime": "2026-11-20T10:00:00Z",
                "_resourceType": "fetch",
                "request": {"method": "POST", "url": "https://shop.example/api/v1/refunds"},
                "response": {
                    "status": 404,
                    "content": {"mimeType": "application/json", "text": "{}"},
                },
            }
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


def test_a_gap_goes_from_its_import_to_verified(owner_page: Page, tmp_path: Path) -> None:
    page = owner_page
    page.goto("/gaps")
    expect(page.get_by_test_id("empty-state")).to_contain_text("no register yet")
    page.get_by_role("button", name="Import a register").first.click()
    page.locator("input[type=file]").set_input_files(REGISTER)
    expect(page.get_by_test_id("import-plan")).to_contain_text("G-001, G-002, G-003, G-004")
    expect(page.get_by_test_id("problems")).to_contain_text("not-in-triage")
    page.get_by_test_id("apply-import").click()
    expect(page.get_by_test_id("gap-summary")).to_contain_text("4 overdue")

    page.get_by_text("Board", exact=True).click()
    expect(page.get_by_test_id("gap-card")).to_have_count(4)
    expect(page).to_have_url(re.compile("view=board"))

    page.get_by_role("link", name="Manual upload answers 404").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("G-001")
    expect(page.get_by_test_id("escalation")).to_contain_text("curl -i")
    page.get_by_role("button", name="Write a contract").click()
    page.get_by_label("Contract (YAML)").fill("contract: 1\ngap: G-001\n")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_test_id("problem")).to_contain_text("line 1")
    page.get_by_label("Contract (YAML)").fill(CONTRACT)
    page.get_by_role("button", name="Save").click()

    for status in ("In Progress", "Fixed"):
        page.get_by_test_id(f"move-{status}").click()
        page.get_by_test_id("confirm").click()
        expect(page.get_by_test_id("confirm")).to_be_hidden()
    expect(page.get_by_test_id("move-Verified")).to_have_attribute("aria-disabled", "true")
    page.get_by_test_id("verify").click()
    expect(page.get_by_test_id("run-outcome")).to_contain_text("Passed", timeout=30_000)
    expect(page.get_by_test_id("timeline")).to_contain_text("Verified")
    expect(page.get_by_test_id("runs")).to_contain_text("contract passed")
    with page.expect_download() as download:
        page.get_by_test_id("runs").get_by_role("button").first.click()
    evidence = json.loads(Path(download.value.path()).read_text())
    assert evidence["gap"] == "G-001"

    page.get_by_role("button", name="Edit", exact=True).click()
    page.get_by_label("Owner", exact=True).fill("Catalogue team")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.locator("main")).to_contain_text("Catalogue team")

    capture = tmp_path / "shop.har"
    capture.write_text(json.dumps(CAPTURE))
    page.get_by_role("link", name="All gaps").click()
    page.get_by_role("button", name="Upload HAR or scan").click()
    page.locator("input[type=file]").set_input_files(capture)
    page.get_by_role("button", name="Upload", exact=True).click()
    expect(page.get_by_test_id("capture-result")).to_contain_text("1 findings, 1 of them new")
    page.get_by_role("dialog").get_by_role("button", name="Close").last.click()
    page.get_by_text("Findings", exact=True).click()
    page.get_by_role("button", name="Make it a gap").click()
    page.get_by_test_id("create-gap").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("G-005")
