"""An order whose drug nobody sent concerns those whom the pack is for, and nobody else."""

import pytest

from cds_service.app import create_app
from cds_service.settings import Settings
from tests.content.ordinary_patients import ordinary_request
from tests.test_vignettes import TODAY

LUPUS = {
    "resourceType": "Condition",
    "id": "lupus",
    "code": {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10", "code": "M32.1"}]},
    "clinicalStatus": {"coding": [{"code": "active"}]},
}


def verdicts_of_cards(with_lupus: bool, seed: int) -> list[str]:
    """What the cards say of a call whose only draft refers to a drug that was not sent."""
    body = ordinary_request(seed, "order-sign", TODAY)
    subject = {"reference": f"Patient/{body['context']['patientId']}"}
    body["context"]["draftOrders"]["entry"] = [
        {
            "resource": {
                "resourceType": "MedicationRequest",
                "id": "nameless",
                "status": "draft",
                "intent": "order",
                "subject": subject,
                "medicationReference": {"reference": "Medication/not-sent"},
            }
        }
    ]
    if with_lupus:
        conditions = body["prefetch"]["conditions"]
        conditions.setdefault("entry", []).append({"resource": LUPUS | {"subject": subject}})
        conditions.pop("total", None)
    client = create_app(Settings(max_cards=0, database_url=""), lambda: TODAY).test_client()
    reply = client.post("/cds-services/lupus-order-sign", json=body)
    assert reply.status_code == 200, reply.get_data(as_text=True)
    return [
        card["extension"]["example.lupus-cds"]["verdict"]
        for card in reply.get_json()["cards"]
        if "nameless" in str(card["detail"]) or "transmis" in card["detail"]
    ]


@pytest.mark.parametrize("seed", range(4))
def test_with_lupus_one_card_says_that_the_drug_is_not_known(seed: int) -> None:
    assert verdicts_of_cards(with_lupus=True, seed=seed) == ["cannot-tell"]


@pytest.mark.parametrize("seed", range(4))
def test_without_lupus_nothing_is_said_of_it(seed: int) -> None:
    assert verdicts_of_cards(with_lupus=False, seed=seed) == []
