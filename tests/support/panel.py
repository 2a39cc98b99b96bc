"""What people do in the panel, for browser tests."""

from __future__ import annotations

from playwright.sync_api import Page, expect


def sign_in(page: Page, email: str, password: str) -> None:
    """Sign in and wait for the dashboard."""
    page.goto("/login")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_test_id("user-menu")).to_be_visible()
