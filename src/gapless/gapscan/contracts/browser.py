"""Acts in a real browser, through Playwright where it is installed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from gapless.gapscan.contracts import words
from gapless.gapscan.contracts.operators import Verdict
from gapless.gapscan.contracts.parts import json_bytes
from gapless.gapscan.contracts.result import StepResult
from gapless.gapscan.contracts.schema import Action
from gapless.gapscan.contracts.variables import substitute
from gapless.gapscan.message import Told

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserType, Locator, Page

# What a person would wait for a page, in seconds.
_PATIENCE = 10.0
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_FLAGS = (
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
# Named by the variable GAPLESS_BROWSER if it is none of the usual ones.
_VARIABLE = "GAPLESS_BROWSER"


def find_browser() -> str | None:
    """The Chromium or Chrome to use, or None where Playwright's own, if any, is used."""
    named = os.environ.get(_VARIABLE)
    return named or next(filter(None, map(shutil.which, BROWSERS)), None)


def is_playwright_installed() -> bool:
    """Whether browser steps can be carried out at all."""
    return find_spec("playwright") is not None


class BrowserUnavailable(Told):
    """There is no Playwright or no browser: nothing can be said of the gap."""


class BrowserFailed(Told):
    """The page did not do what a person would need it to do."""


@contextmanager
def _page(base_url: str, headers: Mapping[str, str]) -> Iterator[Page]:
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError as error:
        raise BrowserUnavailable(words.NO_PLAYWRIGHT()) from error
    with sync_playwright() as playwright:
        try:
            browser = _launch(playwright.chromium)
        except Error as error:
            first = str(error).splitlines()[0]
            message = words.NO_BROWSER(why=first, variable=_VARIABLE)
            raise BrowserUnavailable(message) from error
        try:
            context = browser.new_context(
                base_url=base_url, extra_http_headers=dict(headers), locale="en-GB"
            )
            yield context.new_page()
        finally:
            browser.close()


def _launch(chromium: BrowserType) -> Browser:
    """The browser that is installed, else Playwright's own, else Chrome where it usually is.

    Raises Playwright's `Error`.
    """
    from playwright.sync_api import Error

    path = find_browser()
    try:
        return chromium.launch(executable_path=path, args=list(_FLAGS))
    except Error:
        if path is not None:
            raise
        return chromium.launch(channel="chrome", args=list(_FLAGS))


def run_actions(
    actions: Sequence[Action],
    base_url: str,
    variables: Mapping[str, Any],
    headers: Mapping[str, str],
    seconds: float,
    result: StepResult,
) -> None:
    """Carries the acts out in a new browser, and takes a picture at the end whatever happens.

    Each act waits up to `seconds` or 10, the smaller. Raises `BrowserUnavailable`, and
    `BrowserFailed` for the first act that the page did not allow.
    """
    patience = min(_PATIENCE, seconds)
    with _page(base_url, headers) as page:
        from playwright.sync_api import Error

        page.set_default_timeout(patience * 1000)
        try:
            for action in actions:
                _act(page, action, substitute(dict(action.arguments), variables), result)
                if result.failure:
                    break
        except Error as error:
            first = str(error).splitlines()[0]
            message = words.ACT_FAILED(act=action.kind, line=action.line, why=first)
            raise BrowserFailed(message) from error
        finally:
            result.pictures.append(("end", _picture(page)))


def _picture(page: Page) -> bytes:
    return page.screenshot(full_page=False, animations="disabled")


def _find(page: Page, arguments: Mapping[str, Any]) -> Locator:
    if "selector" in arguments:
        return page.locator(str(arguments["selector"])).first
    if "label" in arguments:
        return page.get_by_label(str(arguments["label"])).first
    if "role" in arguments:
        name = arguments.get("name")
        return page.get_by_role(arguments["role"], name=None if name is None else str(name)).first
    return page.get_by_text(str(arguments.get("text", ""))).first


def _act(page: Page, action: Action, arguments: dict[str, Any], result: StepResult) -> None:
    match action.kind:
        case "open":
            answer = page.goto(str(arguments["path"]))
            status = answer.status if answer else 0
            expected = words.OPENS(path=str(arguments["path"]))
            actual = words.STATUS(status=status)
            result.verdicts.append(Verdict(expected, actual, 0 < status < 400))
        case "fill":
            _find(page, arguments).fill(str(arguments["value"]))
        case "choose":
            _find(page, arguments).select_option(str(arguments["value"]))
        case "click":
            _find(page, arguments).click()
        case "upload":
            content = arguments.get("content", "")
            data = content.encode() if isinstance(content, str) else json_bytes(content)
            page.locator(str(arguments["selector"])).first.set_input_files(
                {
                    "name": str(arguments.get("filename", "file.json")),
                    "mimeType": str(arguments.get("content_type", "application/json")),
                    "buffer": data,
                }
            )
        case "see" | "not_see":
            _look(page, action.kind == "see", arguments, result)
        case "wait_for_url":
            page.wait_for_url(f"**{arguments['path']}")
        case "reload":
            page.reload()
        case "screenshot":
            result.pictures.append((str(arguments.get("name", "page")), _picture(page)))
        case _:  # the loader knows no other
            raise AssertionError(action.kind)


def _look(page: Page, wanted: bool, arguments: Mapping[str, Any], result: StepResult) -> None:
    from playwright.sync_api import TimeoutError as NeverCame

    what = arguments.get("text") or arguments.get("selector")
    limit = arguments.get("within")
    place = _find(page, arguments)
    try:
        place.wait_for(
            state="visible" if wanted else "hidden",
            timeout=None if limit is None else float(limit) * 1000,
        )
        found = wanted
    except NeverCame:
        found = not wanted
    expected = (words.SHOWS if wanted else words.NOT_SHOWS)(what=str(what))
    actual = words.SEEN() if found else words.NOT_SEEN()
    result.verdicts.append(Verdict(expected, actual, found is wanted))
