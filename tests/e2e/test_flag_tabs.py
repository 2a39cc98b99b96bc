"""Every tab of feature flags, of a flag and of an experiment, in both languages, by clicking."""

from __future__ import annotations

import re
from typing import NamedTuple

import pytest
from playwright.sync_api import Page, expect

from tests.support.panel import sign_in


class Tab(NamedTuple):
    """A tab: what it is called and what must be on it, in English and in Turkish."""

    name: tuple[str, str]
    shows: tuple[str, str]


PAGE = (
    Tab(("Flags", "Bayraklar"), ("Expired", "Süresi doldu")),
    Tab(("Segments", "Segmentler"), ("% of 2,6", "oyuncunun %")),
    Tab(("Environments", "Ortamlar"), ("default: 60% classic", "varsayılan: %60 classic")),
    Tab(("Approvals", "Onaylar"), ("Velocity checks", "Velocity checks")),
    Tab(("Experiments", "Deneyler"), ("Carousel in the lobby", "Carousel in the lobby")),
    Tab(("Analytics", "Analiz"), ("evaluations ·", "değerlendirme ·")),
    Tab(("Audit", "Denetim"), ("Reason", "Gerekçe")),
)
FLAG = (
    Tab(("Variants", "Varyantlar"), ("The values that the flag can have", "Bayrağın alabileceği")),
    Tab(("History", "Geçmiş"), ("present", "şimdiki")),
    Tab(("Why", "Neden"), ("Say who asks", "Kimin sorduğunu söyleyin")),
    Tab(("Schedule", "Zamanlama"), ("Progressive rollout", "Kademeli açılış")),
    Tab(("Targeting", "Hedefleme"), ("Everybody else", "Öteki herkes")),
)
READINGS = (("Sequential", "Sıralı"), ("Frequentist", "Frekansçı"), ("Bayesian", "Bayesçi"))
# What was never translated shows as its key, such as `tabs.flags` or `featureFlags:tabs.flags`.
RAW_KEY = re.compile(r"^(?:[a-z][A-Za-z]+:)?[a-z][A-Za-z]*\.[a-z][A-Za-z.]+$", re.MULTILINE)


def require_words(page: Page) -> None:
    assert RAW_KEY.findall(page.locator("main").inner_text()) == []


@pytest.mark.parametrize("language", ["en", "tr"])
def test_every_tab_shows_what_it_is_for(page: Page, password: str, language: str) -> None:
    turkish = language == "tr"
    sign_in(page, "owner@example.com", password)
    page.get_by_test_id("user-menu").click()
    page.get_by_text("Türkçe" if turkish else "English").first.click()
    expect(page.locator("html")).to_have_attribute("lang", language)
    page.goto("/features")
    for name, shows in PAGE:
        page.get_by_role("tab", name=name[turkish], exact=True).click()
        expect(page.get_by_role("tabpanel")).to_contain_text(shows[turkish])
        require_words(page)

    page.goto("/features")
    page.get_by_role("link", name="Lobby layout").click()
    for name, shows in FLAG:
        page.get_by_role("tab", name=name[turkish], exact=True).click()
        expect(page.get_by_role("tabpanel")).to_contain_text(shows[turkish])
        require_words(page)

    page.goto("/features/experiments")
    page.get_by_role("link", name="Carousel in the lobby").click()
    for reading in READINGS:
        expect(page.get_by_test_id("metric-conversion")).to_contain_text(reading[turkish])
    require_words(page)


def test_a_value_is_explained_through_a_nested_segment(page: Page, password: str) -> None:
    """High rollers are VIP players with a tag: the way to the value goes through both."""
    sign_in(page, "owner@example.com", password)
    page.goto("/features")
    page.get_by_role("link", name="Welcome bonus").click()
    page.get_by_test_id("tab-why").click()
    page.get_by_text("JSON", exact=True).click()
    context = page.get_by_role("textbox", name="Context (JSON)")
    context.fill('{"targetingKey": "p1", "vip_level": 4, "tags": ["whale"]}')
    page.get_by_test_id("explain").click()
    told = page.get_by_test_id("explanation")
    expect(told).to_contain_text("a rule matched")
    for step in ("High rollers", "Segment high_rollers", "Segment vip", "vip_level is 4", "whale"):
        expect(told).to_contain_text(step)
    context.fill('{"targetingKey": "p1", "tags": ["whale"]}')
    page.get_by_test_id("explain").click()
    expect(told).to_contain_text("no rule matched")
    expect(told).to_contain_text("vip_level is missing in the context.")
