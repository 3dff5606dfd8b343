"""The vignettes on the pages of the rules: the cases that the tests run, part of what is built."""

import subprocess
import sys
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from cds_service.app import create_app
from cds_service.engine.pack import load_pack
from cds_service.errors import ContentError
from cds_service.settings import Settings
from cds_service.web.workbench.case_text import CaseTeller
from cds_service.web.workbench.vignettes import cases_of
from tests.toy_pack.calls import TODAY
from tests.vignettes.reading import FOLDER, all_vignettes, vignette_files

ROOT = Path(__file__).parents[4]
PACK = load_pack("cards")


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return create_app(Settings(), lambda: TODAY).test_client()


def test_the_pages_read_the_cases_that_the_tests_run() -> None:
    tested: dict[str, list[dict]] = {}
    for vignette in all_vignettes():
        tested.setdefault(vignette.rule, []).append(vignette.case)
    for rule in PACK.rules:
        assert list(cases_of("cards", rule.topic, rule.id)) == tested.get(rule.id, []), rule.id


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_case_is_told_with_its_patient_and_under_its_verdict(language: str) -> None:
    teller = CaseTeller(PACK, language)
    for rule in PACK.rules:
        cases = cases_of("cards", rule.topic, rule.id)
        groups = teller.grouped(cases)
        assert sum(map(len, groups.values())) == len(cases)
        for verdict, examples in groups.items():
            for example in examples:
                assert example.patient, example.name
                assert verdict == example.verdict


def test_a_case_is_told_in_the_language_of_the_page(client: FlaskClient) -> None:
    for language, told in (
        ("fr", ("femme, 45 ans", "79 kg, il y a 1 mois", "dose par kilo = 5,06 mg/kg")),
        ("en", ("woman, 45 years", "79 kg, 1 month ago", "dose per kilogram = 5.06 mg/kg")),
    ):
        page = client.get("/rules/hcq-dose-above-5mgkg", headers={"Accept-Language": language})
        assert all(text in page.text for text in told)
        assert "400 mg at 79 kg is 5.06 and is told" in page.text


def test_a_pack_without_cases_says_so() -> None:
    client = create_app(Settings(content="tests.toy_pack"), lambda: TODAY).test_client()
    page = client.get("/rules/weight-asked", headers={"Accept-Language": "en"})
    assert "no vignette for this rule" in page.text


def test_a_file_about_another_rule_is_refused(tmp_path: Path) -> None:
    (tmp_path / "misnamed" / "vignettes" / "topic").mkdir(parents=True)
    (tmp_path / "misnamed" / "__init__.py").touch()
    (tmp_path / "misnamed/vignettes/topic/one.yaml").write_text("rule: other\ncases: []\n")
    sys.path.insert(0, str(tmp_path))
    try:
        with pytest.raises(ContentError, match="one"):
            cases_of("misnamed", "topic", "one")
    finally:
        sys.path.remove(str(tmp_path))


def test_what_is_built_carries_the_cases_inside_the_pack(tmp_path: Path) -> None:
    command = [sys.executable, "setup.py", "--quiet", "build_py", "--build-lib", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    written = {file.relative_to(FOLDER) for file in vignette_files()}
    built = tmp_path / "cards" / "vignettes"
    assert {file.relative_to(built) for file in built.rglob("*.yaml")} == written
    assert not (tmp_path / "tests").exists()
