"""Unique words in every place of a request turn up neither in logs, figures nor the store."""

import json
import re
import time
from itertools import count
from pathlib import Path

from tests.stores.client import Client, override, rows_of_all_tables
from tests.stores.served import served
from tests.toy_pack.calls import Json, Said, call, prednisone, weight

SECRET = re.compile(r"zq\d+qz", re.IGNORECASE)
STRUCTURE = {
    "resourceType", "hook", "hookInstance", "status", "intent", "system", "code", "type", "gender",
    "birthDate", "effectiveDateTime", "periodUnit", "unit", "token_type",
}  # fmt: skip


def planted(value: Said, numbers: "count[int]", key: str = "") -> Said:
    """The same JSON with a unique word in every text that is not structure, and in new members."""
    if isinstance(value, dict):
        found = {name: planted(item, numbers, name) for name, item in value.items()}
        if "resourceType" in value and value["resourceType"] != "Bundle":
            found |= {
                "identifier": [{"value": word(numbers)}],
                "text": {"status": "generated", "div": f"<div>{word(numbers)}</div>"},
                "note": [{"text": word(numbers)}],
                "name": [{"family": word(numbers), "given": [word(numbers)]}],
                f"unknown-{word(numbers)}": word(numbers),
            }
        return found
    if isinstance(value, list):
        return [planted(item, numbers, key) for item in value]
    if isinstance(value, str) and key not in STRUCTURE:
        kind, slash, identity = value.rpartition("/")
        if identity in {"p1", "draft-1"}:
            return f"{kind}{slash}{identity}-zq0qz"
        return f"{kind}{slash}{word(numbers)}"
    return value


def word(numbers: "count[int]") -> str:
    return f"zq{next(numbers)}qz"


def full_request(numbers: "count[int]") -> Json:
    body = call("order-select", prednisone(), observations=weight(50))
    body["context"]["encounterId"] = "e"
    body["prefetch"]["observations"]["entry"] += [
        {"resource": {"resourceType": word(numbers), "id": "x"}},
        {"resource": {"resourceType": "Observation", "id": "x", "status": [word(numbers)]}},
        {"resource": {"resourceType": "Observation", "id": "y", "subject": {"reference": "a/b"}}},
        {"resource": word(numbers)},
    ]
    body["fhirServer"] = "https://ehr.example/x"
    body["fhirAuthorization"] = {
        "access_token": "t", "token_type": "Bearer", "expires_in": 300, "scope": "s",
        "subject": "u", "patient": "p",
    }  # fmt: skip
    body["extension"] = {"x": "y"}
    found: Json = planted(body, numbers)
    found["context"]["selections"] = ["MedicationRequest/draft-1-zq0qz"]
    return found


def test_nothing_of_a_request_is_logged_counted_or_kept(database_url: str, tmp_path: Path) -> None:
    numbers = count(1)
    body = full_request(numbers)
    path = "/cds-services/lupus-order-select"
    with served(database_url, tmp_path, workers=2) as running:
        client = Client(running.base)
        status, answer = client.post(path, body)
        assert status == 200, answer
        (card,) = json.loads(answer)["cards"]
        assert SECRET.search(card["summary"]), "the words must reach the rules"
        headers = {"X-Request-Id": f"{word(numbers)} é", "Authorization": f"Bearer {word(numbers)}"}
        client.post(f"/explain/lupus-order-select?{word(numbers)}", body, **headers)
        client.post(f"/cds-services/{word(numbers)}", body)
        client.post(f"/{word(numbers)}/{word(numbers)}", body)
        client.post(path, body | {"hookInstance": word(numbers)})
        client.post(path, json.dumps(body).encode()[:-9])
        client.post(path, body | {"prefetch": {"patient": word(numbers)}})
        client.post(path, b"\xff" + word(numbers).encode())
        client.post(f"{path}/feedback", {"feedback": [override(word(numbers), word(numbers))]})
        comment = {"reason": {"code": word(numbers)}, "userComment": word(numbers)}
        kept = override(card["uuid"], overrideReason=comment)
        assert client.post(f"{path}/feedback", {"feedback": [kept]})[0] == 200
        time.sleep(0.5)
        _, figures = client.get("/metrics")
        assert client.figure("lupus_cds_audit_records_total") == 1
        assert client.figure("lupus_cds_odd_resources_total") >= 2
        assert running.stop() == 0
        log = running.log.read_text()
    rows = rows_of_all_tables(database_url)
    lines = [json.loads(line) for line in log.splitlines() if line.startswith("{")]
    assert [line["hook_instance"] for line in lines if "hook_instance" in line] == [
        body["hookInstance"]
    ]
    assert next(numbers) > 60
    assert not SECRET.findall(log)
    assert not SECRET.findall(figures)
    # What a clinician wrote about a card is kept, for the pharmacist, and only there.
    assert len(SECRET.findall(str(rows.pop("feedback")))) == 2
    assert rows["shown_card"]
    assert rows["audit_verdict"]
    assert not SECRET.findall(str(rows))
    assert "p1-" not in str(rows)


def test_the_database_file_holds_none_of_it_either(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'store.db'}"
    with served(url, tmp_path, workers=1) as running:
        client = Client(running.base)
        client.post("/cds-services/lupus-order-select", full_request(count(1)))
        time.sleep(0.5)
        content = b"".join(file.read_bytes() for file in tmp_path.glob("store.*"))
    assert b"dose-high" in content
    assert not SECRET.findall(content.decode("latin-1"))
