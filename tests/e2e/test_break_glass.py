"""Everyone is locked out: from the server's command line into the panel, in sight of everybody."""

from __future__ import annotations

import re
import subprocess
import sys

from playwright.sync_api import Browser, Page, expect

from tests.support.panel import sign_in
from tests.support.running import ROOT, Product, environment


def command(product: Product, *given: str) -> str:
    """What `gapless break-glass` prints on standard output."""
    port = int(product.url.rpartition(":")[2])
    done = subprocess.run(
        [sys.executable, "-m", "gapless.cli", "break-glass", *given],
        cwd=ROOT, env=environment(product.data_dir, port), capture_output=True, text=True,
        timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_a_link_of_the_command_line_lets_in_and_every_owner_sees_it(
    page: Page, browser: Browser, product: Product, password: str
) -> None:
    link = command(product, "--for", "Ada Night", "--reason", "everybody is locked out")
    page.goto(link)
    page.get_by_test_id("begin-break-glass").click()
    expect(page.get_by_test_id("break-glass-banner")).to_contain_text("Everything you do")
    other = browser.new_context(base_url=product.url, locale="en-GB").new_page()
    sign_in(other, "owner@example.com", password)
    expect(other.get_by_test_id("break-glass-banner")).to_contain_text("Ada Night")
    other.context.close()
    page.get_by_test_id("break-glass-banner").get_by_role("link").click()
    expect(page.get_by_role("table")).to_contain_text("Break-glass: Ada Night")
    assert command(product, "--end").startswith("Ended: 1")
    page.reload()
    expect(page).to_have_url(re.compile("/login"))
    page.goto(link)
    page.get_by_test_id("begin-break-glass").click()
    expect(page.get_by_role("alert").last).to_contain_text("gapless break-glass")
