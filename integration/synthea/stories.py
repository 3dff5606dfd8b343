"""The lupus stories of the sample patients, told of Synthea's people amid their own records."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from cds_service import samples
from cds_service.evidence.templates import templates_for
from integration.synthea.calls import with_story
from integration.synthea.known_to_us import without_what_is_read
from integration.synthea.patients import Json, Record
from integration.synthea.said import Service, shown, verdicts

MOST_YEARS_APART = 8
BASES_PER_STORY = 2


@dataclass(frozen=True)
class Story:
    """One moment of a sample patient's story."""

    name: str
    request: Json
    sex: str
    age: int

    @property
    def hook(self) -> str:
        """The hook it is told at."""
        found: str = self.request["hook"]
        return found


@dataclass
class Told:
    """What came out over all tellings."""

    tellings: int = 0
    cards: int = 0
    complaints: list[str] = field(default_factory=list)
    with_own_data: Counter[str] = field(default_factory=Counter)
    """Rule and change of verdict where the person's own diseases, results and drugs are kept."""
    at_patient_view: dict[str, Json] = field(default_factory=dict)
    """Person -> the call, for the cohort to agree with."""


def stories(service: Service) -> Iterator[Story]:
    """Every moment of every sample patient."""
    for name in samples.names():
        for moment in samples.sample(name).hooks:
            templates = templates_for(moment.hook)
            request = samples.hook_request(name, moment.hook, service.day, templates)
            person = Record((request["prefetch"]["patient"],))
            yield Story(name, request, person.sex, person.age(service.day))


def fitting(story: Story, people: Mapping[str, tuple[str, int]]) -> list[str]:
    """Ids of people of the story's sex and nearly its age, nearest first."""
    apart = {name: abs(age - story.age) for name, (sex, age) in people.items() if sex == story.sex}
    near = sorted((years, name) for name, years in apart.items() if years <= MOST_YEARS_APART)
    return [name for _, name in near[:BASES_PER_STORY]]


def tell(story: Story, base: Record, service: Service, told: Told) -> None:
    """Tell one story of one person, and compare with the bare sample."""
    alone_cards, alone = (
        shown(service.cards(story.request)),
        verdicts(service.reasons(story.request)),
    )
    body = with_story(without_what_is_read(base), story.request)
    cards, amid = shown(service.cards(body)), verdicts(service.reasons(body))
    told.tellings += 1
    told.cards += len(cards)
    where = f"{story.name} at {story.hook} told of {base.id}"
    if cards != alone_cards:
        told.complaints.append(f"{where}: cards {cards}, the bare sample has {alone_cards}")
    for change in changes(alone, amid):
        told.complaints.append(f"{where}: {change}")
    if story.hook == "patient-view":
        told.at_patient_view.setdefault(base.id, body)
    whole = verdicts(service.reasons(with_story(base, story.request)))
    told.with_own_data.update(changes(alone, whole))


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """The rules whose verdict differs, and how."""
    return [
        f"{rule}: {was} -> {now}"
        for rule in sorted({*before, *after})
        if (was := before.get(rule, "quiet")) != (now := after.get(rule, "quiet"))
    ]
