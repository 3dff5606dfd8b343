"""Names of facts come with their units, and the glossary has both languages."""

from cds_service.engine.pack import load_pack
from cds_service.engine.table import Worded
from cds_service.web.workbench.facts import fact_words

TERMS = load_pack("cards").terms


def test_a_unit_in_brackets_is_told_apart_from_the_name() -> None:
    terms = {
        "fact.dose": Worded("dose [mg/j]", "dose [mg/day]"),
        "fact.seen": Worded("vu le", "seen on"),
        "value.grade.none": Worded("aucun", "none"),
        "grade": Worded("degré", "grade"),
    }
    french = fact_words(terms, "fr")
    assert french.names == {"dose": "dose", "seen": "vu le"}
    assert french.units == {"dose": "mg/j"}
    assert french.values == {"grade.none": "aucun"}
    assert fact_words(terms, "en").units == {"dose": "mg/day"}


def test_both_languages_give_a_unit_to_the_same_facts() -> None:
    assert set(fact_words(TERMS, "fr").units) == set(fact_words(TERMS, "en").units)
