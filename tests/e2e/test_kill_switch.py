"""The kill switch in the browser: look at what it would stop, throw it, see it bite, lift it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.test_shell import serious_findings
from tests.support.panel import sign_in


@pytest.fixture
def owner_page(page: Page, password: str) -> Page:
    """The kill switch's page, signed in to as the demo's platform owner."""
    sign_in(page, "owner@example.com", password)
    page.get_by_test_id("menu-killSwitch").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kill Switch")
    return page


def choose(page: Page, field: str, option: str) -> None:
    page.get_by_test_id(field).click()
    page.get_by_role("option", name=option, exact=True).click()


def test_a_module_is_switched_off_for_a_brand_and_lifted_with_one_click(
    owner_page: Page,
) -> None:
    page = owner_page
    before = page.get_by_test_id("standing-switch")
    expect(before).to_have_count(1)  # of the demo data
    page.get_by_test_id("throw-games").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_test_id("confirm")).to_be_disabled()
    choose(page, "throw-brand", "Demo Casino")
    radius = dialog.get_by_test_id("blast-radius")
    expect(radius).to_contain_text("/api/v1/games/{game_id}/toggle")
    expect(radius.get_by_test_id("radius-traffic")).to_contain_text("in the last hour")
    assert serious_findings(page) == []
    dialog.get_by_label("Reason").fill("INC-7: wrong prizes are shown")
    dialog.get_by_test_id("end").select_option("1h")
    dialog.get_by_test_id("confirm").click()
    expect(dialog).to_be_hidden()

    thrown = page.get_by_test_id("standing-switch").filter(has_text="INC-7")
    expect(thrown).to_contain_text("Games")
    expect(thrown).to_contain_text("off for Demo Casino")
    expect(thrown).to_contain_text("owner@example.com")
    # It bites: whoever works in that brand is told so.
    page.get_by_test_id("brand-switcher").click()
    page.get_by_role("menuitem", name="Demo Casino").click()
    page.goto("/games")
    expect(page.get_by_test_id("problem")).to_contain_text("switched off")
    # In that brand the kill switch is no feature, and still it can be lifted from there.
    page.goto("/kill-switch")
    expect(page.get_by_test_id("throw")).to_have_count(0)
    page.get_by_test_id("standing-switch").filter(has_text="INC-7").get_by_test_id("lift").click()
    expect(page.get_by_test_id("standing-switch").filter(has_text="INC-7")).to_have_count(0)
    row = page.get_by_role("row").filter(has_text="INC-7")
    expect(row).to_contain_text("lifted")
    page.goto("/games")
    expect(page.get_by_test_id("problem")).to_have_count(0)
    expect(page.get_by_test_id("data-table")).to_be_visible()


def test_a_module_of_another_system_says_so_and_the_history_is_filtered(
    owner_page: Page,
) -> None:
    page = owner_page
    page.get_by_test_id("throw").click()
    choose(page, "throw-module", "CRM")
    page.get_by_label("every brand").check()
    expect(page.get_by_test_id("blast-radius")).to_contain_text("other system's panel")
    page.get_by_test_id("end").select_option("at")
    page.get_by_label("Moment (UTC)").fill("2020-01-01T00:00")
    page.get_by_role("dialog").get_by_label("Reason").fill("only to try")
    page.get_by_test_id("confirm").click()
    expect(page.get_by_text("This moment has passed.")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("search").get_by_label("Module").click()
    page.get_by_role("option", name="CRM", exact=True).click()
    expect(page).to_have_url(re.compile("module=crm"))
    expect(page.get_by_role("row").filter(has_text="ended by the clock")).to_have_count(1)
