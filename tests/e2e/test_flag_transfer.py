"""Flags in from another system's file and out as one, in a browser."""

from __future__ import annotations

import json
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.support.panel import sign_in

FILES = Path(__file__).parents[1] / "flagimport" / "files"


def test_flags_are_imported_after_a_report_and_exported(page: Page, password: str) -> None:
    sign_in(page, "owner@example.com", password)
    page.goto("/features")
    page.get_by_test_id("transfer").click()
    page.get_by_test_id("import-flags").click()
    dialog = page.get_by_role("dialog")
    chooser = dialog.locator("input[type=file]")

    chooser.set_input_files(
        {"name": "bad.json", "mimeType": "application/json", "buffer": b'{"flags": {,}}'}
    )
    expect(dialog.get_by_test_id("problem")).to_contain_text("line 1, column 12")
    expect(dialog.get_by_test_id("apply-flag-import")).to_be_disabled()

    chooser.set_input_files(FILES / "unleash.json")
    expect(dialog.get_by_test_id("import-format")).to_have_value("Unleash")
    report = dialog.get_by_test_id("import-report")
    expect(report.get_by_test_id("import-row-left-custom")).to_contain_text("moonPhase")
    expect(report.get_by_test_id("import-row-is-third")).to_contain_text("As it was")
    dialog.get_by_test_id("import-environment").click()
    page.get_by_role("option", name="Staging").click()
    dialog.get_by_test_id("apply-flag-import").click()
    page.get_by_role("dialog").last.get_by_label("Reason").fill("We move from Unleash")
    page.get_by_test_id("confirm").click()
    expect(page.get_by_test_id("confirm")).to_be_hidden()
    expect(page.get_by_role("table", name="Flags")).to_contain_text("is-third")

    page.get_by_text("Staging", exact=True).click()
    page.get_by_test_id("transfer").click()
    with page.expect_download() as waiting:
        page.get_by_test_id("export-gapless").click()
    assert waiting.value.suggested_filename == "flags.staging.gapless.json"
    written = json.loads(Path(waiting.value.path()).read_text(encoding="utf-8"))
    flags = {flag["key"]: flag for flag in written["flags"]}
    assert flags["is-third"]["enabled"] is True
    assert flags["is-third"]["rules"][0]["when"][0]["hash"] == "unleash"
