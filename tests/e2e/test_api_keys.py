"""API keys in the panel: made, copied, called with, switched off and on, rotated, deleted."""

from __future__ import annotations

import re
import time
from uuid import uuid4

import httpx
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.e2e.test_shell import serious_findings
from tests.support.panel import sign_in
from tests.support.running import Product


def status_with(product: Product, secret: str, path: str = "/api/v1/games") -> int:
    """What the API answers to a program that calls with the key."""
    headers = {"Authorization": f"Bearer {secret}", "User-Agent": "e2e-feed/1.0"}
    return httpx.get(product.url + path, headers=headers, timeout=30).status_code


def wait_for_status(product: Product, secret: str, status: int) -> None:
    """The panel may still be sending what it shows already."""
    deadline = time.monotonic() + 60
    while (got := status_with(product, secret)) != status:
        assert time.monotonic() < deadline, got
        time.sleep(0.1)


def make_key(page: Page, name: str, *scopes: str) -> str:
    """Make a key in the dialog; the secret it shows."""
    page.get_by_test_id("new-key").click()
    dialog = page.get_by_role("dialog", name="New API key")
    dialog.get_by_label(re.compile("^Name")).fill(name)
    for scope in scopes:
        dialog.get_by_test_id(f"scope-{scope}").check()
    dialog.get_by_test_id("create-key").click()
    return stored_secret(page)


def stored_secret(page: Page) -> str:
    """The secret in the dialog that shows it once; closes the dialog."""
    shown = page.get_by_test_id("secret")
    expect(shown).to_be_visible(timeout=30_000)
    secret = shown.inner_text()
    expect(page.get_by_test_id("secret-close")).to_be_disabled()
    page.keyboard.press("Escape")
    expect(shown).to_be_visible()
    page.get_by_test_id("secret-stored").check()
    page.get_by_test_id("secret-close").click()
    expect(shown).to_have_count(0)
    return secret


def row_of(page: Page, name: str) -> Locator:
    return page.get_by_role("row").filter(has_text=name)


def test_a_key_is_made_called_with_switched_off_and_on(
    page: Page, context: BrowserContext, product: Product, password: str
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    sign_in(page, "owner@example.com", password)
    page.goto("/keys")
    expect(page.get_by_role("heading", name="API Keys", exact=True)).to_be_visible()
    name = f"Feed {uuid4().hex[:6]}"
    page.get_by_test_id("new-key").click()
    dialog = page.get_by_role("dialog", name="New API key")
    dialog.get_by_test_id("create-key").click()
    expect(dialog.get_by_text("Give the key a name.")).to_be_visible()
    dialog.get_by_role("button", name="Cancel").click()
    secret = make_key(page, name, "games.read")
    assert status_with(product, secret) == 200
    assert status_with(product, secret, "/api/v1/audit/events") == 403

    row = row_of(page, name)
    expect(row).to_contain_text("Active")
    row.get_by_role("switch").press("Space")
    expect(row).to_contain_text("Off")
    wait_for_status(product, secret, 401)
    page.reload()
    expect(row_of(page, name)).to_contain_text("Off")
    row_of(page, name).get_by_role("switch").press("Space")
    expect(row_of(page, name)).to_contain_text("Active")
    wait_for_status(product, secret, 200)

    # The detail shows who called, from where, and what was done to the key.
    row_of(page, name).get_by_role("button", name=name).click()
    drawer = page.get_by_role("dialog", name=name)
    expect(drawer.get_by_text("e2e-feed/1.0")).to_be_visible(timeout=30_000)
    expect(drawer.get_by_test_id("usage")).to_contain_text(re.compile(r"\d+ calls?"))
    expect(drawer.get_by_test_id("key-history")).to_contain_text("New API key")
    assert serious_findings(page) == []


def test_a_switch_that_the_server_refuses_moves_back(page: Page, password: str) -> None:
    sign_in(page, "owner@example.com", password)
    page.goto("/keys")
    name = f"Stubborn {uuid4().hex[:6]}"
    make_key(page, name, "games.read")
    page.route("**/api/v1/api-keys/*", lambda route: route.abort())
    row = row_of(page, name)
    row.get_by_role("switch").press("Space")
    expect(page.get_by_test_id("problem")).to_be_visible()
    expect(row.get_by_role("switch")).to_be_checked()
    expect(row).to_contain_text("Active")


def test_rotation_limits_and_deletion(page: Page, product: Product, password: str) -> None:
    sign_in(page, "owner@example.com", password)
    page.goto("/keys")
    name = f"Partner {uuid4().hex[:6]}"
    old = make_key(page, name, "games.read")
    row_of(page, name).get_by_role("button", name=name).click()
    drawer = page.get_by_role("dialog", name=name, exact=True)

    drawer.get_by_role("button", name="Rotate").click()
    page.get_by_test_id("confirm").click()
    new = stored_secret(page)
    assert [status_with(product, secret) for secret in (old, new)] == [200, 200]
    drawer.get_by_role("button", name="Stop the old secret now").click()
    page.get_by_test_id("confirm").click()
    wait_for_status(product, old, 401)
    assert status_with(product, new) == 200

    drawer.get_by_role("button", name="Edit").click()
    edit = page.get_by_role("dialog", name=re.compile("^Edit"))
    networks = edit.get_by_label("Allowed networks")
    networks.fill("not-a-network")
    networks.press("Enter")
    edit.get_by_test_id("save-key").click()
    expect(edit.get_by_text("Not a network: not-a-network")).to_be_visible()
    networks.press("Backspace")
    networks.fill("203.0.113.0/24")
    networks.press("Enter")
    edit.get_by_test_id("save-key").click()
    expect(edit).to_have_count(0)
    expect(drawer.get_by_text("203.0.113.0/24")).to_be_visible()
    wait_for_status(product, new, 403)

    drawer.get_by_role("button", name="Delete").click()
    expect(page.get_by_test_id("confirm")).to_be_disabled()
    page.get_by_label("Reason").fill("partner left")
    page.get_by_test_id("confirm").click()
    expect(drawer).to_have_count(0)
    expect(row_of(page, name)).to_have_count(0)
    page.goto("/keys?status=deleted")
    expect(row_of(page, name)).to_contain_text("Deleted")
    wait_for_status(product, new, 401)


def test_the_page_in_turkish_and_without_permission(page: Page, password: str) -> None:
    sign_in(page, "admin@example.com", password)
    page.get_by_test_id("user-menu").click()
    page.get_by_text("Türkçe").first.click()
    page.goto("/keys")
    expect(page.get_by_role("heading", name="API Anahtarları", exact=True)).to_be_visible()
    page.get_by_role("button", name="Catalogue sync").click()
    expect(page.get_by_text("İki gizli değer çalışıyor")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_text("İki gizli değer çalışıyor")).to_have_count(0)
    page.goto("/keys?search=yok-b%C3%B6yle")
    expect(page.get_by_test_id("empty-state")).to_be_visible()


def test_who_may_not_see_keys_is_told(page: Page, password: str) -> None:
    sign_in(page, "support@example.com", password)
    expect(page.get_by_test_id("menu-keys")).to_have_count(0)
    page.goto("/keys")
    expect(page.get_by_text("api_keys:read")).to_be_visible()
