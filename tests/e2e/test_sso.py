"""An owner makes the brand believe an identity provider, and somebody new signs in through it."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page, expect

from tests.support.oidc import CLIENT_ID, CLIENT_SECRET, open_id_provider
from tests.support.panel import sign_in
from tests.support.running import ROOT, Product

PERSON = {"email": "ada@corp.example", "email_verified": True, "name": "Ada Lovelace"}


def test_somebody_new_signs_in_through_a_provider_that_the_owner_added(
    page: Page, browser: Browser, product: Product, password: str
) -> None:
    with open_id_provider([f"{product.url}/sso/callback"], {"ada": PERSON}) as op:
        sign_in(page, "owner@example.com", password)
        page.goto("/admins/security")
        page.get_by_test_id("add-provider").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("Name", exact=False).first.fill("Corp ID")
        dialog.get_by_role("textbox", name="Issuer").fill("https://127.0.0.1:9/nobody")
        dialog.get_by_label("Client ID").fill(CLIENT_ID)
        dialog.get_by_role("textbox", name="Client secret").fill(CLIENT_SECRET)
        domains = dialog.get_by_label("E-mail domains")
        domains.fill("corp.example")
        domains.press("Enter")
        dialog.get_by_role("switch", name="Make accounts for new people").check()
        dialog.get_by_test_id("save-provider").click()
        expect(dialog.get_by_test_id("problem")).to_have_attribute(
            "data-error-code", "SSO_ISSUER_INVALID"
        )
        dialog.get_by_role("textbox", name="Issuer").fill(op.issuer)
        page.screenshot(path=ROOT / "test-artifacts" / "sso-dialog.png")
        dialog.get_by_test_id("save-provider").click()
        row = page.get_by_test_id("sso-providers").get_by_role("row", name=re.compile("Corp ID"))
        expect(row).to_contain_text("corp.example")

        other = browser.new_context(
            base_url=product.url,
            locale="en-GB",
            record_har_path=ROOT / "test-artifacts" / "har" / "sso_visitor.har",
            record_har_url_filter="**/api/**",
        )
        try:
            visitor = other.new_page()
            visitor.goto("/games")
            expect(visitor.get_by_role("button", name="Continue with Corp ID")).to_have_count(0)
            visitor.get_by_label("E-mail").fill("ada@corp.example")
            visitor.get_by_role("button", name="Continue with Corp ID").click()
            visitor.locator("input[name=login]").fill("ada")
            visitor.locator("input[name=password]").fill("anything")
            visitor.get_by_role("button", name="Sign-in").click()
            visitor.get_by_role("button", name="Continue").click()
            expect(visitor).to_have_url(re.compile(r"/games$"))
            visitor.goto("/account")
            expect(visitor.get_by_role("main")).to_contain_text("Ada Lovelace")
            expect(visitor.get_by_role("main")).to_contain_text("Corp ID")
            visitor.screenshot(path=ROOT / "test-artifacts" / "sso-account.png", full_page=True)
        finally:
            other.close()

        page.reload()
        expect(row).to_contain_text("1")
        page.screenshot(path=ROOT / "test-artifacts" / "sso-provider.png")
        row.get_by_role("switch").press("Space")
        expect(row.get_by_role("switch")).not_to_be_checked()
        stranger = browser.new_context(base_url=product.url, locale="en-GB")
        try:
            late = stranger.new_page()
            late.goto("/login")
            late.get_by_label("E-mail").fill("ada@corp.example")
            late.wait_for_load_state("networkidle")
            expect(late.get_by_role("button", name="Continue with Corp ID")).to_have_count(0)
        finally:
            stranger.close()
