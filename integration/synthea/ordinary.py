"""Patients without lupus: no card about lupus, and no resource lost without being counted."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from cds_service.evidence.evidence import Evidence
from cds_service.evidence.resources import READ_TYPES
from integration.synthea.calls import ordinary_order, patient_view
from integration.synthea.patients import Record
from integration.synthea.said import Service, Shown, shown, verdicts
from tests.content.test_alert_burden import DRUG_SAFETY

_LUPUS = "lupus"


@dataclass
class Tally:
    """What came out over all patients."""

    patients: Counter[str] = field(default_factory=Counter)
    """By sex."""
    calls: int = 0
    cards: Counter[Shown] = field(default_factory=Counter)
    read: Counter[str] = field(default_factory=Counter)
    unread: Counter[str] = field(default_factory=Counter)
    odd: Counter[str] = field(default_factory=Counter)
    verdicts: dict[str, dict[str, str]] = field(default_factory=dict)
    """Patient -> rule -> verdict, at patient-view."""
    complaints: list[str] = field(default_factory=list)


def has_lupus(record: Record) -> bool:
    """Whether Synthea itself gave the patient a lupus: its modules know that disease."""
    return any(_LUPUS in str(c.get("code")).casefold() for c in record.of("Condition"))


def meet(record: Record, service: Service, tally: Tally) -> None:
    """Put one ordinary patient through the three hooks."""
    tally.patients[record.sex] += 1
    calls = [
        patient_view(record),
        ordinary_order(record, "order-select", service.day),
        ordinary_order(record, "order-sign", service.day),
    ]
    for body in calls:
        found = shown(service.cards(body))
        tally.calls += 1
        tally.cards.update(found)
        for card in found:
            if strange := sorted(set(card.rules) - DRUG_SAFETY):
                told = f"{record.id} ({record.sex}), {body['hook']}: {card.verdict} {strange}"
                tally.complaints.append(f"a card about lupus: {told}")
    seen = service.reasons(calls[0])
    tally.verdicts[record.id] = verdicts(seen)
    tally.odd.update({k: n for k, n in seen.evidence.odd.items() if not k.startswith("skipped:")})
    tally.complaints += [f"{record.id}: {why}" for why in unaccounted(record, seen.evidence, tally)]


def unaccounted(record: Record, evidence: Evidence, tally: Tally) -> Iterator[str]:
    """Types of which the service neither read nor counted what was sent."""
    sent = Counter(resource["resourceType"] for resource in record.resources)
    for kind, count in sent.items():
        if kind in READ_TYPES:
            accounted = len(evidence.channel(kind).resources)
            if kind == "Medication":
                accounted = len(evidence.medications)
            tally.read[kind] += accounted
        else:
            accounted = evidence.odd[f"skipped:{kind}"]
            tally.unread[kind] += accounted
        if accounted != count:
            yield f"{count} {kind} sent, {accounted} accounted for"


def counted_in_metrics(service: Service) -> int:
    """How many resources of types that no rule needs the service's own figures tell of."""
    text = service.client.get("/metrics").get_data(as_text=True)
    rows = [row for row in text.splitlines() if row.startswith("lupus_cds_odd_resources_total{")]
    return sum(round(float(row.rsplit(" ", 1)[1])) for row in rows if 'how="skipped"' in row)
