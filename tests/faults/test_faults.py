"""Whatever the FHIR server does, the answer comes in time and says what is missing."""

from pathlib import Path

import pytest

from tests.faults import misbehaviours as wrong
from tests.faults.asking import BUDGET_MS, MARGIN, ask, listing
from tests.faults.fhir_server import Exchange, FhirServer, Misbehaviour, page
from tests.toy_pack.calls import weight

LATE, ERROR = "did not answer in time", "answered with an error"
UNREADABLE, REFUSED = "could not be read", "refused access"
UNREACHABLE, PAGES = "cannot be reached", "too many pages"
FAULTS: list[tuple[Misbehaviour, str]] = [
    (wrong.slow, LATE),
    (wrong.dripping_body, LATE),
    (wrong.dripping_chunks, LATE),
    (wrong.dripping_headers, LATE),
    (wrong.endless_interim_answers, LATE),
    (wrong.failing, ERROR),
    (wrong.outcome, ERROR),
    (wrong.unauthorized, REFUSED),
    (wrong.forbidden, REFUSED),
    (wrong.unknown_search, "not found"),
    (wrong.cut_json, UNREADABLE),
    (wrong.cut_transfer, UNREADABLE),
    (wrong.html, UNREADABLE),
    (wrong.another_resource, UNREADABLE),
    (wrong.deep, UNREADABLE),
    (wrong.odd_headers, UNREADABLE),
    (wrong.bomb, UNREADABLE),
    (wrong.huge, "too large"),
    (wrong.resetting, UNREACHABLE),
    (wrong.not_http, UNREACHABLE),
]
NAMES = [fault.__name__ for fault, _ in FAULTS]


@pytest.mark.parametrize(("fault", "told"), FAULTS, ids=NAMES)
def test_what_refines_advice_and_cannot_be_fetched_is_an_error_said_in_time(
    ehr: FhirServer, tmp_path: Path, fault: Misbehaviour, told: str
) -> None:
    ehr.misbehave["Observation"] = fault
    answer = ask(listing(tmp_path, ehr.base), ehr.base)
    assert answer.seconds < BUDGET_MS / 1000 + MARGIN
    assert answer.status == 200
    assert answer.row()["verdict"] == "cannot-tell"
    assert "answered with an error" in answer.row()["missing"][0]
    assert told in answer.notices
    assert ehr.asked("Observation")


@pytest.mark.parametrize(("fault", "told"), FAULTS, ids=NAMES)
def test_required_data_neither_sent_nor_fetchable_is_412_with_the_reason(
    ehr: FhirServer, tmp_path: Path, fault: Misbehaviour, told: str
) -> None:
    ehr.misbehave["Condition"] = fault
    answer = ask(listing(tmp_path, ehr.base), ehr.base, conditions="unsent")
    assert answer.seconds < BUDGET_MS / 1000 + MARGIN
    assert answer.status == 412
    (issue,) = answer.body["issue"]
    assert issue["expression"] == ["$.prefetch.conditions"]
    assert "conditions: fhir-server-" in issue["diagnostics"]


@pytest.mark.parametrize(("fault", "told"), FAULTS, ids=NAMES)
def test_required_data_sent_as_an_error_and_not_fetchable_leaves_what_can_be_said(
    ehr: FhirServer, tmp_path: Path, fault: Misbehaviour, told: str
) -> None:
    ehr.misbehave["Condition"] = fault
    failed = {"resourceType": "OperationOutcome", "issue": [{"severity": "error", "code": "lock"}]}
    answer = ask(listing(tmp_path, ehr.base), ehr.base, conditions=failed)
    assert answer.seconds < BUDGET_MS / 1000 + MARGIN
    assert answer.status == 200
    assert told in answer.notices


def test_everything_slow_at_once_takes_one_budget_in_all(ehr: FhirServer, tmp_path: Path) -> None:
    kinds = ("Patient", "Condition", "MedicationRequest", "Observation", "Procedure", "Encounter")
    ehr.misbehave.update(dict.fromkeys(kinds, wrong.slow))
    unsent = dict.fromkeys(("patient", "conditions", "medicationRequests"), "unsent")
    answer = ask(listing(tmp_path, ehr.base), ehr.base, **unsent)
    assert answer.seconds < BUDGET_MS / 1000 + MARGIN
    assert answer.status == 412
    assert answer.text.count("fhir-server-timeout") == 3


def test_a_server_that_is_not_there_is_said(tmp_path: Path) -> None:
    base = "http://127.0.0.1:9/fhir"
    answer = ask(listing(tmp_path, base), base)
    assert answer.status == 200
    assert UNREACHABLE in answer.notices


@pytest.mark.parametrize("fault", [wrong.endless_pages, wrong.same_page_again])
def test_endless_pages_come_to_an_end_and_leave_the_data_incomplete(
    ehr: FhirServer, tmp_path: Path, fault: Misbehaviour
) -> None:
    ehr.misbehave["Observation"] = fault
    answer = ask(listing(tmp_path, ehr.base), ehr.base)
    assert answer.seconds < BUDGET_MS / 1000 + MARGIN
    assert PAGES in answer.notices or LATE in answer.notices
    assert answer.row()["verdict"] == "cannot-tell"
    assert "one page of more" in answer.row()["missing"][0]
    assert len(ehr.asked("Observation")) <= 20


def test_what_came_before_the_deadline_counts_and_the_lack_is_said(
    ehr: FhirServer, tmp_path: Path
) -> None:
    def first_page_then_nothing(exchange: Exchange) -> None:
        if "page=2" in exchange.path:
            wrong.slow(exchange)
            return
        found = weight(50)["entry"][0]["resource"]
        exchange.reply(page(found, following=f"{ehr.base}/Observation?page=2"))

    ehr.misbehave["Observation"] = first_page_then_nothing
    answer = ask(listing(tmp_path, ehr.base), ehr.base)
    assert answer.seconds < BUDGET_MS / 1000 + MARGIN
    assert answer.row()["verdict"] == "quiet"
    assert LATE in answer.notices


def test_resources_of_another_patient_are_set_aside_and_said(
    ehr: FhirServer, tmp_path: Path
) -> None:
    other = {**weight(50)["entry"][0]["resource"], "subject": {"reference": "Patient/p2"}}
    ehr.misbehave["Observation"] = lambda exchange: exchange.reply(page(other))
    answer = ask(listing(tmp_path, ehr.base), ehr.base)
    assert answer.row()["verdict"] == "cannot-tell"
    assert answer.row()["missing"] == ["weight: weight: data of another patient, set aside"]
    assert "Observation/w1 is about another patient" in answer.notices


def test_another_patient_in_place_of_the_patient_is_412(ehr: FhirServer, tmp_path: Path) -> None:
    other = {"resourceType": "Patient", "id": "p2", "birthDate": "1950-01-01"}
    ehr.misbehave["Patient"] = lambda exchange: exchange.reply(other)
    answer = ask(listing(tmp_path, ehr.base), ehr.base, patient="unsent")
    assert answer.status == 412


def test_an_answer_of_other_types_only_proves_no_absence(ehr: FhirServer, tmp_path: Path) -> None:
    ehr.misbehave["Observation"] = wrong.only_other_types
    answer = ask(listing(tmp_path, ehr.base), ehr.base)
    assert answer.row()["missing"] == ["weight: weight: data of another type, set aside"]


def test_a_passing_503_is_asked_once_more(ehr: FhirServer, tmp_path: Path) -> None:
    def busy_once(exchange: Exchange) -> None:
        if len(ehr.asked("Observation")) == 1:
            exchange.reply(b"", 503)
        else:
            exchange.reply(weight(50))

    ehr.misbehave["Observation"] = busy_once
    answer = ask(listing(tmp_path, ehr.base), ehr.base)
    assert answer.row()["verdict"] == "quiet"
    assert len(ehr.asked("Observation")) == 2


@pytest.mark.parametrize(("fault", "times"), [(wrong.resetting, 2), (wrong.failing, 1)])
def test_only_what_may_pass_is_asked_again_and_only_once(
    ehr: FhirServer, tmp_path: Path, fault: Misbehaviour, times: int
) -> None:
    ehr.misbehave["Observation"] = fault
    ask(listing(tmp_path, ehr.base), ehr.base)
    assert len(ehr.asked("Observation")) == times
