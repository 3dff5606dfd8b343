"""`python -m integration.synthea.check FOLDER --as-of DAY`: all checks on Synthea's patients."""

import argparse
import shutil
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TypeVar

from tqdm import tqdm

from integration.synthea import french_ages
from integration.synthea.calls import resources_in
from integration.synthea.cohort_agrees import Export, disagreements
from integration.synthea.ordinary import Tally, counted_in_metrics, has_lupus, meet
from integration.synthea.patients import Record, read
from integration.synthea.said import Service, verdicts
from integration.synthea.stories import Told, fitting, stories, tell

ORDINARY = 220
MOST_COMPLAINTS = 40
T = TypeVar("T")


def main() -> None:
    """Print what was found, the totals last; exit 1 when something is wrong."""
    asked = argparse.ArgumentParser()
    asked.add_argument("folder", type=Path)
    asked.add_argument("--as-of", type=date.fromisoformat, required=True)
    given = asked.parse_args()
    service, tally, told = Service(given.as_of), Tally(), Told()
    files, lupus = ordinary_files(given.folder, service.day)
    for path in watched(files.values(), "ordinary patients"):
        meet(read(path), service, tally)
    counted = counted_in_metrics(service)
    if counted != tally.unread.total():
        sent = tally.unread.total()
        tally.complaints.append(f"{sent} resources not read, {counted} of them in the figures")
    people = {name: person(read(path), service.day) for name, path in files.items()}
    for story in watched(list(stories(service)), "stories"):
        bases = fitting(story, people)
        if not bases:
            told.complaints.append(f"{story.name}: nobody of that sex and age")
        for base in bases:
            tell(story, read(files[base]), service, told)
    if not told.cards:
        told.complaints.append("no story has a card: this check says nothing")
    different = cohort_differs(given.folder.parent, files, service, tally, told)
    print(f"the largest call has {service.largest / 2**20:.1f} MB")
    report(tally, told, len(lupus), different)
    sys.exit(1 if tally.complaints or told.complaints or different else 0)


def ordinary_files(folder: Path, day: date) -> tuple[dict[str, Path], list[str]]:
    """Id -> file of as many patients as are wanted, and the ids of those who have lupus."""
    files: dict[str, Path] = {}
    ages: list[tuple[str, int]] = []
    lupus: list[str] = []
    for path in watched(sorted(folder.glob("*.json")), "choosing patients"):
        record = read(path)
        files[record.id] = path
        if has_lupus(record):
            lupus.append(record.id)
        else:
            ages.append((record.id, record.age(day)))
    names = french_ages.chosen(ages, ORDINARY)
    return {name: files[name] for name in names}, lupus


def person(record: Record, day: date) -> tuple[str, int]:
    """Sex and age."""
    return record.sex, record.age(day)


def cohort_differs(
    folder: Path, files: dict[str, Path], service: Service, tally: Tally, told: Told
) -> list[str]:
    """The ordinary patients, some of them with a story, as a population."""
    shutil.rmtree(folder / "export", ignore_errors=True)
    shutil.rmtree(folder / "cohort", ignore_errors=True)
    export, expected = Export(folder / "export"), dict(tally.verdicts)
    for name, path in watched(files.items(), "export"):
        if name not in told.at_patient_view:
            export.add(read(path).resources)
            continue
        body = told.at_patient_view[name]
        expected[name] = verdicts(service.reasons(body))
        for value in body["prefetch"].values():
            export.add(resources_in(value) if value["resourceType"] == "Bundle" else [value])
    found = disagreements(export, folder / "cohort", service.day, expected)
    shutil.rmtree(export.folder)
    return found


def report(tally: Tally, told: Told, lupus: int, different: list[str]) -> None:
    """For people; the totals come last."""
    for name, counts in (("read", tally.read), ("not read, counted", tally.unread)):
        print(f"{name}: " + ", ".join(f"{kind} {n}" for kind, n in counts.most_common()))
    print("irregular: " + (", ".join(f"{kind} {n}" for kind, n in tally.odd.items()) or "none"))
    for card, number in tally.cards.most_common():
        print(f"card on an ordinary patient, {number} times: {card}")
    for change, number in told.with_own_data.most_common():
        print(f"with the person's own data, {number} times: {change}")
    complaints = [*tally.complaints, *told.complaints, *different]
    for complaint in complaints[:MOST_COMPLAINTS]:
        print(f"WRONG: {complaint}")
    sexes = ", ".join(f"{count} {sex}" for sex, count in sorted(tally.patients.items()))
    safety = tally.cards.total()
    print(
        f"Synthea: {tally.patients.total()} ordinary patients ({sexes}), {tally.calls} calls, "
        f"{safety} drug-safety cards, {tally.read.total()} resources read and "
        f"{tally.unread.total()} counted as unread; {told.tellings} lupus stories with "
        f"{told.cards} cards as on the bare samples; cohort of {len(tally.verdicts)}; "
        f"{lupus} with a lupus of Synthea's own left out; {len(complaints)} complaints"
    )


def watched(items: Iterable[T], what: str) -> Iterable[T]:
    """The same items, with a progress bar on a terminal."""
    return tqdm(items, what, disable=None, leave=False)


if __name__ == "__main__":
    main()
