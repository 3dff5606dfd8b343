"""What the pages are on paper."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from cds_service.engine.pack import load_pack
from tests.browser.conftest import Open

RULES = [rule.id for rule in load_pack("cards").rules]
HIDDEN = [".top nav", ".lang", "form.filters", "button"]


@pytest.mark.parametrize(("language", "title"), [("fr", "Catalogue"), ("en", "Catalogue")])
def test_the_catalogue_prints_as_one_document(
    tab: Open, language: str, title: str, tmp_path: Path
) -> None:
    page = tab(language).open("/rules")
    page.click("a[href='/rules/print']")
    page.emulate_media(media="print")
    expect(page.locator("h1")).to_contain_text(title)
    expect(page.locator(".caution")).to_be_visible()
    assert page.locator(".printed").count() == len(RULES)
    contents = page.locator(".contents a").all()
    assert [one.get_attribute("href") for one in contents] == [f"#{rule}" for rule in RULES]
    for selector in HIDDEN:
        assert not [one for one in page.locator(selector).all() if one.is_visible()], selector
    file = tmp_path / "catalogue.pdf"
    page.pdf(path=file, prefer_css_page_size=True)
    pages = len(re.findall(rb"/Type\s*/Page\b", file.read_bytes()))
    assert len(RULES) / 2 < pages < len(RULES) * 2


@pytest.mark.parametrize("path", ["/rules/mmf-pregnancy", "/coverage", "/insights", "/conformance"])
def test_a_page_on_paper_keeps_its_caution_and_leaves_the_controls_out(
    tab: Open, path: str
) -> None:
    page = tab().open(path)
    page.emulate_media(media="print")
    expect(page.locator(".caution")).to_be_visible()
    for selector in HIDDEN:
        assert not [one for one in page.locator(selector).all() if one.is_visible()], selector


def test_an_open_chart_prints_with_its_cards_and_its_timeline(tab: Open) -> None:
    visit = tab()
    page = visit.open("/")
    visit.sample("nephritis-induction")
    visit.sign()
    page.click("#timeline > summary")
    page.wait_for_selector("#timeline figure")
    page.emulate_media(media="print")
    for shown in ("#chart", ".card >> nth=0", "#timeline figure >> nth=0"):
        expect(page.locator(shown)).to_be_visible()
    for selector in ("#sign", "#more", "#composer"):
        expect(page.locator(selector)).to_be_hidden()
