"""The check speaks the language it is asked in."""

import json

import pytest

from cds_service import samples
from cds_service.answer import answer
from cds_service.check import Report, check
from cds_service.check_words import odd_text, why_text
from cds_service.engine.pack import load_pack
from cds_service.evidence.fetch_trouble import Trouble
from cds_service.evidence.templates import templates_for
from tests.toy_pack.calls import TODAY

PACK = load_pack("cards")
FAILED = {
    "resourceType": "OperationOutcome",
    "issue": [{"severity": "error", "code": "exception", "diagnostics": "EHR says no"}],
}


def report(language: str) -> Report:
    """The check of a request with a part unsent, one in error, one page of more, one not read."""
    body = samples.hook_request("hcq-too-high", "order-sign", TODAY, templates_for("order-sign"))
    prefetch = body["prefetch"]
    del prefetch["allergyIntolerances"]
    prefetch["procedures"] = FAILED
    prefetch["observations"]["total"] = 99
    prefetch["conditions"]["entry"].append({"resource": {"resourceType": "Basic", "id": "b"}})
    found = answer(PACK, "order-sign", json.dumps(body).encode(), TODAY, language, 0)
    return check(found, language)


def test_every_line_is_french_when_french_is_asked_for() -> None:
    told = "\n".join(report("fr").lines())
    assert "allergyIntolerances : non transmis" in told
    assert "procedures : venu en erreur (EHR says no)" in told
    assert "observations : une page sur plusieurs (3 sur 99)" in told
    assert "type non lu : Basic × 1" in told
    assert "Règles qui ne peuvent conclure" in told
    for english in ("not sent", "none", "came as", "Incomplete", "Set aside", "cannot"):
        assert english not in told


def test_every_line_is_english_when_english_is_asked_for() -> None:
    told = "\n".join(report("en").lines())
    assert "allergyIntolerances: not sent" in told
    assert "observations: one page of more (3 of 99)" in told
    assert "type that is not read: Basic × 1" in told
    for french in ("transmis", "rien", "venu", "Incomplet :", "Règles"):
        assert french not in told


def test_both_languages_find_the_same() -> None:
    french, english = report("fr"), report("en")
    assert list(french.incomplete) == list(english.incomplete)
    assert french.odd == english.odd
    assert [one.rule for one in french.blind] == [one.rule for one in english.blind]


@pytest.mark.parametrize("trouble", sorted(Trouble))
def test_every_trouble_of_fetching_has_words(trouble: Trouble) -> None:
    french, english = why_text(trouble, "fr"), why_text(trouble, "en")
    assert french != english
    assert str(trouble) not in {french, english}


def test_the_words_of_a_record_stay_its_own() -> None:
    assert why_text("Accès interdit", "en") == "Accès interdit"
    assert odd_text("Observation", "fr") == "Observation"
    assert odd_text("unreadable:Observation", "fr") == "illisible : Observation"
