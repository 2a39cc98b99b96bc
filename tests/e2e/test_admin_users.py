"""Admin Users in the panel: a role, an invite, joining, and exactly what was given."""

from __future__ import annotations

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.test_shell import serious_findings
from tests.support.panel import sign_in
from tests.support.running import Product

GOOD = "Quiet-Harbour-Lantern-58"


@pytest.fixture
def other(browser: Browser, product: Product) -> Iterator[Page]:
    """Somebody else's browser."""
    context = browser.new_context(base_url=product.url, locale="en-GB")
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


def row_of(page: Page, text: str) -> Locator:
    return page.get_by_role("row").filter(has_text=text)


def choose(scope: Page | Locator, page: Page, label: str, option: str) -> None:
    """Choose an option of a select by its label."""
    scope.get_by_role("combobox", name=re.compile(f"^{label}")).first.click()
    page.get_by_role("option", name=option, exact=True).click()


def make_role(page: Page, name: str, *permissions: str) -> None:
    page.goto("/admins/roles")
    page.get_by_test_id("new-role").click()
    form = page.get_by_test_id("role-form")
    form.get_by_role("textbox", name="Role").fill(name)
    for permission in permissions:
        form.get_by_test_id(f"cell-{permission}").check()
    assert serious_findings(page) == []
    form.get_by_test_id("save-role").click()
    expect(page.get_by_role("dialog").filter(has_text=name)).to_be_visible()


def invite(page: Page, name: str, email: str, role: str) -> str:
    """Invite somebody; the link that is shown."""
    page.goto("/admins/users")
    page.get_by_test_id("new-user").click()
    dialog = page.get_by_role("dialog", name="New admin")
    dialog.get_by_label("Name", exact=True).fill(name)
    dialog.get_by_label(re.compile("^E-mail")).fill(email)
    choose(dialog, page, "Role", role)
    assert serious_findings(page) == []
    dialog.get_by_test_id("create-user").click()
    link = page.get_by_test_id("one-time-link").inner_text()
    page.get_by_test_id("link-done").click()
    return link


def set_password(page: Page, link: str) -> None:
    """Follow a link and choose the password."""
    page.goto(link)
    page.get_by_label("New password", exact=True).fill(GOOD)
    page.get_by_label("New password again").fill(GOOD)
    page.get_by_role("button", name=re.compile("Join|Set password")).click()
    page.get_by_test_id("to-login").click()


def test_whoever_is_invited_sees_exactly_what_their_role_gives(
    page: Page, other: Page, password: str
) -> None:
    mark = uuid4().hex[:6]
    role, name, email = f"Auditor {mark}", f"Ada {mark}", f"ada-{mark}@example.com"
    sign_in(page, "owner@example.com", password)
    page.goto("/admins")
    expect(page).to_have_url(re.compile("/admins/users"))
    make_role(page, role, "dashboard:read", "games:read", "audit:read")
    link = invite(page, name, email, role)
    expect(row_of(page, email)).to_contain_text("invited")
    page.goto("/admins/invites")
    expect(row_of(page, email)).to_contain_text("pending")

    other.goto(link)
    expect(other.get_by_text(email)).to_be_visible()
    assert serious_findings(other) == []
    other.get_by_label("New password", exact=True).fill("weak")
    other.get_by_label("New password again").fill("weak")
    other.get_by_role("button", name="Join").click()
    expect(other.get_by_role("alert")).to_contain_text("12 characters")
    set_password(other, link)
    sign_in(other, email, GOOD)
    menu = other.get_by_role("navigation").first.get_by_role("link")
    expect(menu).to_have_text(["Dashboard", "Games", "Audit Log", "Account & Security"])
    other.goto("/admins/users")
    expect(other.get_by_text("You do not have access to this page")).to_be_visible()

    page.reload()
    expect(row_of(page, email)).to_contain_text("accepted")
    page.goto("/admins/users")
    page.get_by_test_id(f"status-{email}").press("Space")
    dialog = page.get_by_role("dialog", name=f"Disable {name}?")
    expect(dialog.get_by_test_id("confirm")).to_be_disabled()
    dialog.get_by_label(re.compile("^Reason")).fill("Only here for the test")
    dialog.get_by_test_id("confirm").click()
    expect(row_of(page, email)).to_contain_text("disabled")
    other.goto("/games")
    expect(other).to_have_url(re.compile("/login"))
    other.goto(link)
    expect(other.get_by_role("alert")).to_contain_text("accepted or revoked")


def test_the_tabs_are_one_line_that_follows_the_open_one(page: Page, password: str) -> None:
    """All thirteen beside each other where there is room; else the open one scrolls into sight."""
    sign_in(page, "owner@example.com", password)
    page.goto("/admins/users")
    tabs = page.get_by_role("tablist", name="Admin Users")
    expect(tabs.get_by_role("tab")).to_have_count(13)
    last = tabs.get_by_role("tab", name="Activity log")
    expect(last).to_be_in_viewport(ratio=0.9)
    places = tabs.get_by_role("tab").evaluate_all("all => all.map((one) => one.offsetTop)")
    assert len(set(places)) == 1, places
    page.set_viewport_size({"width": 700, "height": 800})
    expect(last).not_to_be_in_viewport()
    page.goto("/admins/activity-log")
    expect(last).to_be_in_viewport(ratio=0.9)
    last.press("ArrowRight")
    expect(page).to_have_url(re.compile("/admins/users"))
    expect(tabs.get_by_role("tab", name="Users")).to_be_in_viewport(ratio=0.9)
    assert serious_findings(page) == []


def test_who_may_not_manage_admins_is_told_and_offered_nothing(page: Page, password: str) -> None:
    """A brand without the feature; and somebody who may read the log of acts, and no admins."""
    sign_in(page, "admin@example.com", password)
    page.goto("/admins/users")
    expect(page.get_by_text("This brand does not manage its own admins")).to_be_visible()
    expect(page.get_by_role("tablist")).to_have_count(0)
    refused: list[str] = []
    page.on("response", lambda answer: refused.append(answer.url) if answer.status == 403 else None)
    sign_in(page, "priya.raman@example.com", password)
    page.goto("/admins/activity-log")
    expect(page.get_by_role("tab")).to_have_text(["Activity log"])
    expect(page.get_by_role("row").nth(1)).to_be_visible()
    expect(page.get_by_role("combobox", name="Risk")).to_be_visible()
    expect(page.get_by_role("combobox", name="Module")).to_have_count(0)
    assert refused == []


def test_a_dialog_that_closes_gives_the_focus_back(page: Page, password: str) -> None:
    """Also one that was made open, and one that an item of a menu opened."""
    sign_in(page, "owner@example.com", password)
    page.goto("/admins/security")
    add = page.get_by_test_id("add-provider")
    add.press("Enter")
    expect(page.get_by_role("dialog").locator(":focus")).to_be_visible()
    page.keyboard.press("Escape")
    expect(add).to_be_focused()
    for is_hasty in (True, False):
        page.goto("/admins/ip-devices")
        more = row_of(page, "Elif Kaya").get_by_role("button", name="More")
        more.press("Enter")
        block = page.get_by_role("menuitem", name="Block")
        block.press("Enter")
        expect(page.get_by_role("dialog").locator(":focus")).to_be_visible()
        if not is_hasty:
            expect(block).to_have_count(0)  # the menu has faded away
        page.keyboard.press("Escape")
        expect(more).to_be_focused()


def test_an_invite_is_sent_again_and_revoked(page: Page, other: Page, password: str) -> None:
    mark = uuid4().hex[:6]
    email = f"bo-{mark}@example.com"
    sign_in(page, "owner@example.com", password)
    first = invite(page, f"Bo {mark}", email, "Support")
    page.goto("/admins/invites")
    page.get_by_test_id(f"resend-{email}").click()
    page.get_by_test_id("confirm").click()
    second = page.get_by_test_id("one-time-link").inner_text()
    page.get_by_test_id("link-done").click()
    assert second != first
    other.goto(first)
    expect(other.get_by_role("alert")).to_contain_text("not valid")
    page.get_by_test_id(f"revoke-{email}").click()
    page.get_by_label(re.compile("^Reason")).fill("Not needed after all")
    page.get_by_test_id("confirm").click()
    expect(row_of(page, email)).to_contain_text("revoked")
    other.goto(second)
    expect(other.get_by_role("alert")).to_contain_text("accepted or revoked")


def test_the_matrix_is_edited_and_says_why(page: Page, password: str) -> None:
    sign_in(page, "owner@example.com", password)
    page.goto("/admins/permission-matrix")
    cell = page.get_by_test_id("matrix-Shift Lead-audit:export")
    expect(cell).not_to_be_checked()
    cell.check()
    page.get_by_test_id("save-matrix").click()
    expect(page.get_by_text("Matrix saved")).to_be_visible()
    page.reload()
    expect(cell).to_be_checked()
    page.get_by_role("row").filter(has_text="audit:export").get_by_role("button").click()
    drawer = page.get_by_role("dialog")
    expect(drawer).to_contain_text("/api/v1/audit/export")
    page.keyboard.press("Escape")

    page.goto("/admins/users")
    page.get_by_role("button", name="Priya Raman").click()
    page.get_by_test_id("why-link").click()
    expect(page).to_have_url(re.compile("view=why"))
    verdict = page.get_by_test_id("verdict")
    choose(page, page, "Permission", "Audit log: Export")
    expect(verdict).to_contain_text("Priya Raman can")
    expect(page.get_by_text("The role Shift Lead gives it.")).to_be_visible()
    choose(page, page, "Permission", "Tenants: Change")
    expect(verdict).to_contain_text("Priya Raman cannot")
    expect(page.get_by_text("Only platform owners hold this")).to_be_visible()
    assert serious_findings(page) == []


def test_many_are_changed_at_once_and_a_team_gives_its_role(page: Page, password: str) -> None:
    mark = uuid4().hex[:6]
    sign_in(page, "owner@example.com", password)
    page.goto("/admins/teams")
    page.get_by_test_id("new-team").click()
    form = page.get_by_test_id("team-form")
    form.get_by_label(re.compile("^Team")).fill(f"Late {mark}")
    choose(form, page, "Default role", "Analyst")
    form.get_by_test_id("save-team").click()
    expect(page.get_by_role("dialog").filter(has_text="0 members")).to_be_visible()

    page.goto("/admins/users")
    for name in ("Lena Fischer", "Omar Haddad"):
        page.get_by_label(f"Choose {name}").check()
    bar = page.get_by_role("region", name="Chosen admins")
    expect(bar).to_contain_text("2 chosen")
    bar.get_by_role("button", name="Add to team").click()
    page.get_by_role("menuitem", name=f"Late {mark}").click()
    page.get_by_test_id("confirm").click()
    outcome = page.get_by_role("dialog", name="2 of 2 done")
    expect(outcome).to_contain_text("Lena Fischer")
    outcome.get_by_role("button", name="Close").last.click()
    expect(row_of(page, "Omar Haddad")).to_contain_text(f"Late {mark}")

    page.goto("/admins/activity-log")
    row_of(page, "New team member").first.get_by_role("button", name="New team member").click()
    expect(page.get_by_role("dialog")).to_contain_text("high")


def test_a_forgotten_password_is_set_with_a_colleagues_help(
    page: Page, other: Page, password: str
) -> None:
    other.goto("/login")
    other.get_by_role("link", name="Forgot your password?").click()
    # The sign-in page has such a field, too, and stands until the other page has come.
    expect(other.get_by_role("button", name="Send the link")).to_be_visible()
    other.get_by_label("E-mail").fill("jonas.weber@example.com")
    other.get_by_role("button", name="Send the link").click()
    expect(other.get_by_test_id("asked")).to_contain_text("sends no mail")
    assert serious_findings(other) == []

    mark = uuid4().hex[:6]
    email = f"cem-{mark}@example.com"
    sign_in(page, "owner@example.com", password)
    set_password(other, invite(page, f"Cem {mark}", email, "Support"))
    page.get_by_role("button", name=f"Cem {mark}").click()
    page.get_by_test_id("reset-password").click()
    page.get_by_test_id("reset-submit").click()
    link = page.get_by_test_id("one-time-link").inner_text()
    assert "/reset-password" in link
    other.goto(link)
    other.get_by_label("New password", exact=True).fill(f"{GOOD}-again")
    other.get_by_label("New password again").fill(f"{GOOD}-again")
    other.get_by_role("button", name="Set password").click()
    other.get_by_test_id("to-login").click()
    sign_in(other, email, f"{GOOD}-again")
