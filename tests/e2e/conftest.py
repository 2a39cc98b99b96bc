"""The real panel in headless Chromium, on the whole running product."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from gapless.platform.identity.demo import DEMO_PASSWORD
from scripts.ensure_browser import find_browser
from tests.support.running import ROOT, Product, running_product

ARTIFACTS = ROOT / "test-artifacts"
FLAGS = (
    "--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run",
)  # fmt: skip

expect.set_options(timeout=15_000)  # a busy machine is slow, and none waits longer than it must


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.e2e)


@pytest.fixture(scope="session")
def product() -> Iterator[Product]:
    """One running product for all browser tests of a process."""
    with tempfile.TemporaryDirectory(prefix="gapless-e2e-") as directory:
        Path(directory).chmod(0o755)  # the database's user has to get through when we are root
        with running_product(Path(directory) / "data") as running:
            yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The Chrome or Chromium that is installed, else Playwright's own."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=find_browser(), args=list(FLAGS))
        yield launched
        launched.close()


@pytest.fixture
def context(
    browser: Browser, product: Product, request: pytest.FixtureRequest
) -> Iterator[BrowserContext]:
    """A browser context whose API calls are kept as HAR, for the gap register."""
    ARTIFACTS.mkdir(exist_ok=True)
    name = request.node.name.replace("/", "_")
    made = browser.new_context(
        base_url=product.url,
        locale="en-GB",
        viewport={"width": 1360, "height": 850},
        record_har_path=ARTIFACTS / "har" / f"{name}.har",
        record_har_url_filter="**/api/**",
        accept_downloads=True,
    )
    made.set_default_timeout(15_000)
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page; an error in its console fails the test, and a failure leaves a screenshot."""
    made = context.new_page()
    errors: list[str] = []
    made.on("pageerror", lambda error: errors.append(str(error)))
    yield made
    failed = getattr(request.node, "failed", False)
    if failed or errors:
        made.screenshot(path=ARTIFACTS / f"{request.node.name}.png", full_page=True)
    assert not errors, errors


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    if report.when == "call" and report.failed:
        item.failed = True  # type: ignore[attr-defined]  # read by the page fixture
    return report


@pytest.fixture
def password() -> str:
    """Password of the demo sign-ins."""
    return DEMO_PASSWORD
