"""Three patients of Synthea, kept in the project, meet the service as all of them do elsewhere.

`integration/synthea/run` does the same with hundreds of them; here it is shown that its checks pass
on the kept ones, and that they can fail.
"""

from datetime import date
from pathlib import Path

import pytest

from integration.synthea import french_ages
from integration.synthea.ordinary import Tally, has_lupus, meet
from integration.synthea.patients import Record, read
from integration.synthea.said import Service
from integration.synthea.stories import Told, fitting, stories, tell

DAY = date(2026, 11, 20)
FOLDER = Path(__file__).parents[2] / "integration" / "synthea" / "sample"
FILES = sorted(FOLDER.glob("*.json.gz"))
MOST_BYTES = 300_000
LUPUS = {
    "resourceType": "Condition",
    "id": "added-lupus",
    "clinicalStatus": {"coding": [{"code": "active"}]},
    "code": {
        "coding": [{"system": "https://smt.esante.gouv.fr/terminologie-cim-10", "code": "M32.1"}]
    },
}


@pytest.fixture(scope="module")
def service() -> Service:
    return Service(DAY)


def of_name(name: str) -> Record:
    return read(FOLDER / f"{name}.json.gz")


def test_the_sample_is_small_and_visibly_synthetic() -> None:
    assert len(FILES) == 3
    assert sum(path.stat().st_size for path in FILES) < MOST_BYTES
    for path in FILES:
        record = read(path)
        (name,) = record.patient["name"]
        assert name["family"] == "SYNTHETIQUE"
        assert name["given"][0].startswith("Exemple-Synthea-")
        for resource in record.resources:
            assert [tag["code"] for tag in resource["meta"]["tag"]] == ["HTEST"]


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_an_ordinary_patient_sees_no_lupus_card_and_loses_no_resource(
    path: Path, service: Service
) -> None:
    record, tally = read(path), Tally()
    assert not has_lupus(record)
    meet(record, service, tally)
    assert not tally.complaints
    assert tally.calls == 3
    assert tally.read["Observation"] > 40
    assert tally.unread["CarePlan"] > 0


@pytest.mark.parametrize(
    ("name", "rules"),
    [("man-50s", set()), ("woman-70s", set()), ("woman-20s", {"raas-pregnancy"})],
)
def test_only_the_pregnant_one_is_warned_of_an_ordinary_drug(
    name: str, rules: set[str], service: Service
) -> None:
    tally = Tally()
    meet(of_name(name), service, tally)
    assert {rule for card in tally.cards for rule in card.rules} == rules


def test_a_lupus_card_on_an_ordinary_patient_would_be_reported(service: Service) -> None:
    record, tally = of_name("woman-20s"), Tally()
    lupus = {**LUPUS, "subject": {"reference": f"Patient/{record.id}"}}
    meet(Record((*record.resources, lupus)), service, tally)
    assert any("a card about lupus" in complaint for complaint in tally.complaints)


def test_a_resource_that_is_neither_read_nor_counted_would_be_reported(service: Service) -> None:
    record, tally = of_name("woman-20s"), Tally()
    stranger = {**LUPUS, "subject": {"reference": "Patient/somebody-else"}}
    meet(Record((*record.resources, stranger)), service, tally)
    assert any("Condition sent" in complaint for complaint in tally.complaints)


def test_lupus_stories_get_the_same_cards_amid_a_real_looking_record(service: Service) -> None:
    base, told = of_name("woman-20s"), Told()
    everybody = {base.id: (base.sex, base.age(DAY))}
    for story in stories(service):
        if fitting(story, everybody):
            tell(story, base, service, told)
    assert not told.complaints
    assert told.tellings > 2
    assert told.cards > told.tellings


def test_a_record_that_contradicts_the_story_would_be_reported(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("integration.synthea.stories.without_what_is_read", lambda record: record)
    base, told = of_name("woman-20s"), Told()
    heavier = {
        "resourceType": "Observation",
        "id": "added-weight",
        "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": "29463-7"}]},
        "subject": {"reference": f"Patient/{base.id}"},
        "effectiveDateTime": DAY.isoformat(),
        "valueQuantity": {"value": 140, "unit": "kg", "code": "kg"},
    }
    story = next(story for story in stories(service) if story.name == "hcq-too-high")
    tell(story, Record((*base.resources, heavier)), service, told)
    assert any("the bare sample has" in complaint for complaint in told.complaints)


def test_ages_are_those_of_adults_in_france() -> None:
    ages = [(f"p{number:04}", 18 + number % 78) for number in range(1000)]
    names = french_ages.chosen(ages, 200)
    assert len(names) == 200
    young = [age for name, age in ages if name in names and age < 30]
    assert len(young) == 36


def test_too_few_people_of_an_age_are_not_passed_over() -> None:
    with pytest.raises(ValueError, match="have Synthea make more"):
        french_ages.chosen([("a", 20), ("b", 40)], 10)
