"""Each page in both languages, at two widths, by keyboard, and for everyone."""

from pathlib import Path

import axe_playwright_python  # type: ignore[import-untyped]
import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import DESKTOP, PHONE
from tests.browser.conftest import Open

PAGES = [
    "/", "/rules", "/rules/mmf-pregnancy", "/rules/print", "/coverage", "/integrate",
    "/integrate?example=1", "/integrate/codes", "/api", "/insights", "/conformance",
    "/rules/hcq-dose-above-5mgkg", "/rules?q=lupus",
]  # fmt: skip
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RUN = """() => axe.run(document, {resultTypes: ['violations']}).then(found => found.violations
    .filter(one => ['serious', 'critical'].includes(one.impact))
    .map(one => one.id + ': ' + one.nodes.map(node => node.target.join(' ')).join(' | ')))"""


def faults(page: Page) -> list[str]:
    """The serious and critical faults that axe-core finds."""
    found: list[str] = page.evaluate(RUN)
    return found


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_whole_and_accessible(tab: Open, path: str, language: str) -> None:
    visit = tab(language)
    visit.page.add_init_script(AXE)
    page = visit.open(path)
    assert page.locator("html").get_attribute("lang") == language
    expect(page.locator("h1")).to_have_count(1)
    caution = "validé localement" if language == "fr" else "local validation"
    expect(page.locator(".caution")).to_contain_text(caution)
    assert faults(page) == []


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_fits_its_window(tab: Open, path: str, width: int) -> None:
    page = tab(width=width).open(path)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("width", "language"), [(PHONE, "fr"), (PHONE, "en"), (DESKTOP, "en")])
def test_the_story_is_accessible_and_fits_the_window(tab: Open, width: int, language: str) -> None:
    visit = tab(language, width=width)
    visit.page.add_init_script(AXE)
    page = visit.open("/")
    visit.sample("nephritis-induction")
    visit.sign()
    page.click("#why summary >> nth=0")
    page.click("#timeline > summary")
    page.wait_for_selector("#timeline figure")
    page.click("#timeline figure summary >> nth=0")
    assert faults(page) == []
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width


def test_the_keyboard_alone_tells_the_whole_story(tab: Open) -> None:
    visit = tab()
    page = visit.open("/")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    tab_to(page, "[data-sample=hcq-too-high]")
    page.keyboard.press("Enter")
    page.wait_for_selector("#bench:not([hidden])")
    visit.settled()
    tab_to(page, "#sign")
    page.keyboard.press("Enter")
    visit.settled()
    tab_to(page, ".accept")
    page.keyboard.press("Space")
    visit.settled()
    expect(page.locator("#drafts .draft.changed")).to_have_count(1)
    tab_to(page, ".card:not(.accepted) .override select")
    page.keyboard.press("ArrowDown")
    tab_to(page, ".card:not(.accepted) .dismiss")
    page.keyboard.press("Enter")
    visit.settled()
    expect(page.locator(".card.dismissed .outcome").first).not_to_be_empty()
    tab_to(page, "#why summary")
    page.keyboard.press("Enter")
    tab_to(page, "#why button.resource")
    page.keyboard.press("Enter")
    expect(page.locator("#resource")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#resource")).to_be_hidden()


def test_the_keyboard_alone_drafts_an_order(tab: Open) -> None:
    visit = tab()
    page = visit.open("/")
    tab_to(page, "[data-sample=steroid-maintenance]")
    page.keyboard.press("Enter")
    page.wait_for_selector("#bench:not([hidden])")
    visit.settled()
    tab_to(page, "#composer summary")
    page.keyboard.press("Enter")
    tab_to(page, "#drug")
    page.keyboard.type("Prednisone")
    tab_to(page, ".step .mg")
    page.keyboard.type("20")
    page.keyboard.press("Enter")
    visit.settled()
    expect(page.locator("#drafts .draft.created")).to_contain_text("20 mg")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_rule_shows_its_cases_by_verdict_and_its_history(tab: Open, language: str) -> None:
    visit = tab(language)
    visit.page.add_init_script(AXE)
    page = visit.open("/rules/hcq-dose-above-5mgkg")
    groups = page.locator("details.examples")
    expect(groups).to_have_count(3)
    groups.first.locator("summary").click()
    case = groups.first.locator(".example", has_text="400 mg at 79 kg")
    ordered = {"fr": "Prescription", "en": "Order"}[language]
    expect(case).to_contain_text(ordered)
    expect(case).to_contain_text({"fr": "5,06 mg/kg", "en": "5.06 mg/kg"}[language])
    expect(page.locator(".history .ahead").first).to_contain_text("2027")
    assert faults(page) == []


def tab_to(page: Page, wanted: str, most: int = 120) -> None:
    """Press Tab until an element has the focus."""
    for _ in range(most):
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{wanted} cannot be reached with the Tab key")


def test_the_language_switch_is_remembered(tab: Open) -> None:
    page = tab("fr").open("/rules?q=dose")
    page.click(".lang")
    assert "q=dose" in page.url
    page.click("nav a[href='/coverage']")
    assert page.locator("html").get_attribute("lang") == "en"


def test_search_and_filters_work_without_scripts(tab: Open) -> None:
    page = tab("en", java_script_enabled=False).open("/rules")
    page.fill("[name=q]", "mycophenolate")
    page.select_option("[name=topic]", "safety")
    page.click("form.filters button")
    expect(page.locator("a[href='/rules/mmf-pregnancy']")).to_be_visible()
    expect(page.locator("a[href='/rules/hcq-missing']")).to_have_count(0)


def test_the_check_says_what_to_mend_and_which_rules_it_blinds(tab: Open) -> None:
    page = tab("en").open("/integrate?example=1")
    page.click("#check button.primary")
    report = page.locator(".report")
    expect(report).to_contain_text("allergyIntolerances")
    expect(report).to_contain_text("unit")
    expect(report.locator("a[href^='/rules/']").first).to_be_visible()


def test_the_check_answers_in_the_language_of_the_page(tab: Open) -> None:
    page = tab("fr").open("/integrate?example=1")
    page.click("#check button.primary")
    report = page.locator(".report")
    expect(report).to_contain_text("non transmis")
    for english in ("not sent", "none", "without"):
        expect(report).not_to_contain_text(english)


def test_insights_tell_of_the_calls_just_made(tab: Open) -> None:
    visit = tab("en")
    visit.open("/")
    visit.sample("hcq-too-high")
    visit.sign()
    visit.page.locator(".accept").first.click()
    visit.settled()
    page = visit.page
    for _ in range(20):
        visit.open("/insights?days=7")
        if page.locator(".usage tbody tr").count():
            break
        page.wait_for_timeout(100)
    expect(page.locator(".usage")).to_contain_text("Hydroxychloroquine")
