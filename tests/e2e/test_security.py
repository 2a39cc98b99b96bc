"""Signing in with more than a password, ending sessions, and not locking oneself out."""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor

import asyncpg
import pyotp
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from gapless.platform.embedded_postgres import EmbeddedPostgres
from tests.e2e.test_shell import serious_findings
from tests.support.panel import sign_in
from tests.support.running import Product

PERSON = "renter@example.com"


@pytest.fixture
def by_name(product: Product) -> str:
    """The product under a name: passkeys are made for names, not for numbers."""
    return product.url.replace("127.0.0.1", "localhost")


def open_login(page: Page, address: str, password: str) -> None:
    page.goto(f"{address}/login")
    page.get_by_label("E-mail").fill(PERSON)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page: Page) -> None:
    page.get_by_test_id("user-menu").click()
    page.get_by_test_id("sign-out").click()
    expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()


def keep_codes(page: Page) -> list[str]:
    codes = page.get_by_test_id("recovery-codes")
    expect(codes).to_be_visible()
    found = codes.locator("code").all_inner_texts()
    page.get_by_label("I have kept them in a safe place").check()
    page.get_by_test_id("codes-done").click()
    return found


def type_code(page: Page, test_id: str, code: str) -> None:
    for box, digit in zip(page.get_by_test_id(test_id).locator("input").all(), code, strict=False):
        box.fill(digit)


def code_at(secret: str, steps: int) -> str:
    return pyotp.TOTP(secret).at(int(time.time()) + 30 * steps)


def grow_stale(product: Product) -> None:
    """Let the last proof of every session be an hour old."""

    async def go() -> None:
        connection = await asyncpg.connect(EmbeddedPostgres.attach(product.data_dir).dsn)
        try:
            await connection.execute("UPDATE sessions SET proved_at = now() - interval '1 hour'")
        finally:
            await connection.close()

    # In a thread of its own: Playwright's loop runs in this one.
    with ThreadPoolExecutor(1) as threads:
        threads.submit(lambda: asyncio.run(go())).result()


def test_an_authenticator_app_from_its_picture_to_the_second_step(
    page: Page, product: Product, password: str
) -> None:
    open_login(page, product.url, password)
    expect(page.get_by_test_id("user-menu")).to_be_visible()
    page.goto("/account")
    page.get_by_test_id("add-totp").click()
    expect(page.get_by_test_id("totp-qr")).to_be_visible()
    secret = page.get_by_test_id("totp-secret").inner_text()
    type_code(page, "first-code", "000000")
    page.get_by_test_id("confirm-totp").click()
    expect(page.get_by_test_id("problem")).to_have_attribute("data-error-code", "PROOF_INVALID")
    type_code(page, "first-code", code_at(secret, -1))
    page.get_by_test_id("confirm-totp").click()
    codes = keep_codes(page)
    assert len(codes) == 10
    sign_out(page)
    open_login(page, product.url, password)
    step = page.get_by_test_id("second-step")
    expect(step).to_be_visible()
    type_code(page, "totp-code", "000000")
    expect(page.get_by_test_id("problem")).to_have_attribute("data-error-code", "MFA_INVALID")
    type_code(page, "totp-code", code_at(secret, 0))
    expect(page.get_by_test_id("user-menu")).to_be_visible()
    sign_out(page)
    open_login(page, product.url, password)
    page.get_by_test_id("switch-recovery").click()
    page.get_by_label("Recovery code").fill(codes[0])
    step.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_test_id("user-menu")).to_be_visible()
    page.goto("/account")
    expect(page.get_by_text("9 left")).to_be_visible()
    page.get_by_test_id("remove-totp").click()
    page.get_by_test_id("confirm").click()
    expect(page.get_by_test_id("add-totp")).to_be_visible()


def test_a_passkey_as_second_factor_and_alone(page: Page, by_name: str, password: str) -> None:
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    open_login(page, by_name, password)
    expect(page.get_by_test_id("user-menu")).to_be_visible()
    page.goto(f"{by_name}/account")
    page.get_by_test_id("add-passkey").click()
    page.get_by_label("Name of the passkey").fill("Test laptop")
    page.get_by_test_id("save-passkey").click()
    keep_codes(page)
    expect(page.get_by_test_id("passkey")).to_contain_text("Test laptop")
    sign_out(page)
    open_login(page, by_name, password)
    page.get_by_test_id("use-passkey").click()
    expect(page.get_by_test_id("user-menu")).to_be_visible()
    sign_out(page)
    page.get_by_test_id("passkey-sign-in").click()
    expect(page.get_by_test_id("user-menu")).to_be_visible()
    page.goto(f"{by_name}/account")
    page.get_by_role("button", name="Remove Test laptop").click()
    page.get_by_test_id("confirm").click()
    expect(page.get_by_test_id("passkey")).to_have_count(0)


def test_a_session_that_is_ended_is_signed_out_in_the_other_browser(
    page: Page, context: BrowserContext, password: str
) -> None:
    sign_in(page, "owner@example.com", password)
    browser = context.browser
    assert browser is not None
    elsewhere = browser.new_context(base_url=page.url.partition("/login")[0], locale="en-GB")
    other = elsewhere.new_page()
    open_login(other, page.evaluate("location.origin"), password)
    expect(other.get_by_test_id("user-menu")).to_be_visible()
    page.goto(f"/admins/sessions?brand=all&search=%22{PERSON}%22")
    row = page.get_by_role("row").filter(has_text=PERSON).first
    row.get_by_role("button", name="End sessions of").click()
    page.get_by_role("menuitem", name="End all their sessions").click()
    page.get_by_label("Reason").fill("Seen in two places")
    page.get_by_test_id("confirm").click()
    expect(
        page.get_by_text("session ended").or_(page.get_by_text("sessions ended"))
    ).to_be_visible()
    expect(page.get_by_role("row").filter(has_text=PERSON)).to_have_count(0)
    other.goto(f"{page.evaluate('location.origin')}/games")
    expect(other.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
    elsewhere.close()
    page.goto(f"/admins/login-history?brand=all&search=%22{PERSON}%22")
    expect(page.get_by_role("row").filter(has_text=PERSON).first).to_contain_text("signed in")


def test_one_does_not_lock_oneself_out_by_a_network_and_a_stale_proof_is_asked_for_anew(
    page: Page, product: Product, password: str
) -> None:
    sign_in(page, "owner@example.com", password)
    page.goto("/admins/ip-devices")
    page.get_by_test_id("add-network").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Address or network").fill("127.0.0.0/8")
    dialog.get_by_label("Reason").fill("A mistake")
    dialog.get_by_test_id("save-network").click()
    expect(page.get_by_test_id("problem")).to_have_attribute(
        "data-error-code", "WOULD_LOCK_YOU_OUT"
    )
    dialog.get_by_label("Address or network").fill("203.0.113.0/24")
    grow_stale(product)
    dialog.get_by_test_id("save-network").click()
    proof = page.get_by_role("dialog").filter(has_text="Confirm that it is you")
    proof.get_by_label("Password", exact=True).fill("wrong")
    proof.get_by_test_id("prove").click()
    expect(proof.get_by_test_id("problem")).to_have_attribute("data-error-code", "WRONG_PASSWORD")
    proof.get_by_label("Password", exact=True).fill(password)
    proof.get_by_test_id("prove").click()
    row = page.get_by_role("row").filter(has_text="203.0.113.0/24")
    expect(row).to_contain_text("blocked")
    row.get_by_role("button", name="Remove").click()
    page.get_by_test_id("confirm").click()
    expect(row).to_have_count(0)


def require_second_factor(page: Page, *, is_on: bool) -> None:
    page.goto("/admins/security?brand=demo_renter")
    page.get_by_test_id("rule-require_2fa").set_checked(is_on, force=True)
    page.get_by_test_id("policy-reason").fill("The licence asks for it")
    page.get_by_test_id("save-policy").click()
    expect(page.get_by_text("The security policy is saved and holds now")).to_be_visible()


def test_a_second_factor_that_is_required_is_asked_for_in_open_sessions_too(
    page: Page, context: BrowserContext, product: Product, password: str
) -> None:
    browser = context.browser
    assert browser is not None
    elsewhere = browser.new_context(base_url=product.url, locale="en-GB")
    other = elsewhere.new_page()
    open_login(other, product.url, password)
    expect(other.get_by_test_id("user-menu")).to_be_visible()
    sign_in(page, "owner@example.com", password)
    require_second_factor(page, is_on=True)
    other.get_by_role("link", name="Games").first.click()
    expect(other.get_by_role("heading", name="Set up a second factor")).to_be_visible()
    other.goto("/account")  # nothing else works
    expect(other.get_by_role("heading", name="Set up a second factor")).to_be_visible()
    assert serious_findings(other) == []
    other.get_by_test_id("add-totp").click()
    expect(other.get_by_test_id("totp-qr")).to_be_visible()
    assert serious_findings(other) == []
    secret = other.get_by_test_id("totp-secret").inner_text()
    type_code(other, "first-code", code_at(secret, -1))
    other.get_by_test_id("confirm-totp").click()
    keep_codes(other)
    expect(other.get_by_test_id("remove-totp")).to_be_visible()
    # What is required cannot be taken away again, but by who may reset it.
    other.get_by_test_id("remove-totp").click()
    other.get_by_test_id("confirm").click()
    expect(other.get_by_test_id("problem")).to_have_attribute(
        "data-error-code", "LAST_SECOND_FACTOR"
    )
    page.goto("/admins/users?brand=demo_renter")
    listed = page.get_by_role("row").filter(has_text=PERSON)
    expect(listed.get_by_role("cell", name="on", exact=True)).to_be_visible()
    require_second_factor(page, is_on=False)
    page.goto("/admins/users?brand=demo_renter&factor=with")
    page.get_by_role("button", name="Robin Renter").click()
    page.get_by_test_id("reset-factors").click()
    page.get_by_label("Reason").last.fill("The trial is over")
    page.get_by_test_id("confirm").click()
    expect(page.get_by_text("The second factor of Robin Renter is reset")).to_be_visible()
    expect(page.get_by_test_id("reset-factors")).to_have_count(0)
    other.goto("/games")
    expect(other.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
    elsewhere.close()


def test_what_an_identity_provider_has_to_be_told_is_shown_to_be_copied(
    page: Page, product: Product, password: str
) -> None:
    sign_in(page, "owner@example.com", password)
    page.goto("/admins/security")
    scim = page.get_by_test_id("scim")
    expect(scim.get_by_test_id("address-scim_base_url")).to_have_text(
        f"{product.url}/api/v1/scim/v2"
    )
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    scim.get_by_role("button", name="Copy").click()
    assert page.evaluate("navigator.clipboard.readText()") == f"{product.url}/api/v1/scim/v2"
    expect(page.get_by_test_id("address-redirect_uri")).to_have_text(f"{product.url}/sso/callback")
