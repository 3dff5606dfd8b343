"""Nobody is called who is not on the list, and nobody else hears the token."""

import json
import logging
from pathlib import Path

import pytest

from cds_service.errors import SettingsError
from tests.faults.asking import TOKEN, ask, listing
from tests.faults.fhir_server import FhirServer, page


def tricks(base: str, port: int, stranger: int) -> list[str]:
    root = f"http://127.0.0.1:{port}"
    return [
        f"http://127.0.0.1:{stranger}/fhir",
        f"{root}.evil.example/fhir",
        f"{root}@127.0.0.1:{stranger}/fhir",
        f"http://user:pass@127.0.0.1:{port}/fhir",
        f"{base}x",
        f"{base}/R4",
        f"{root}/fhir/../admin",
        f"{root}/admin/../fhir",
        f"{root}/%66hir",
        f"{root}/fhir/%2e%2e/admin",
        f"{root}/fhir\\@127.0.0.1:{stranger}",
        f"{base}#@127.0.0.1:{stranger}",
        f"{base}?x=1",
        f"{root}//fhir",
        root,
        f"https://127.0.0.1:{port}/fhir",
        f"http://127.1:{port}/fhir",
        f"http://localhost:{port}/fhir",
        f"http://[::1]:{port}/fhir",
        f"http://127.0.0.1:{port}/FHIR",
        f" {base}",
        f"{base}\r\nX: 1",
        f"file://{base}",
        "",
    ]


NUMBER = len(tricks("", 0, 0))


@pytest.mark.parametrize("which", range(NUMBER))
def test_a_server_that_is_not_on_the_list_is_not_called(
    ehr: FhirServer, stranger: FhirServer, tmp_path: Path, which: int
) -> None:
    hostile = tricks(ehr.base, ehr.port, stranger.port)[which]
    answer = ask(listing(tmp_path, ehr.base), hostile)
    assert answer.status in ({400} if hostile == "" else {200})
    assert ehr.seen == []


def test_required_data_on_an_unlisted_server_are_missing_for_that_reason(
    stranger: FhirServer, tmp_path: Path
) -> None:
    answer = ask(listing(tmp_path, "https://fhir.example"), stranger.base, conditions="unsent")
    assert answer.status == 412
    assert "fhir-server-not-listed" in answer.text


def test_an_empty_list_means_no_calls(stranger: FhirServer, tmp_path: Path) -> None:
    assert ask(listing(tmp_path), stranger.base).status == 200


@pytest.mark.parametrize(
    "spelling", ["HTTP://127.0.0.1:{port}/fhir", "http://127.0.0.1:{port}/fhir/"]
)
def test_another_spelling_of_a_listed_base_is_the_same_base(
    ehr: FhirServer, tmp_path: Path, spelling: str
) -> None:
    ask(listing(tmp_path, ehr.base), spelling.format(port=ehr.port))
    assert ehr.seen


@pytest.mark.parametrize(
    "unsafe",
    ["http://ehr.example/fhir", "http://10.0.0.1/fhir", "https://ehr.example/fhir?x=1",
     "https://u:p@ehr.example/fhir", "ehr.example/fhir", "https://ehr.example/a/../fhir"],
)  # fmt: skip
def test_a_list_with_an_unsafe_base_stops_the_start(tmp_path: Path, unsafe: str) -> None:
    with pytest.raises(SettingsError, match="fhir_servers"):
        listing(tmp_path, unsafe)


NEXTS = [
    "http://127.0.0.1:{stranger}/fhir/Observation?page=2",
    "//127.0.0.1:{stranger}/fhir/Observation?page=2",
    "http://127.0.0.1:{port}@127.0.0.1:{stranger}/fhir/Observation",
    "http://127.0.0.1:{port}\\@127.0.0.1:{stranger}/fhir/Observation",
    "http://127.0.0.1:{port}/admin?page=2",
    "http://127.0.0.1:{port}/fhir/../admin",
    "http://127.0.0.1:{port}/fhir/%2e%2e/admin",
    "http://127.0.0.1:{port}/fhirx/Observation",
    "https://127.0.0.1:{port}/fhir/Observation?page=2",
    "/admin",
    "file:///etc/passwd",
    "gopher://127.0.0.1:{stranger}/fhir",
]


@pytest.mark.parametrize("following", NEXTS)
def test_a_next_link_off_the_base_is_not_followed(
    ehr: FhirServer, stranger: FhirServer, tmp_path: Path, following: str
) -> None:
    link = following.format(port=ehr.port, stranger=stranger.port)
    ehr.misbehave["Observation"] = lambda exchange: exchange.reply(page(following=link))
    answer = ask(listing(tmp_path, ehr.base), ehr.base)
    assert len(ehr.asked("Observation")) == 1
    assert all(one.path.startswith("/fhir/") for one in ehr.seen)
    assert "led elsewhere and was not followed" in answer.notices
    assert "one page of more" in answer.row()["missing"][0]


@pytest.mark.parametrize("following", NEXTS)
def test_a_next_link_off_the_base_in_the_prefetch_is_not_followed_but_asked_afresh(
    ehr: FhirServer, stranger: FhirServer, tmp_path: Path, following: str
) -> None:
    link = following.format(port=ehr.port, stranger=stranger.port)
    ask(listing(tmp_path, ehr.base), ehr.base, observations=page(following=link))
    (seen,) = ehr.asked("Observation")
    assert seen.path == "/fhir/Observation?patient=p1&_count=200"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("target", NEXTS)
def test_a_redirect_off_the_base_is_not_followed(
    ehr: FhirServer, stranger: FhirServer, tmp_path: Path, target: str, status: int
) -> None:
    link = target.format(port=ehr.port, stranger=stranger.port)
    ehr.misbehave["Observation"] = lambda exchange: exchange.reply(b"", status, Location=link)
    answer = ask(listing(tmp_path, ehr.base), ehr.base)
    assert all(one.path.startswith("/fhir/") for one in ehr.seen)
    assert answer.row()["verdict"] == "cannot-tell"
    assert "led elsewhere" in answer.notices


def test_one_redirect_under_the_base_is_followed_and_a_second_is_not(
    ehr: FhirServer, tmp_path: Path
) -> None:
    ehr.misbehave["Observation"] = lambda exchange: exchange.reply(
        b"", 307, Location=f"{ehr.base}/Observation?hop={len(ehr.asked('Observation'))}"
    )
    answer = ask(listing(tmp_path, ehr.base), ehr.base)
    assert [one.path for one in ehr.asked("Observation")][1:] == ["/fhir/Observation?hop=1"]
    assert "led elsewhere" in answer.notices


def test_the_token_is_in_no_answer_and_no_log_record(
    ehr: FhirServer, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    ehr.misbehave["Observation"] = lambda exchange: exchange.reply(
        json.dumps(page()).encode()[:-3], Bad_Header="x\r\nbroken line\r\n y"
    )
    with caplog.at_level(logging.DEBUG):
        answer = ask(listing(tmp_path, ehr.base), ehr.base, conditions="unsent")
    records = " ".join(f"{record.getMessage()} {vars(record)}" for record in caplog.records)
    assert ehr.asked("Condition")[0].headers["Authorization"] == f"Bearer {TOKEN}"
    assert TOKEN not in answer.text + records
    assert "patient=p1" not in records


@pytest.mark.parametrize("token", ["a b", "a\r\nHost: evil", "é", ""])
def test_a_token_that_is_no_token_is_not_sent(
    ehr: FhirServer, tmp_path: Path, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.faults.asking.TOKEN", token)
    assert ask(listing(tmp_path, ehr.base), ehr.base).status == 200
    assert all("Authorization" not in one.headers for one in ehr.seen)


def test_neither_proxies_nor_netrc_of_the_environment_are_used(
    ehr: FhirServer, stranger: FhirServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{stranger.port}")
    monkeypatch.delenv("no_proxy", raising=False)
    netrc = tmp_path / "netrc"
    netrc.write_text("default login me password secret\n", encoding="utf-8")
    monkeypatch.setenv("NETRC", str(netrc))
    client = listing(tmp_path, ehr.base)
    ask(client, ehr.base)
    assert {one.headers["Authorization"] for one in ehr.seen} == {f"Bearer {TOKEN}"}


def test_a_cookie_of_the_server_is_not_kept(ehr: FhirServer, tmp_path: Path) -> None:
    ehr.misbehave["Observation"] = lambda exchange: exchange.reply(page(), Set_Cookie="who=p1")
    client = listing(tmp_path, ehr.base)
    ask(client, ehr.base)
    ask(client, ehr.base)
    assert all("Cookie" not in one.headers for one in ehr.seen)
