"""The few patients that the project keeps: `python -m integration.synthea.keep_sample FOLDER`.

One of each kind below, without what would look like a person or a place, of the last years only;
`--as-of DAY` is the day they were made for.
"""

import argparse
import gzip
import json
from datetime import date, timedelta
from pathlib import Path

from integration.synthea.patients import Json, Record, read

SAMPLE = Path(__file__).parent / "sample"
KEPT = {
    "woman-20s": ("female", 20, 29),
    "man-50s": ("male", 50, 59),
    "woman-70s": ("female", 70, 79),
}
"""File -> sex, from age, to age."""
MOST_RESOURCES = 900
YEARS = 3
TAG = {
    "system": "http://terminology.hl7.org/CodeSystem/v3-ActReason",
    "code": "HTEST",
    "display": "test health data",
}
_PLACES_AND_PEOPLE = {"Organization", "Practitioner", "Location"}
_POINTING_THERE = {
    "serviceProvider", "location", "participant", "performer", "requester", "recorder", "author",
    "custodian", "managingOrganization", "careTeam", "name", "telecom", "address", "contact",
    "identifier", "extension", "text", "photo", "communication",
}  # fmt: skip
_DATES = (
    "effectiveDateTime", "authoredOn", "recordedDate", "occurrenceDateTime", "started",
    "performedPeriod", "period",
)  # fmt: skip


def main() -> None:
    """Write the sample anew."""
    asked = argparse.ArgumentParser()
    asked.add_argument("folder", type=Path)
    asked.add_argument("--as-of", type=date.fromisoformat, required=True)
    given = asked.parse_args()
    wanted = dict(KEPT)
    for path in sorted(given.folder.glob("*.json")):
        record = read(path)
        for name, (sex, youngest, oldest) in wanted.items():
            fits = record.sex == sex and youngest <= record.age(given.as_of) <= oldest
            kept = trimmed(record, name, given.as_of)
            if fits and len(kept["entry"]) <= MOST_RESOURCES:
                keep(kept, SAMPLE / f"{name}.json.gz")
                del wanted[name]
                break
    if wanted:
        raise SystemExit(f"nobody like {', '.join(wanted)}")


def trimmed(record: Record, name: str, day: date) -> Json:
    """The record as a Bundle, anonymous beyond Synthea's own care, and short."""
    since = (day - timedelta(days=round(365.25 * YEARS))).isoformat()
    kept = [
        {key: value for key, value in resource.items() if key not in _POINTING_THERE}
        for resource in record.resources
        if resource["resourceType"] not in _PLACES_AND_PEOPLE and is_recent(resource, since)
    ]
    for resource in kept:
        resource["meta"] = {"tag": [TAG]}
        if resource["resourceType"] == "Patient":
            family, given = "SYNTHETIQUE", f"Exemple-Synthea-{name}"
            resource["name"] = [{"family": family, "given": [given]}]
    entries = [{"fullUrl": f"urn:uuid:{r['id']}", "resource": r} for r in kept]
    return {
        "resourceType": "Bundle", "meta": {"tag": [TAG]}, "type": "collection", "entry": entries
    }  # fmt: skip


def is_recent(resource: Json, since: str) -> bool:
    """Whether it is of the last years, still counts, or carries no date."""
    if resource["resourceType"] in {"Patient", "Condition"} or resource.get("status") == "active":
        return True
    said = next((resource[member] for member in _DATES if member in resource), since)
    begun: str = said if isinstance(said, str) else said.get("start", since)
    return begun >= since


def keep(bundle: Json, path: Path) -> None:
    """Pack it so that the same content gives the same file."""
    text = json.dumps(bundle, ensure_ascii=False, separators=(",", ":"))
    path.write_bytes(gzip.compress(text.encode(), mtime=0))


if __name__ == "__main__":
    main()
