"""Feature flags in the panel: from a new flag to turning everything off, and back."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.support.panel import sign_in


@pytest.fixture
def owner_page(page: Page, password: str) -> Page:
    """The panel, signed in to as the demo's platform owner."""
    sign_in(page, "owner@example.com", password)
    return page


def confirm(page: Page, reason: str | None = None) -> None:
    if reason is not None:
        page.get_by_role("dialog").get_by_label("Reason").fill(reason)
    page.get_by_test_id("confirm").click()
    expect(page.get_by_test_id("confirm")).to_be_hidden()


def make_flag(page: Page, name: str) -> None:
    page.goto("/features")
    page.get_by_test_id("new-flag").click()
    page.get_by_role("dialog").get_by_label("Flag").first.fill(name)
    page.get_by_test_id("create-flag").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def state_of(page: Page, key: str, environment: str) -> Any:
    """Whether the flag is on, as the server has it."""
    return page.evaluate(
        """async ([key, environment]) => {
            const rows = await (await fetch('/api/v1/flags')).json();
            const flag = rows.find((row) => row.flag_id === key);
            return flag.environments.find((one) => one.environment === environment).enabled;
        }""",
        [key, environment],
    )


def explain(page: Page, country: str) -> str:
    page.get_by_test_id("tab-why").click()
    page.get_by_label("Value", exact=True).fill(country)
    with page.expect_response(re.compile("/explain")):
        page.get_by_test_id("explain").click()
    # Until then the answer before stands there.
    expect(page.get_by_test_id("explain")).not_to_have_attribute("data-loading", "true")
    outcome = page.get_by_test_id("explanation")
    expect(outcome).to_contain_text("Gets")
    return outcome.inner_text()


def test_a_flag_is_made_targeted_switched_explained_and_rolled_back(owner_page: Page) -> None:
    page = owner_page
    make_flag(page, "Night bonus")
    page.get_by_test_id("add-rule").click()
    rule = page.get_by_test_id("rule")
    rule.get_by_label("Name of rule 1").fill("Türkiye")
    rule.get_by_label("Attribute").fill("country")
    rule.get_by_label("Values").fill("TR")
    rule.get_by_label("Values").press("Enter")
    page.get_by_test_id("variant-default").click()
    page.get_by_role("option", name="off").click()
    expect(page.get_by_test_id("unsaved")).to_have_text("2 parts changed")

    page.get_by_test_id("try").click()
    expect(page.get_by_test_id("try-crowd")).to_contain_text("0 would get another value")
    page.get_by_test_id("save-targeting").click()
    expect(page.get_by_test_id("diff")).to_contain_text("country is one of TR")
    confirm(page, "Only Türkiye at first")
    expect(page.get_by_test_id("unsaved")).to_have_text("No changes")

    page.get_by_test_id("toggle-night_bonus").click(force=True)
    confirm(page)
    expect(page.locator("main")).to_contain_text("On")
    page.reload()
    expect(page.get_by_test_id("toggle-night_bonus")).to_be_checked()
    assert state_of(page, "night_bonus", "production") is True
    assert state_of(page, "night_bonus", "staging") is False

    assert "a rule matched" in explain(page, "TR")
    told = explain(page, "DE")
    assert "no rule matched" in told
    assert "country is DE" in told

    page.get_by_test_id("tab-history").click()
    page.get_by_role("button", name="v2").click()
    expect(page.get_by_test_id("version")).to_contain_text("Only Türkiye at first")
    page.get_by_test_id("version").get_by_role("button", name="Close").click()
    page.get_by_test_id("rollback-1").click()
    confirm(page, "Back to the beginning")
    expect(page.get_by_test_id("toggle-night_bonus")).not_to_be_checked()
    page.get_by_test_id("tab-targeting").click()
    expect(page.get_by_test_id("rule")).to_have_count(0)


def test_a_faulty_rule_is_told_where_it_is(owner_page: Page) -> None:
    page = owner_page
    make_flag(page, "Faulty flag")
    page.get_by_test_id("add-rule").click()
    rule = page.get_by_test_id("rule")
    rule.get_by_label("Attribute").fill("name")
    rule.get_by_label("Comparison").click()
    page.get_by_role("option", name="matches (regex)", exact=True).click()
    rule.get_by_label("Values").fill("(")
    rule.get_by_label("Values").press("Enter")
    page.get_by_test_id("try").click()
    expect(rule).to_contain_text("The regular expression cannot be used")
    rule.get_by_text("Split", exact=True).click()
    rule.get_by_label("Share in percent").first.fill("30")
    expect(rule).to_contain_text("Sum: 80 %")
    page.get_by_role("link", name="All flags").click()
    page.get_by_test_id("confirm").click()  # leave without saving
    expect(page).to_have_url(re.compile("/features$"))


def test_a_flag_is_scheduled_promoted_and_archived(owner_page: Page) -> None:
    page = owner_page
    make_flag(page, "Summer lobby")
    page.get_by_test_id("tab-schedule").click()
    page.get_by_test_id("new-schedule").click()
    page.get_by_label("Why").fill("The campaign")
    page.get_by_test_id("schedule").click()
    expect(page.get_by_role("table", name="Scheduled changes")).to_contain_text("Waiting")
    expect(page.locator("main")).to_contain_text("Scheduled")

    page.get_by_test_id("environment").get_by_text("Staging").click()
    page.get_by_test_id("new-ramp").click()
    page.get_by_test_id("start-ramp").click()
    confirm(page)
    expect(page.get_by_test_id("ramp")).to_contain_text("Running")
    page.get_by_role("button", name="Roll back").click()
    confirm(page, "Not yet")
    expect(page.get_by_test_id("ramp")).to_contain_text("Rolled back")

    page.get_by_test_id("tab-targeting").click()
    page.get_by_test_id("variant-default").click()
    page.get_by_role("option", name="off").click()
    page.get_by_test_id("save-targeting").click()
    confirm(page)
    page.get_by_test_id("promote").click()
    expect(page.get_by_role("dialog").get_by_test_id("diff")).to_contain_text("Everybody else")
    confirm(page)
    page.get_by_test_id("archive").click()
    confirm(page, "The summer is over")
    expect(page.get_by_test_id("archived")).to_be_visible()
    page.get_by_test_id("restore").click()
    expect(page.get_by_test_id("archived")).to_have_count(0)


def test_a_change_that_needs_consent_is_asked_for_and_decided(owner_page: Page) -> None:
    page = owner_page
    page.goto("/features/environments")
    card = page.get_by_test_id("environment-development")
    card.get_by_role("button", name="Rules").click()
    page.get_by_label("How many others have to agree").fill("1")
    confirm(page, "Four eyes")
    expect(card).to_contain_text("1 other")
    page.goto("/features?env=development")
    page.wait_for_load_state("networkidle")  # so that the question knows how many must agree
    page.get_by_test_id("toggle-push_opt_in").click(force=True)
    confirm(page, "Let us see it")
    page.goto("/features/approvals?status=open")
    page.get_by_role("button", name="Push opt-in at sign-up").click()
    expect(page.get_by_test_id("request")).to_contain_text("others decide on it")
    page.get_by_test_id("withdraw").click()
    confirm(page)
    expect(page.get_by_test_id("request")).to_be_hidden()
    page.get_by_role("button", name="Velocity checks").click()  # asked for by somebody else
    page.get_by_test_id("approve").click()
    confirm(page)
    expect(page.get_by_role("table")).not_to_contain_text("Velocity checks")
    page.goto("/features/environments")
    card.get_by_role("button", name="Rules").click()
    page.get_by_label("How many others have to agree").fill("0")
    confirm(page, "No longer")
    expect(card).to_contain_text("none")


def test_everything_is_turned_off_and_undone(owner_page: Page) -> None:
    page = owner_page
    page.goto("/features")
    expect(page.get_by_test_id("toggle-lobby_layout")).to_be_checked()
    page.get_by_test_id("all-off").click()
    expect(page.get_by_test_id("blast-radius")).to_contain_text("Lobby layout – Production")
    confirm(page, "An incident")
    expect(page.get_by_test_id("toggle-lobby_layout")).not_to_be_checked()
    page.reload()
    expect(page.get_by_test_id("all-off-banner")).to_contain_text("An incident")
    page.get_by_test_id("undo-all-off").click()
    expect(page.get_by_test_id("all-off-undone")).to_contain_text("on again")
    expect(page.get_by_test_id("toggle-lobby_layout")).to_be_checked()
    page.goto("/features/audit")
    expect(page.get_by_role("table")).to_contain_text("An incident")


def test_a_segment_is_made_used_and_kept(owner_page: Page) -> None:
    page = owner_page
    page.goto("/features/segments")
    page.get_by_test_id("new-segment").click()
    drawer = page.get_by_test_id("segment")
    drawer.get_by_role("textbox", name="Segment").first.fill("Newcomers")
    drawer.get_by_label("Attribute").fill("vip_level")
    drawer.get_by_label("Comparison").click()
    page.get_by_role("option", name="<", exact=True).click()
    drawer.get_by_label("Value", exact=True).fill("one")
    page.get_by_test_id("save-segment").click()
    expect(drawer).to_contain_text("one is not a number")
    drawer.get_by_label("Value", exact=True).fill("1")
    page.get_by_test_id("save-segment").click()
    expect(page.get_by_role("table")).to_contain_text("newcomers")
    # Counted by the worker, from the players whom the demo's flags were served to.
    expect(page.get_by_test_id("population-newcomers")).to_contain_text(
        re.compile(r"[1-9].*% of 2,6"), timeout=60_000
    )
    page.get_by_role("button", name="VIP players").click()
    expect(page.get_by_test_id("segment")).to_contain_text("Instant withdrawals (Production)")
    page.get_by_test_id("segment").get_by_role("button", name="Delete").click()
    page.get_by_test_id("confirm").click()
    expect(page.get_by_test_id("problem")).to_contain_text("high_rollers")
