"""Analytics of flags in the panel: what a program asks for is seen, by variant, and exported."""

from __future__ import annotations

import csv
import time
from pathlib import Path

import httpx
from playwright.sync_api import Page, expect

from tests.e2e.test_shell import serious_findings
from tests.support.panel import sign_in
from tests.support.running import Product

ASKED = 3


def ask_for(product: Product, password: str, key: str) -> None:
    """Ask as a program does, three times for one player."""
    with httpx.Client(base_url=product.url, timeout=30) as client:
        who = {"email": "owner@example.com", "password": password}
        token = client.post("/api/v1/auth/login", json=who).json()["access_token"]
        client.headers["Authorization"] = f"Bearer {token}"
        client.headers["X-Flag-Environment"] = "development"
        for _ in range(ASKED):
            answer = client.post(
                f"/ofrep/v1/evaluate/flags/{key}", json={"context": {"targetingKey": "player-1"}}
            )
            assert answer.status_code == 200, answer.text


def test_what_a_program_asks_for_is_seen_and_exported(
    page: Page, product: Product, password: str
) -> None:
    sign_in(page, "owner@example.com", password)
    page.goto("/features/analytics")
    expect(page.get_by_test_id("analytics").get_by_role("img")).to_be_visible()
    expect(page.get_by_role("table")).to_contain_text("lobby_layout")
    page.get_by_test_id("analytics-environment").click()
    page.get_by_role("option", name="Development").click()
    expect(page.get_by_test_id("analytics")).to_contain_text("Nothing was asked for")
    expect(page.get_by_test_id("export-analytics")).to_be_disabled()

    ask_for(product, password, "crash_games")
    page.get_by_test_id("analytics-flag").fill("Crash")
    page.get_by_role("option", name="Crash games").click()
    expect(page.get_by_test_id("analytics-flag")).to_have_value("Crash games")
    page.get_by_test_id("period").get_by_text("1 hour").click()
    totals = page.get_by_test_id("analytics-totals")
    all_of_them = f"{ASKED} evaluations · {ASKED} exposures"
    give_up = time.monotonic() + 15
    # Written within a second or so, and three questions can fall into two writes.
    while all_of_them not in totals.inner_text() and time.monotonic() < give_up:
        page.reload()
        expect(totals).to_be_visible()
    expect(totals).to_contain_text(all_of_them)
    chart = page.get_by_test_id("analytics").get_by_role("img")
    expect(chart).to_have_accessible_name(f"Counts over time. on: {ASKED}")
    expect(page.get_by_role("table", name="Variants of Crash games")).to_contain_text("100%")
    page.get_by_test_id("measure").get_by_text("Exposures").click()
    expect(chart).to_be_visible()
    assert serious_findings(page) == []

    with page.expect_download() as started:
        page.get_by_test_id("export-analytics").click()
    header, *rows = csv.reader(Path(started.value.path()).read_text("utf-8").splitlines())
    assert header == ["start", "environment", "flag", "variant", "evaluations", "exposures"]
    assert [row[1:4] for row in rows] == [["development", "crash_games", "on"]]
    assert sum(int(row[4]) for row in rows) == ASKED
    page.get_by_test_id("clear-filters").click()
    expect(page.get_by_role("table")).to_contain_text("new_cashier")
