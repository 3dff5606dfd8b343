"""Orders that refer to a Medication of the server are read as those that name their drug."""

from typing import Any

from integration.tests.moments import Moment
from integration.tests.record import record_of
from integration.tests.server import RealServer
from integration.tests.service import Service
from integration.tests.test_same_cards import EVERY_MOMENT

Json = dict[str, Any]


def with_medications(chart: Json) -> Json:
    """The chart with each ordered drug in a resource of its own."""
    entries: list[Json] = []
    for entry in chart["entry"]:
        resource = dict(entry["resource"])
        if code := resource.pop("medicationCodeableConcept", None):
            drug = {"resourceType": "Medication", "id": f"{resource['id']}-drug", "code": code}
            resource["medicationReference"] = {"reference": f"Medication/{drug['id']}"}
            entries.append({"resource": drug})
        entries.append({"resource": resource})
    return {"entry": entries}


def advice(cards: list[Json]) -> list[tuple[Any, ...]]:
    """What cards say, without the ids of the record."""
    return [
        (card["extension"]["example.lupus-cds"], card["indicator"], card["summary"], card["detail"])
        for card in cards
    ]


@EVERY_MOMENT
def test_the_advice_is_the_same(moment: Moment, service: Service, hapi: RealServer) -> None:
    call = record_of(moment, hapi.base, with_medications).asks()
    got, expected = service.cards(call), service.cards(moment.request())
    assert got.status == 200, got.body
    assert advice(got.cards) == advice(expected.cards)
    assert service.explained(call).verdicts == service.explained(moment.request()).verdicts


def test_the_charts_of_this_test_name_no_drug(service: Service) -> None:
    chart = with_medications(Moment("steroid-maintenance", "patient-view").chart())
    orders = [e["resource"] for e in chart["entry"] if "Request" in e["resource"]["resourceType"]]
    assert orders
    assert all("medicationReference" in order for order in orders)
    assert "medicationCodeableConcept" not in str(chart)
