"""The story of the Try it page: choose, sign, accept, override, understand."""

import base64
import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from cds_service import samples
from cds_service.evidence.templates import templates_for
from tests.browser.conftest import Open
from tests.browser.running import TODAY

BOTH = pytest.mark.parametrize("language", ["fr", "en"])
WORDS = {
    "fr": {"changed": "modifiée", "stored": "Enregistré", "asleep": "sommeil"},
    "en": {"changed": "changed", "stored": "Stored", "asleep": "Asleep"},
}


@BOTH
def test_an_accepted_suggestion_changes_the_order_and_then_nothing_more_is_said(
    tab: Open, language: str
) -> None:
    visit = tab(language)
    page = visit.open("/")
    visit.sample("hcq-too-high")
    expect(page.locator("#chart")).to_contain_text("7,69" if language == "fr" else "7.69")
    expect(page.locator("#drafts .doses:not(.gone)")).to_contain_text("200 mg")
    visit.sign()
    card = page.locator(".card", has=page.locator("a[href='/rules/hcq-dose-above-5mgkg']"))
    expect(card).to_contain_text("5 mg/kg")
    card.locator(".accept").first.click()
    visit.settled()
    expect(card.locator(".outcome")).to_contain_text(WORDS[language]["stored"])
    expect(page.locator("#drafts .draft.changed .state")).to_have_text(WORDS[language]["changed"])
    expect(page.locator("#drafts .doses.gone")).to_be_visible()
    visit.sign()
    expect(card).to_have_count(0)


@BOTH
def test_overridden_advice_keeps_quiet_at_the_next_call_and_says_why(
    tab: Open, language: str
) -> None:
    visit = tab(language)
    page = visit.open("/")
    visit.sample("hcq-too-high")
    visit.sign()
    card = page.locator(".card", has=page.locator("a[href='/rules/hcq-dose-above-5mgkg']"))
    expect(card.locator(".dismiss")).to_be_disabled()
    card.locator("select").select_option(index=1)
    card.locator(".dismiss").click()
    visit.settled()
    expect(card.locator(".outcome")).to_contain_text(WORDS[language]["stored"])
    visit.sign()
    expect(card).to_have_count(0)
    expect(page.locator(".asleep")).to_contain_text(WORDS[language]["asleep"])
    row = page.locator("#why [data-rule=hcq-dose-above-5mgkg] .state")
    expect(row).to_contain_text("2027")


def test_the_next_visit_meets_the_patient_for_the_first_time(tab: Open) -> None:
    visit = tab()
    page = visit.open("/")
    visit.sample("hcq-too-high")
    visit.sign()
    expect(page.locator(".card").first).to_be_visible()
    page.click("#again")
    visit.settled()
    visit.sign()
    expect(page.locator("a[href='/rules/hcq-dose-above-5mgkg']").first).to_be_visible()


def test_a_critical_card_stands_out_by_word_and_shape_and_withdraws_the_draft(tab: Open) -> None:
    visit = tab()
    page = visit.open("/")
    visit.sample("mycophenolate-pregnant")
    visit.sign()
    card = page.locator(".card.critical").first
    expect(card.locator(".urgency")).to_have_text("Critique")
    expect(card.locator("svg.mark.critical")).to_be_visible()
    card.locator(".accept").first.click()
    visit.settled()
    expect(page.locator("#drafts .draft.deleted del").first).to_be_visible()


def test_every_fact_leads_to_the_resource_it_was_read_from(tab: Open) -> None:
    visit = tab()
    page = visit.open("/")
    visit.sample("hcq-too-high")
    visit.sign()
    row = page.locator("#why [data-rule=hcq-dose-above-5mgkg]")
    row.locator("summary").click()
    row.locator("button.resource").first.click()
    expect(page.locator("#resource")).to_be_visible()
    expect(page.locator("#resource-json")).to_contain_text("resourceType")
    page.keyboard.press("Escape")
    expect(page.locator("#resource")).to_be_hidden()


def test_every_rule_of_the_moment_has_a_row(tab: Open) -> None:
    visit = tab()
    page = visit.open("/")
    visit.sample("steroid-maintenance")
    rows = page.locator("#why [data-rule]").count()
    assert f"{rows} règles interrogées" in page.locator("#timing").inner_text()


def test_a_draft_composed_in_the_form_is_answered_at_once_and_at_signing(tab: Open) -> None:
    visit = tab()
    page = visit.open("/")
    visit.sample("steroid-maintenance")
    page.click("#composer summary")
    page.select_option("#drug", "med.prednisone")
    page.fill(".step .mg", "20")
    page.fill(".step .days", "14")
    page.click("#add-step")
    page.locator(".step .mg").nth(1).fill("10")
    page.click("#compose button.primary")
    visit.settled()
    expect(page.locator("#drafts .draft.created")).to_contain_text("20 mg")
    expect(page.locator("#cards-h")).to_have_attribute(
        "data-hook", "au moment : rédaction d'une prescription"
    )
    visit.sign()
    assert json.loads(page.locator("#request").text_content() or "")["hook"] == "order-sign"


@BOTH
def test_a_drug_that_is_selected_is_advised_on_before_it_is_signed(
    tab: Open, language: str
) -> None:
    visit = tab(language)
    page = visit.open("/")
    visit.sample("steroid-maintenance")
    page.click("#composer summary")
    page.select_option("#drug", "med.mycophenolate")
    page.fill(".step .mg", "1000")
    page.select_option(".step .often", "2/1")
    page.click("#compose button.primary")
    visit.settled()
    card = page.locator(".card", has=page.locator("a[href='/rules/mmf-pregnancy']"))
    expect(card).to_have_count(1)
    moment = {"fr": "rédaction d'une prescription", "en": "order drafted"}[language]
    assert moment in (page.locator("#cards-h").get_attribute("data-hook") or "")
    asked = json.loads(page.locator("#request").text_content() or "")
    drafted = [e["resource"]["id"] for e in asked["context"]["draftOrders"]["entry"]]
    assert asked["hook"] == "order-select"
    assert asked["context"]["selections"] == [f"MedicationRequest/{drafted[-1]}"]


@BOTH
def test_facts_are_told_in_words_with_their_units(tab: Open, language: str) -> None:
    visit = tab(language)
    page = visit.open("/")
    visit.sample("hcq-too-high")
    visit.sign()
    page.click("#why [data-rule=hcq-dose-above-5mgkg] summary")
    facts = page.locator("#why [data-rule=hcq-dose-above-5mgkg] .facts")
    name, value = {
        "fr": ("dose par kilo", "7,69 mg/kg"),
        "en": ("dose per kilogram", "7.69 mg/kg"),
    }[language]
    expect(facts).to_contain_text(name)
    expect(facts).to_contain_text(value)
    names = page.locator("#why .facts dt").all_text_contents()
    assert not [one for one in names if "_" in one]


@BOTH
def test_pulses_are_marks_of_the_dose_curve_with_their_rows_behind_it(
    tab: Open, language: str
) -> None:
    visit = tab(language)
    page = visit.open("/")
    visit.sample("nephritis-induction")
    page.click("#timeline > summary")
    page.wait_for_selector("#timeline figure")
    told = {"fr": "bolus IV", "en": "IV pulse"}[language]
    doses = page.locator("#timeline figure").first
    expect(doses.locator("tbody tr", has_text=told)).to_have_count(3)
    image = base64.b64decode((doses.locator("img").get_attribute("src") or "").split(",")[1])
    assert told in image.decode()
    assert "3 × 500 mg" in image.decode()


def test_a_pasted_request_or_bundle_opens_as_a_record(tab: Open, tmp_path: Path) -> None:
    visit = tab()
    page = visit.open("/")
    request = samples.hook_request("hcq-too-high", "order-sign", TODAY, templates_for("order-sign"))
    page.click(".own summary")
    page.fill("#pasted", json.dumps(request))
    page.click("#own button.primary")
    page.wait_for_selector("#bench:not([hidden])")
    visit.settled()
    expect(page.locator("#drafts .draft")).to_have_count(1)
    file = tmp_path / "bundle.json"
    file.write_text(json.dumps(samples.chart("steroid-maintenance", TODAY)))
    page.click("#picker > summary")
    page.set_input_files("#file", file)
    page.click("#own button.primary")
    visit.settled()
    expect(page.locator("#chart")).to_contain_text("62 kg")


def test_the_raw_call_can_be_repeated_from_the_page(tab: Open) -> None:
    visit = tab()
    page = visit.open("/")
    visit.sample("hcq-too-high")
    visit.sign()
    line = page.locator("#curl").text_content() or ""
    assert line.startswith(f"curl -s {visit.origin}/cds-services/lupus-order-sign ")
    assert "cards" in (page.locator("#response").text_content() or "")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.click("#copy")
    expect(page.locator("#copy")).to_have_text("Copié")
    assert page.evaluate("() => navigator.clipboard.readText()") == line


@BOTH
def test_the_timeline_draws_the_past_and_the_plan_with_a_table_behind_each_plot(
    tab: Open, language: str
) -> None:
    visit = tab(language)
    page = visit.open("/")
    visit.sample("nephritis-induction")
    page.click("#timeline > summary")
    page.wait_for_selector("#timeline figure")
    plots = page.locator("#timeline figure")
    assert plots.count() >= 4
    assert plots.locator("img").count() == plots.locator("table").count() == plots.count()
    assert plots.first.locator("img").get_attribute("alt")
    rows = plots.first.locator("tbody tr")
    last = rows.last.locator("td").nth(1).text_content()
    assert last == "5", "the planned taper ends at 5 mg"
