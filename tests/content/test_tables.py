"""The police of the content: dated sources, both languages, short wording, nothing overdue."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import cards
from cds_service.engine.pack import Rule, load_pack
from cds_service.engine.table import Definition, Number, Worded
from cds_service.render.wording import slots_of
from tests.test_vignettes import TODAY

PACK = load_pack("cards")
RULES = [pytest.param(rule, id=rule.id) for rule in PACK.rules]
MOST_WORDS = 95
BANNED = ("interdit", "obligatoire", "forbidden", "prohibited", "mandatory")
QUOTED_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
GLUED_WORDS = re.compile(r"\b[A-Za-z]+\d[\w-]*|\bp_\d+")
ROOT = Path(cards.__file__).parent


def texts(rule: Rule) -> Iterator[tuple[str, Worded]]:
    """Every text of a rule's table that may be shown, with its place."""
    table = rule.table
    yield "title", table.title
    yield "question", table.question
    for name, wording in table.wording.items():
        yield f"wording.{name}.summary", wording.summary
        yield f"wording.{name}.detail", wording.detail
    for name, reason in table.quiet.items():
        yield f"quiet.{name}", reason
    for name, offer in table.suggestions.items():
        yield f"suggestions.{name}.label", offer.label
        yield f"suggestions.{name}.action", offer.action


def numbers() -> Iterator[tuple[str, Number]]:
    """Every number of every table, with its place."""
    tables: list[tuple[str, dict[str, Number]]] = [(r.id, r.table.numbers) for r in PACK.rules]
    tables += [(name, found.numbers) for name, found in PACK.definitions.items()]
    for owner, found in tables:
        for name, number in found.items():
            yield f"{owner}.{name}", number


def numerals(text: str) -> list[str]:
    """The numbers a text states, decimal comma or point alike, codes such as `C3` left out."""
    plain = GLUED_WORDS.sub(" ", text)
    return sorted(found.replace(",", ".") for found in QUOTED_NUMBER.findall(plain))


@pytest.mark.parametrize("rule", RULES)
def test_both_languages_use_the_same_slots(rule: Rule) -> None:
    for place, worded in texts(rule):
        assert slots_of(worded.fr) == slots_of(worded.en), place


@pytest.mark.parametrize("rule", RULES)
def test_both_languages_state_the_same_numbers(rule: Rule) -> None:
    for place, worded in texts(rule):
        assert numerals(worded.fr) == numerals(worded.en), place


@pytest.mark.parametrize("rule", RULES)
def test_no_language_is_empty_or_commanding(rule: Rule) -> None:
    for place, worded in texts(rule):
        for text in (worded.fr, worded.en):
            assert text.strip(), place
            assert not [word for word in BANNED if word in text.lower()], place


@pytest.mark.parametrize("rule", RULES)
def test_a_detail_is_short(rule: Rule) -> None:
    for name, wording in rule.table.wording.items():
        for text in (wording.detail.fr, wording.detail.en):
            words = [word for word in text.replace("*", "").split() if any(map(str.isalnum, word))]
            assert len(words) <= MOST_WORDS, f"{name}: {len(words)} words"


@pytest.mark.parametrize("rule", RULES)
def test_a_loud_card_can_be_overridden_with_a_coded_reason(rule: Rule) -> None:
    loud = [name for name, w in rule.table.wording.items() if w.indicator != "info"]
    assert rule.table.override or not loud, loud
    for reason in rule.table.override:
        assert PACK.overrides[reason].code
        assert PACK.overrides[reason].system.startswith("http")


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_cites_a_source_and_is_not_overdue(rule: Rule) -> None:
    assert rule.table.sources
    assert all(citation.locator for citation in rule.table.sources)
    assert rule.table.review_by >= TODAY


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_known_only_from_general_knowledge_never_raises_its_voice(rule: Rule) -> None:
    certainties = {citation.certainty for citation in rule.table.sources}
    if certainties == {"K"} and rule.table.status == "active":
        assert {wording.indicator for wording in rule.table.wording.values()} == {"info"}


@pytest.mark.parametrize(
    "definition", [pytest.param(d, id=d.definition) for d in PACK.definitions.values()]
)
def test_shared_definitions_are_not_overdue(definition: Definition) -> None:
    assert definition.review_by >= TODAY


@pytest.mark.parametrize(("place", "number"), [pytest.param(*n, id=n[0]) for n in numbers()])
def test_every_number_has_a_dated_source_and_locator(place: str, number: Number) -> None:
    assert number.values, place
    assert [v.since for v in number.values] == sorted(v.since for v in number.values)
    for value in number.values:
        assert value.source in PACK.sources
        assert value.locator
        assert value.since <= value.checked_on <= TODAY


def test_every_rule_is_a_complete_trio_of_files() -> None:
    rules = {
        path.relative_to(ROOT / "rules").with_suffix("")
        for path in (ROOT / "rules").rglob("*.py")
        if path.stem != "__init__"
    }
    tables = {
        path.relative_to(ROOT / "tables").with_suffix("")
        for path in (ROOT / "tables").rglob("*.yaml")
        if path.parent.name not in {"definitions", "shared"}
    }
    folder = Path(__file__).parents[1] / "vignettes"
    vignettes = {
        path.relative_to(folder).with_suffix("")
        for path in folder.rglob("*.yaml")
        if path.parent.name != "catalogue"
    }
    assert rules == tables
    assert rules <= vignettes, sorted(map(str, rules - vignettes))


def test_every_source_has_a_date_and_says_what_was_read_of_it() -> None:
    for name, source in PACK.sources.items():
        assert source.citation, name
        assert source.published, name
        assert source.read, name
        assert source.checked_on <= TODAY, name
        assert source.url is None or source.url.startswith("https://"), name
