"""Experiments in the browser: read what was computed, make one, start it, ship it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.test_shell import serious_findings
from tests.support.panel import sign_in


@pytest.fixture
def tab(page: Page, password: str) -> Page:
    """The list of experiments, signed in to as the demo's platform owner."""
    sign_in(page, "owner@example.com", password)
    page.goto("/features/experiments")
    expect(page.get_by_role("link", name="Carousel in the lobby")).to_be_visible()
    return page


def test_results_are_read_with_their_warnings(tab: Page) -> None:
    page = tab
    page.get_by_role("link", name="Three amounts at the cashier").click()
    expect(page.get_by_test_id("verdict")).to_have_attribute("data-verdict", "winner")
    expect(page.get_by_test_id("verdict")).to_contain_text("Three buttons")
    expect(page.get_by_test_id("ratio-check")).to_contain_text("as planned")
    conversion = page.get_by_test_id("metric-conversion")
    expect(conversion.get_by_test_id("lift-buttons")).to_contain_text("+")
    expect(conversion.get_by_role("img").first).to_be_visible()
    readings = conversion.get_by_role("table", name="Every variant against the control")
    expect(readings.get_by_role("row").filter(has_text="Three buttons")).to_contain_text("< 0.001")
    expect(page.get_by_role("img", name=re.compile("over time"))).to_be_visible()
    assert serious_findings(page) == []
    page.get_by_role("link", name="All experiments").click()
    page.get_by_role("link", name="Reminder of an open deposit").click()
    expect(page.get_by_test_id("verdict")).to_have_attribute("data-verdict", "mismatch")
    expect(page.get_by_test_id("ratio-check")).to_contain_text("not as planned")


def test_the_planner_answers(tab: Page) -> None:
    page = tab
    page.get_by_test_id("open-planner").click()
    outcome = page.get_by_test_id("plan-outcome")
    expect(outcome).to_contain_text("28,626")
    page.get_by_test_id("plan-effect").fill("20")
    expect(outcome).not_to_contain_text("28,626")
    expect(outcome).to_contain_text("13,876")  # as many for a verdict at any time
    expect(outcome).to_contain_text("8 weeks")
    assert serious_findings(page) == []


def test_an_experiment_is_made_started_and_shipped(tab: Page) -> None:
    page = tab
    page.get_by_test_id("new-experiment").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name", exact=False).first.fill("Mood again")
    page.get_by_test_id("experiment-flag").click()
    page.get_by_role("option", name="Search by mood").click()
    page.get_by_test_id("next-step").click()
    expect(dialog.get_by_label("Name: on")).to_be_visible()
    dialog.get_by_label("Name: on").fill("With mood")
    page.get_by_test_id("next-step").click()
    expect(dialog.get_by_label("Metric", exact=False).first).to_have_value("conversion")
    page.get_by_test_id("next-step").click()
    page.get_by_test_id("take-plan").click()
    expect(dialog.get_by_label("Planned users")).to_have_value("54,814")
    assert serious_findings(page) == []
    page.get_by_test_id("next-step").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Mood again")
    expect(page.get_by_test_id("verdict")).to_have_attribute("data-verdict", "no_users")
    page.get_by_test_id("act-start").click()
    page.get_by_test_id("confirm").click()
    expect(page.get_by_test_id("act-pause")).to_be_visible()
    page.get_by_test_id("more-acts").click()
    page.get_by_test_id("act-ship").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("With mood").check()
    dialog.get_by_label("Reason").fill("Everybody asked for it")
    dialog.get_by_test_id("confirm").click()
    expect(dialog).to_be_hidden()
    expect(page.get_by_test_id("verdict")).to_contain_text("Everybody asked for it")
    page.get_by_role("link", name="All experiments").click()
    row = page.get_by_role("row").filter(has_text="Mood again")
    expect(row).to_contain_text("completed")
