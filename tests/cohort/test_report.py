"""The report stands on its own, names every rule, and names no patient."""

import json
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner
from typing_extensions import override

from cds_service.cli import main
from cds_service.cohort.drill_down import facts_without_text, pseudonym
from tests.cohort.exports import Json, write_export
from tests.cohort.runs import findings, summary

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
    assert page.count("<svg") == 3


def test_every_rule_of_the_hook_is_named_with_its_burden(page: str, out: Path) -> None:
    text = " ".join(Page(page).text)
    counted = summary(out)
    for rule, count in counted["rules"].items():
        assert rule in text
        row = re.search(rf"<tr[^>]*><td><code>{rule}</code>.*?</tr>", page, re.DOTALL)
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
        row = re.search(rf"<tr><td><code>{rule}</code></td>.*?</tr>", section)
        assert row
        assert re.findall(r'class="n">(\d+)<', row[0]) == [
            str(counts[kind]) for kind in ("gained", "lost", "changed")
        ]
    assert findings(tmp_path / "later")


def test_an_empty_population_has_a_report_too(tmp_path: Path) -> None:
    page = reported(write_export(tmp_path / "export", []), tmp_path / "out", "--lang", "en")
    assert Page(page).open == []
