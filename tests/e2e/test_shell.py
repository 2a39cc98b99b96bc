"""Signing in, languages, themes, the keyboard, and what another role sees."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.support.panel import sign_in
from tests.support.running import ROOT

PAGES = (
    "/",
    "/games",
    "/games/tables",
    "/games/import",
    "/audit",
    "/kill-switch",
    "/tenants",
    "/admins/users",
    "/admins/roles",
    "/admins/teams",
    "/admins/permission-matrix",
    "/admins/invites",
    "/admins/activity-log",
    "/admins/sessions",
    "/admins/login-history",
    "/admins/security",
    "/admins/ip-devices",
    "/admins/api-keys",
    "/admins/risk-score",
    "/admins/delegation",
    "/keys",
    "/features",
    "/features/segments",
    "/features/environments",
    "/features/approvals",
    "/features/experiments",
    "/features/analytics",
    "/features/audit",
    "/gaps",
    "/gaps/G-001",
    "/account",
)
AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"


def serious_findings(page: Page) -> list[str]:
    """What axe finds on the page that is serious or critical."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    result: dict[str, Any] = page.evaluate("async () => await axe.run()")
    return [
        f"{v['id']}: {v['nodes'][0]['html'][:150]}"
        for v in result["violations"]
        if v["impact"] in ("serious", "critical")
    ]


def test_a_wrong_password_is_told_and_the_right_one_leads_where_one_wanted(
    page: Page, password: str
) -> None:
    page.goto("/audit")
    expect(page).to_have_url(re.compile("/login"))
    page.get_by_label("E-mail").fill("owner@example.com")
    page.get_by_label("Password", exact=True).fill("wrong")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert").first).to_contain_text("wrong")
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(re.compile("/audit"))


def test_signing_out_ends_it(page: Page, password: str) -> None:
    sign_in(page, "owner@example.com", password)
    page.get_by_test_id("user-menu").click()
    page.get_by_test_id("sign-out").click()
    expect(page).to_have_url(re.compile("/login"))
    page.goto("/games")
    expect(page).to_have_url(re.compile("/login"))


def test_a_support_admin_sees_only_what_they_may(page: Page, password: str) -> None:
    sign_in(page, "support@example.com", password)
    menu = page.get_by_role("navigation").first
    expect(menu.get_by_text("Games")).to_be_visible()
    expect(menu.get_by_text("Audit Log")).to_have_count(0)
    expect(menu.get_by_text("Tenants")).to_have_count(0)


# Each language and each theme once: words do not depend on colours.
@pytest.mark.parametrize(("language", "scheme"), [("en", "light"), ("tr", "dark")])
def test_every_page_in_both_languages_and_themes_without_a_serious_axe_finding(
    page: Page, password: str, language: str, scheme: str
) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of the two
    sign_in(page, "owner@example.com", password)
    page.get_by_test_id("user-menu").click()
    page.get_by_text("Türkçe" if language == "tr" else "English").first.click()
    found: dict[str, list[str]] = {}
    for address in PAGES:
        page.goto(address)
        page.wait_for_load_state("networkidle")
        expect(page.locator("html")).to_have_attribute("lang", language)
        shot = ROOT / "test-artifacts" / "pages"
        shot.mkdir(parents=True, exist_ok=True)
        name = address.strip("/").replace("/", "-") or "dashboard"
        page.screenshot(path=shot / f"{name}-{language}-{scheme}.png")
        if serious := serious_findings(page):
            found[address] = serious
    assert found == {}


def test_a_phone_shows_every_page_and_the_way_out(page: Page, password: str) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    sign_in(page, "owner@example.com", password)
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    for address in ("/", "/kill-switch", "/admins/sessions", "/features/experiments", "/account"):
        page.goto(address)
        page.wait_for_load_state("networkidle")
        assert not page.evaluate(wide), f"{address} scrolls sideways"
    page.get_by_role("button", name="Open menu").click()
    page.get_by_role("navigation").get_by_text("Games").click()
    expect(page).to_have_url(re.compile("/games"))
    expect(page.get_by_role("button", name="Open menu")).to_be_visible()
    page.get_by_test_id("user-menu").click()
    page.get_by_test_id("sign-out").click()
    expect(page).to_have_url(re.compile("/login"))
