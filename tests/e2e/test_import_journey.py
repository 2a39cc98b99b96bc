"""G-001 in the browser: a foreign catalogue goes in, a game goes off, and all is taken back."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.support.catalogue import write_catalogue
from tests.support.panel import sign_in
from tests.support.running import Product, environment

LONG = 120_000


@pytest.mark.parametrize(
    ("games", "same", "conflicting"), [(500, 30, 4), (100_000, 20, 2)], ids=["usual", "100k"]
)
def test_map_resolve_import_switch_off_and_undo(
    page: Page, product: Product, tmp_path: Path, password: str, games: int, same: int,
    conflicting: int,
) -> None:  # fmt: skip
    file = write_catalogue(tmp_path / "site.json", games, same=same, conflicting=conflicting)
    sign_in(page, "admin@example.com", password)
    before = total(page)

    page.goto("/games/import")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_test_id("upload-submit").click()
    mapping = page.get_by_test_id("mapping")
    expect(mapping).to_be_visible(timeout=LONG)
    expect(page.get_by_test_id("map-external_id")).to_contain_text("G-000000")
    page.get_by_test_id("mapping-submit").click()

    duplicates = page.get_by_test_id("duplicates")
    expect(duplicates).to_be_visible(timeout=LONG)
    expect(page.get_by_test_id("import-open")).to_have_count(0)
    duplicates.get_by_text("Keep the first row").click()
    page.get_by_test_id("duplicates-submit").click()

    expect(page.get_by_test_id("import-open")).to_be_visible(timeout=LONG)
    expect(page.get_by_test_id("plan-added")).to_contain_text(f"{games:,}")
    page.get_by_test_id("import-open").click()
    page.get_by_test_id("confirm").click()
    expect(page.get_by_test_id("see-catalogue")).to_be_visible(timeout=LONG)
    job_address = page.url

    page.get_by_test_id("see-catalogue").click()
    expect(page).to_have_url(re.compile("/games"))
    assert total(page) == before + games
    page.goto("/games?search=G-000007")
    switch = page.get_by_role("switch").first
    expect(switch).to_be_checked()
    switch.click(force=True)
    page.get_by_role("dialog").get_by_label(re.compile("Reason")).fill("RTP under review")
    page.get_by_test_id("confirm").click()
    expect(switch).not_to_be_checked()
    page.reload()
    expect(page.get_by_role("switch").first).not_to_be_checked()

    page.goto(job_address)
    page.get_by_role("button", name="Undo import").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label(re.compile("Reason")).fill("Test delivery")
    page.get_by_test_id("confirm").click()
    expect(page.get_by_text("This import was undone")).to_be_visible(timeout=LONG)
    assert total(page) == before

    audit_shows_each_step(page)
    verified = subprocess.run(
        [sys.executable, "-m", "gapless.cli", "audit", "verify"],
        env=environment(product.data_dir, 1), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert verified.returncode == 0, verified.stdout + verified.stderr


def total(page: Page) -> int:
    """Games in the brand's catalogue now."""
    answer = page.request.get("/api/v1/games?page_size=1")
    count: int = answer.json()["meta"]["total"]
    return count


def audit_shows_each_step(page: Page) -> None:
    """Every step of the import stands in the audit log."""
    for action in (
        "game_import.uploaded", "game_import.mapping.changed", "game_import.duplicates.resolved",
        "game_import.import.completed", "game.toggled", "game_import.undone",
    ):  # fmt: skip
        page.goto(f"/audit?action={action}")
        expect(page.get_by_test_id("data-table").locator("tbody tr").first).to_be_visible()


def test_another_brand_sees_none_of_it(page: Page, tmp_path: Path, password: str) -> None:
    file = write_catalogue(tmp_path / "brand.json", 40, prefix="B")
    sign_in(page, "admin@example.com", password)
    page.goto("/games/import")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_test_id("upload-submit").click()
    page.get_by_test_id("mapping-submit").click(timeout=LONG)
    page.get_by_test_id("import-open").click(timeout=LONG)
    page.get_by_test_id("confirm").click()
    expect(page.get_by_test_id("see-catalogue")).to_be_visible(timeout=LONG)
    job_address = page.url
    page.context.clear_cookies()
    page.evaluate("localStorage.clear(); sessionStorage.clear()")
    sign_in(page, "renter@example.com", password)
    page.goto("/games?search=B-0000")
    expect(page.get_by_test_id("empty-state")).to_be_visible()
    page.goto(job_address)
    expect(page.get_by_test_id("problem")).to_be_visible()


def test_a_file_that_is_none_is_refused_in_words(page: Page, tmp_path: Path, password: str) -> None:
    broken = tmp_path / "broken.zip"
    broken.write_bytes(b"this is no zip")
    sign_in(page, "admin@example.com", password)
    page.goto("/games/import")
    page.locator("input[type=file]").set_input_files(broken)
    page.get_by_test_id("upload-submit").click()
    refused = page.get_by_test_id("upload-refused")
    expect(refused).to_be_visible()
    expect(refused).to_contain_text("was not accepted")
