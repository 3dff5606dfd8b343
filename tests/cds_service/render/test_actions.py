"""Actions carry whole, valid resources and touch drafts only."""

import json
from datetime import date
from functools import cache
from typing import Any

import msgspec
import pytest
from fhir.resources.R4B.medicationrequest import MedicationRequest as Model
from msgspec.structs import replace

from cds_service.engine.pack import load_pack
from cds_service.engine.proposal import (
    ChangeDraft,
    DraftOrder,
    PlannedDose,
    RecommendVaccine,
    RequestService,
    WithdrawDraft,
)
from cds_service.errors import ContentError
from cds_service.evidence.gather import gather
from cds_service.hooks.contexts import parse_context
from cds_service.hooks.request import parse_request
from cds_service.picture.picture import Picture
from cds_service.picture.treatment import Treatment
from cds_service.render.actions import ActionMaker, NotActionableError
from cds_service.render.valid import NotValidError, require_valid
from cds_service.render.wording import Writer
from tests.toy_pack.calls import TODAY, call, prednisone

TAPER = (
    PlannedDose(10, days=14),
    PlannedDose(5, every_days=2),
    PlannedDose(2.5, with_previous=True),
)


@cache
def maker() -> ActionMaker:
    pack = load_pack("tests.toy_pack")
    return ActionMaker("Patient/p1", pack, Writer("fr", pack.terms))


def drafted(draft: dict[str, Any], today: date = TODAY) -> Treatment:
    request = parse_request(msgspec.json.encode(call("order-sign", draft)), "order-sign")
    picture = Picture(gather(parse_context(request), request.prefetch), today)
    return picture.treatments.drafts[0]


def changed(draft: dict[str, Any]) -> dict[str, Any]:
    resource = maker().make(ChangeDraft(drafted(draft), TAPER), "why").resource
    assert resource is not None
    return resource


def test_a_changed_dose_keeps_the_dates_of_the_one_it_replaces() -> None:
    period = {"start": TODAY.isoformat(), "end": "2027-01-31"}
    sent = prednisone()
    sent["dosageInstruction"][0]["timing"] = {"repeat": {
        "frequency": 1, "period": 1, "periodUnit": "d", "boundsPeriod": period}}  # fmt: skip
    alternating = (PlannedDose(5, every_days=2), PlannedDose(10, every_days=2, with_previous=True))
    resource = maker().make(ChangeDraft(drafted(sent), alternating), "why").resource
    assert resource is not None
    assert [step["timing"]["repeat"]["boundsPeriod"] for step in resource["dosageInstruction"]] == [
        period, period,
    ]  # fmt: skip
    tapered = changed(sent)["dosageInstruction"]
    assert not any("boundsPeriod" in step["timing"]["repeat"] for step in tapered)


def test_an_update_keeps_every_member_of_the_draft_and_replaces_the_dosage() -> None:
    sent = prednisone(
        note=[{"text": "matin"}], reasonCode=[{"text": "lupus"}], extension=[{
            "url": "https://ehr.example/x", "valueString": "kept"}],
    )  # fmt: skip
    resource = changed(sent)
    assert {**resource, "dosageInstruction": 0} == {**sent, "dosageInstruction": 0}
    steps = resource["dosageInstruction"]
    assert [step["sequence"] for step in steps] == [1, 2, 2]
    assert [step["doseAndRate"][0]["doseQuantity"]["value"] for step in steps] == [10, 5, 2.5]
    assert all(step["route"] == {"text": "orale"} for step in steps)
    assert steps[0]["timing"]["repeat"]["boundsDuration"]["value"] == 14
    assert "boundsDuration" not in steps[1]["timing"]["repeat"]
    assert [step["text"] for step in steps] == [
        "10 mg une fois par jour pendant 14 jours",
        "5 mg un jour sur deux",
        "2,5 mg une fois par jour",
    ]
    Model.model_validate(resource)


def test_a_draft_as_real_clients_send_it_is_mended_on_the_way_back() -> None:
    sent = prednisone(category={"text": "community"}, note=None, reasonCode=[], encounter={})
    del sent["intent"]
    resource = changed(sent)
    assert resource["category"] == [{"text": "community"}]
    assert resource["intent"] == "order"
    assert resource["status"] == "draft"
    assert not {"note", "reasonCode", "encounter"} & set(resource)
    Model.model_validate(resource)


@pytest.mark.parametrize(
    "odd",
    [
        {"id": "a.B-9" * 60},
        {"id": "an_id"},
        {"substitution": "yes please"},
        {"ofTheClient": {"x": 1.5}},
        {"contained": [{"resourceType": "Flux"}]},
        {"subject": {"reference": "Patient/p1"}, "authoredOn": "20261"},
    ],
)
def test_what_only_the_client_wrote_goes_back_as_it_came_even_if_it_is_not_valid(
    odd: dict[str, Any],
) -> None:
    sent = prednisone(**odd)
    with pytest.raises((ValueError, KeyError)):
        Model.model_validate(sent)
    assert {**changed(sent), "dosageInstruction": 0} == {**sent, "dosageInstruction": 0}


def test_a_route_of_the_client_goes_back_with_the_new_dosage() -> None:
    dosage = prednisone()["dosageInstruction"][0] | {"route": {"text": "orale", "odd": [1]}}
    steps = changed(prednisone(dosageInstruction=[dosage]))["dosageInstruction"]
    assert {json.dumps(step.pop("route")) for step in steps} == {'{"text": "orale", "odd": [1]}'}
    Model.model_validate(prednisone(dosageInstruction=steps))


def test_a_draft_nested_beyond_reason_is_not_sent_back() -> None:
    deep: Any = "x"
    for _ in range(70):
        deep = {"x": [deep]}
    with pytest.raises(NotValidError, match="nested"):
        changed(prednisone(extra=deep))


@pytest.mark.parametrize("act", ["change", "withdraw"])
def test_a_draft_without_an_id_cannot_be_acted_on(act: str) -> None:
    sent = prednisone()
    del sent["id"]
    order = drafted(sent)
    with pytest.raises(NotActionableError):
        maker().make(WithdrawDraft(order) if act == "withdraw" else ChangeDraft(order, TAPER), "x")


def test_only_a_draft_can_be_taken_back() -> None:
    order = drafted(prednisone())
    action = maker().make(WithdrawDraft(order), "why")
    assert (action.type, action.resourceId, action.resource) == (
        "delete", "MedicationRequest/draft-1", None,
    )  # fmt: skip
    with pytest.raises(ContentError, match="only drafts"):
        maker().make(WithdrawDraft(replace(order, draft=None)), "why")


@pytest.mark.parametrize(
    ("act", "kind", "code"),
    [
        (DraftOrder("med.prednisone", (PlannedDose(5),)), "MedicationRequest", "H02AB07"),
        (RecommendVaccine("vac.influenza"), "MedicationRequest", "J07BB"),
        (RequestService("body-weight"), "ServiceRequest", "29463-7"),
    ],
)
def test_new_orders_are_valid_proposals_in_draft(
    act: DraftOrder | RecommendVaccine | RequestService, kind: str, code: str
) -> None:
    action = maker().make(act, "why")
    resource = action.resource
    assert resource is not None
    require_valid(resource)
    assert action.type == "create"
    assert (resource["resourceType"], resource["status"], resource["intent"]) == (
        kind, "draft", "proposal",
    )  # fmt: skip
    assert resource["subject"] == {"reference": "Patient/p1"}
    coded = resource.get("code") or resource["medicationCodeableConcept"]
    assert coded["coding"][0]["code"].startswith(code)
    assert coded["text"]


def test_a_wrong_dosage_is_refused_too() -> None:
    with pytest.raises(NotValidError, match="Dosage"):
        require_valid({**prednisone(), "dosageInstruction": [{"sequence": "first"}]})


def test_an_unknown_service_names_the_file_to_mend() -> None:
    with pytest.raises(ContentError, match=r"services\.yaml"):
        maker().make(RequestService("nowhere"), "x")
