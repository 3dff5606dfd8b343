"""The command line answers as the service does."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cds_service.cli import main
from tests.toy_pack.calls import PACK, Said, call, prednisone, service, weight


@pytest.fixture(autouse=True)
def toy_pack(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LUPUS_CDS_CONTENT", PACK)


def run(*arguments: str, given: Said = None) -> Result:
    return CliRunner().invoke(main, arguments, input=json.dumps(given) if given else None)


def test_evaluate_gives_the_cards_of_the_service(tmp_path: Path) -> None:
    body = call("order-sign", prednisone(), observations=weight(50))
    file = tmp_path / "request.json"
    file.write_text(json.dumps(body), encoding="utf-8")
    shown = run("evaluate", str(file), "--as-of", "2026-11-20", "--lang", "en")
    assert shown.exit_code == 0, shown.output
    answer = service().post(
        "/cds-services/lupus-order-sign", json=body, headers={"Accept-Language": "en"}
    )
    assert json.loads(shown.stdout)["cards"] == answer.get_json()["cards"]


def test_evaluate_explains_on_request() -> None:
    shown = run("evaluate", "-", "--explain", given=call("patient-view"))
    rows = json.loads(shown.stdout)["trace"]
    assert {row["rule"] for row in rows} == {"explodes", "shadowed", "weight-asked"}


def test_the_clock_can_be_set() -> None:
    body = call("patient-view", observations=weight(50))
    before, after = (
        json.loads(run("evaluate", "-", "--explain", "--as-of", day, given=body).stdout)["trace"]
        for day in ("2026-11-18", "2026-11-20")
    )
    verdicts = [
        row["verdict"] for rows in (before, after) for row in rows if row["rule"] == "weight-asked"
    ]
    assert verdicts == ["cannot-tell", "quiet"]


@pytest.mark.parametrize("given", [{"hook": "x"}, {**call("patient-view"), "hook": "other"}])
def test_a_refused_request_is_an_operation_outcome_and_exit_code_2(given: Said) -> None:
    shown = run("evaluate", "-", given=given)
    assert shown.exit_code == 2
    assert json.loads(shown.stdout)["resourceType"] == "OperationOutcome"


def test_rules_are_listed_with_their_weakest_certainty() -> None:
    listed = {entry["id"]: entry for entry in json.loads(run("rules", "--json").stdout)}
    assert listed["dose-high"]["certainty"] == "K"
    assert listed["dose-weight"]["certainty"] == "V"
    assert listed["shadowed"]["status"] == "shadow"
    assert listed["duplicate"]["hooks"] == ["order-sign"]
    assert listed["dose-high"]["sources"] == ["toy-2024", "toy-paper"]
    assert set(listed) == {line.split()[0] for line in run("rules").stdout.splitlines()}


def test_check_says_what_a_request_lacks_and_which_rules_are_blind() -> None:
    dose = {"value": 20, "unit": "gouttes"}
    draft = prednisone(category={}, dosageInstruction=[{"doseAndRate": [{"doseQuantity": dose}]}])
    report = json.loads(run("check", "-", "--json", given=call("order-sign", draft)).stdout)
    assert report["incomplete"]["observations"] == "non transmis"
    assert "patient" not in report["incomplete"]
    assert report["odd"] == {"MedicationRequest": 1}
    assert any("unité de dose inconnue" in gap for gap in report["gaps"])
    blind = {entry["rule"] for entry in report["blind"]}
    assert {"dose-high", "dose-weight", "explodes"} <= blind


def test_check_speaks_to_people_by_default() -> None:
    shown = run("check", "-", "--lang", "en", given=call("patient-view"))
    assert "observations: not sent" in shown.stdout
    assert "weight-asked: weight: not sent with the request" in shown.stdout


def test_evaluate_starts_without_a_web_framework() -> None:
    code = (
        "import sys; from click.testing import CliRunner; from cds_service.cli import main;"
        "r = CliRunner().invoke(main, ['evaluate', '-'], input=sys.stdin.read());"
        "print(r.exit_code, sorted({'flask', 'gunicorn', 'fhir.resources'} & set(sys.modules)))"
    )
    body = json.dumps(call("patient-view"))
    done = subprocess.run(
        [sys.executable, "-c", code], input=body, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "0 []"


def test_the_store_is_migrated_exported_and_pruned(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path / 'new' / 'store.db'}"
    monkeypatch.setenv("LUPUS_CDS_DATABASE_URL", url)
    assert "db upgrade" in run("feedback", "export").output
    assert run("db", "upgrade").exit_code == 0
    entry = {"card": "a", "outcome": "overridden", "outcomeTimestamp": "2020-01-01T00:00:00Z"}
    sent = service(database_url=url).post(
        "/cds-services/lupus-order-sign/feedback",
        json={"feedback": [entry, {**entry, "card": "b"}]},
    )
    assert sent.status_code == 200
    exported = [json.loads(line) for line in run("feedback", "export").stdout.splitlines()]
    assert [line["card"] for line in exported] == ["a", "b"]
    assert set(exported[0]) == {
        "card", "outcome", "outcomeTimestamp", "acceptedSuggestions", "overrideReason", "rules",
        "contentVersion", "receivedAt", "service",
    }  # fmt: skip
    assert "feedback: " in run("db", "prune", "--days", "30").stdout


def test_commands_of_the_store_say_when_there_is_none() -> None:
    shown = run("feedback", "export")
    assert shown.exit_code == 1
    assert "LUPUS_CDS_DATABASE_URL" in shown.output
