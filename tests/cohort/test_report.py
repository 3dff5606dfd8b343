"""The report stands on its own, names every rule, and names no patient."""

import json
import re
import shutil
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner
from markupsafe import escape
from typing_extensions import override

from cds_service.cli import main
from cds_service.cohort.census import Measure
from cds_service.cohort.compare import changes_in
from cds_service.cohort.drill_down import facts_without_text, pseudonym
from cds_service.cohort.findings import Tally
from cds_service.cohort.report_data import distributions
from cds_service.engine.table import Worded
from cds_service.evidence.templates import KEY_OF_TYPE
from tests.cohort.exports import Json, write_export
from tests.cohort.runs import PACK, findings, summary

VOID = {"meta", "br", "input"}


class Page(HTMLParser):
    """The tags of a page, its text, and whether every element is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.text: list[str] = []
        self.feed(text)

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    @override
    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    @override
    def handle_data(self, data: str) -> None:
        self.text.append(data)


def reported(export: Path, out: Path, *more: str) -> str:
    arguments = ["cohort", str(export), "--out", str(out), "--workers", "1", *more]
    ended = CliRunner().invoke(main, arguments)
    assert ended.exit_code == 0, ended.output
    return (out / "report.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory, export: Path) -> Path:
    folder = tmp_path_factory.mktemp("report") / "out"
    reported(export, folder, "--as-of", "2026-11-20", "--lang", "en")
    return folder


@pytest.fixture(scope="module")
def page(out: Path) -> str:
    return (out / "report.html").read_text(encoding="utf-8")


def test_it_is_one_well_formed_file_without_outside_assets(page: str) -> None:
    read = Page(page)
    assert read.open == []
    used = {v for tag, n, v in read.attributes if n in {"src", "href", "xlink:href"}}
    assert all(value.startswith("#") for value in used)
    assert "<script" not in page
    assert "@import" not in page
    assert not re.search(r"url\((?!['\"]?#)", page)
    assert page.count("<svg") == 4  # the burden, two doses, the milestones


def test_every_rule_of_the_hook_is_named_with_its_burden(page: str, out: Path) -> None:
    text = " ".join(Page(page).text)
    counted = summary(out)
    for rule, count in counted["rules"].items():
        assert rule in text
        row = re.search(rf"<tr[^>]*><td>(<a [^>]*>)?<code>{rule}</code>.*?</tr>", page, re.DOTALL)
        assert row
        cells = re.findall(r'<td class="n">([^<]*)</td>', row[0])
        assert cells[0] == str(count["fires"])
        assert cells[1] == f"{1000 * count['fires'] / counted['patients']:.1f}"
        assert cells[3] == str(count["cannot-tell"])


def test_it_names_no_patient(page: str, export: Path) -> None:
    patients = (export / "Patient.ndjson").read_text(encoding="utf-8").splitlines()
    for line in patients:
        patient: Json = json.loads(line)
        assert patient["id"] not in page
        for name in patient.get("name", ()):
            assert name.get("family", "?!") not in page


def test_pseudonyms_need_the_key() -> None:
    assert pseudonym(b"one key", "Patient/p") == pseudonym(b"one key", "Patient/p")
    assert pseudonym(b"one key", "Patient/p") != pseudonym(b"another", "Patient/p")
    assert pseudonym(b"one key", "Patient/p") != pseudonym(b"one key", "Patient/q")


def test_facts_are_shown_without_dates_and_chart_text() -> None:
    facts = {"upcr": 700.5, "since": "2020-01-01", "drug": "Jean Dupont 5 mg", "risk": True,
             "category": "response", "range": {"low": 1.0}}  # fmt: skip
    told = facts_without_text(facts)
    assert told == "upcr 700.5, risk ✓, category response, range 1.0–"


def test_it_speaks_both_languages(tmp_path: Path, page: str, out: Path, export: Path) -> None:
    english = page
    shutil.copytree(out, tmp_path / "out")
    french = reported(export, tmp_path / "out", "--as-of", "2026-11-20", "--lang", "fr")
    assert "Alert burden per rule" in english
    assert "Charge d’alertes par règle" in french
    assert '<html lang="fr">' in french
    assert "Alert burden" not in french


def test_doses_and_targets_are_those_of_the_charts(page: str) -> None:
    text = " ".join(Page(page).text)
    # Of the bundled samples with lupus at this date: 6 of 8 on a steroid take 5 mg or less.
    assert re.search(r"At most 5: 75\.0 % of treated patients whose dose is known \(8\)", text)


def test_broken_lines_and_missing_types_are_on_the_data_quality_page(
    tmp_path: Path, charts: list[list[Json]]
) -> None:
    folder = write_export(tmp_path / "export", charts)
    (folder / "Observation.ndjson").unlink()
    (folder / "Claim.ndjson").write_text('{"resourceType": "Claim"}\n{broken\n', encoding="utf-8")
    (folder / "notes.txt").write_text("x", encoding="utf-8")
    page = reported(folder, tmp_path / "out", "--as-of", "2026-11-20", "--lang", "en")
    quality = page.partition('id="quality"')[2]
    assert "not valid JSON" in quality
    assert "Claim" in quality
    assert "notes.txt" in quality
    row = re.search(r"<tr><td>Observation</td>.*?</tr>", quality)
    assert row
    assert re.findall(r">(\d+)<", row[0]) == ["0", "0", "0", str(len(charts)), "0"]


def test_a_comparison_is_a_section_of_the_report(tmp_path: Path, out: Path, export: Path) -> None:
    page = reported(
        export, tmp_path / "later", "--as-of", "2027-12-24", "--against", str(out), "--lang", "en"
    )
    told = json.loads((tmp_path / "later" / "compare.json").read_text(encoding="utf-8"))
    section = page.partition('id="comparison"')[2]
    for rule, counts in told["rules"].items():
        row = re.search(
            rf'<tr><td><a href="#changes-{rule}"><code>{rule}</code></a></td>.*?</tr>', section
        )
        assert row
        assert f'<table id="changes-{rule}">' in section
        assert re.findall(r'class="n">(\d+)<', row[0]) == [
            str(counts[kind]) for kind in ("gained", "lost", "changed")
        ]
    assert findings(tmp_path / "later")


def test_a_comparison_says_in_words_why_a_rule_keeps_quiet(
    tmp_path: Path, out: Path, export: Path
) -> None:
    for language in ("en", "fr"):
        later = tmp_path / language
        page = reported(
            export, later, "--as-of=2027-12-24", "--against", str(out), "--lang", language
        )
        reasons = {(one.rule, one.before.because) for one in changes_in(later)} - {("", "")}
        told = 0
        for rule, reason in reasons:
            words = PACK.rule(rule).table.quiet.get(reason) or PACK.reasons.get(reason)
            if words is not None:
                section = page.partition(f'<table id="changes-{rule}">')[2].partition("</table>")[0]
                assert escape(words.in_language(language)) in section
                told += 1
        assert told > 3


def test_rules_lead_to_their_patients_and_silent_ones_are_folded_away(page: str) -> None:
    read = Page(page)
    led = {v.removeprefix("#") for tag, n, v in read.attributes if (tag, n) == ("a", "href")}
    places = {v for _, n, v in read.attributes if n == "id"}
    assert led <= places
    assert any(place.startswith("patients-") for place in led)
    speaking, _, silent = page.partition("Rules with nothing to say about anybody")
    assert "<code>gc-bone</code>" in speaking
    quiet = silent.partition("</details>")[0]
    assert "<code>belimumab-psy-pml</code>" in quiet
    assert "<code>gc-bone</code>" not in quiet


def test_what_nobody_looked_for_counts_as_not_sent_for_every_patient(
    tmp_path: Path, charts: list[list[Json]]
) -> None:
    folder = write_export(tmp_path / "export", charts)
    (folder / "AllergyIntolerance.ndjson").unlink()
    page = reported(folder, tmp_path / "out", "--as-of", "2026-11-20", "--lang", "en")
    for kind in KEY_OF_TYPE:
        row = re.search(rf"<tr><td>{kind}</td>.*?</tr>", page)
        assert row
        assert sum(map(int, re.findall(r">(\d+)<", row[0]))) == len(charts), kind


def test_a_dose_nobody_takes_leaves_a_gap_in_the_plot() -> None:
    tally = Tally(numbers={"dose": Counter({"2.5": 3, "5": 1, "12.5": 2, "unknown": 4})})
    measure = Measure(Worded(fr="dose", en="dose"), target=5)
    (found,) = distributions(tally, {"dose": measure}, "en")
    assert [(name, n) for name, n, _ in found.bins] == [
        ("2.5", 3), ("5", 1), ("7.5", 0), ("10", 0), ("12.5", 2), ("unknown", 4)
    ]  # fmt: skip
    assert (found.treated, found.known) == (6, 6)


def test_an_empty_population_has_a_report_too(tmp_path: Path) -> None:
    page = reported(write_export(tmp_path / "export", []), tmp_path / "out", "--lang", "en")
    assert Page(page).open == []
