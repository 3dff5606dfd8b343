"""The bearer token of a call opens the record's FHIR server and goes nowhere else."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import unquote, urlsplit

import pytest

from integration.tests.moments import Moment, all_moments, with_token
from integration.tests.proxy import Proxy, proxy_before
from integration.tests.server import RealServer
from integration.tests.service import Json, Service
from integration.tests.test_same_cards import EVERY_MOMENT, assert_same

ONE = Moment("steroid-maintenance", "patient-view")


def token_of(patient: str) -> str:
    return f"s3cret-of-{patient}-{'x' * 40}"


def authorized(moment: Moment, base: str) -> Json:
    request = moment.fetched(base)
    return with_token(request, token_of(request["context"]["patientId"]))


@pytest.fixture(name="guarded")
def proxy_that_checks_tokens(proxy: Proxy) -> Proxy:
    proxy.token_of = token_of
    return proxy


@pytest.fixture(name="stranger")
def server_that_must_hear_nothing(hapi: RealServer) -> Iterator[Proxy]:
    with proxy_before(hapi.base) as server:
        yield server
        assert server.seen == [], "a server that is not on the list was called"


@EVERY_MOMENT
def test_with_the_right_token_the_cards_are_the_same(
    moment: Moment, service: Service, guarded: Proxy
) -> None:
    request = authorized(moment, guarded.base)
    assert_same(service, moment, request)
    assert {one.token for one in guarded.seen} == {token_of(request["context"]["patientId"])}, (
        "every request carries the token of the call"
    )
    assert {one.status for one in guarded.seen} == {200}


@pytest.mark.parametrize("token", [None, token_of("exemple-b"), "wrong"])
def test_without_the_right_token_the_call_says_what_it_lacks(
    token: str | None, service: Service, guarded: Proxy
) -> None:
    request = ONE.fetched(guarded.base)
    answer = service.cards(with_token(request, token) if token else request)
    assert answer.status == 412
    said = " ".join(issue["diagnostics"] for issue in answer.body["issue"])
    for kind in ("patient", "conditions", "medicationRequests"):
        assert f"{kind}: fhir-server-refused" in said
    assert {one.status for one in guarded.seen} == {401}


def test_two_calls_at_once_keep_their_tokens_apart(service: Service, guarded: Proxy) -> None:
    guarded.page_size = 3
    moments = [moment for moment in all_moments() if moment.hook == "patient-view"] * 4
    with ThreadPoolExecutor(4) as callers:
        answers = list(
            callers.map(lambda one: service.cards(authorized(one, guarded.base)), moments)
        )
    assert {answer.status for answer in answers} == {200}
    assert {one.status for one in guarded.seen} == {200}
    for one in guarded.seen:
        patients = {p for p in map(_patient, moments) if p in unquote(one.path)}
        assert not patients or {one.token} == {token_of(p) for p in patients}


def test_a_token_is_in_no_answer_no_log_no_store_no_figure(
    service: Service, guarded: Proxy
) -> None:
    request = authorized(ONE, guarded.base)
    token = request["fhirAuthorization"]["access_token"]
    answers = [service.cards(request), service.explained(request)]
    assert guarded.seen
    for answer in answers:
        assert token not in str(answer.body)
    assert token.encode() not in service.traces()
    for one in guarded.seen:
        assert token not in one.path


def test_a_link_to_another_server_is_not_followed(
    service: Service, guarded: Proxy, stranger: Proxy
) -> None:
    here, there = (urlsplit(server.base).netloc.encode() for server in (guarded, stranger))
    guarded.page_size = 2
    guarded.rewrite = lambda body: body.replace(
        here + b"/fhir?_getpages", there + b"/fhir?_getpages"
    )
    answer = service.explained(authorized(ONE, guarded.base))
    assert answer.status == 200
    assert any("observations" in notice for notice in answer.notices)


def _patient(moment: Moment) -> str:
    return str(moment.request()["context"]["patientId"])
