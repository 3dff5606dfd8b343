"""What is fetched from a real FHIR server gives the cards that full prefetch gives."""

from typing import Any

import pytest

from cds_service import samples
from cds_service.evidence.templates import TYPE_OF_KEY
from integration.tests.moments import Moment, all_moments
from integration.tests.proxy import Proxy
from integration.tests.server import RealServer
from integration.tests.service import Service

Json = dict[str, Any]
EVERY_MOMENT = pytest.mark.parametrize("moment", all_moments(), ids=str)


def assert_same(service: Service, moment: Moment, fetched: Json) -> None:
    """Cards and the verdict of every rule are those of the call with full prefetch."""
    full = moment.request()
    expected, got = service.cards(full), service.cards(fetched)
    assert (expected.status, got.status) == (200, 200), got.body
    assert got.told == expected.told
    assert service.explained(fetched).verdicts == service.explained(full).verdicts


def test_every_hook_and_every_sample_is_asked() -> None:
    assert {moment.hook for moment in all_moments()} == {
        "patient-view", "order-select", "order-sign",
    }  # fmt: skip
    assert {moment.sample for moment in all_moments()} == set(samples.names())


def test_the_samples_have_much_to_say(service: Service, hapi: RealServer) -> None:
    told = [service.cards(moment.fetched(hapi.base)).cards for moment in all_moments()]
    assert sum(map(len, told)) > 2 * len(told)


@EVERY_MOMENT
def test_without_prefetch(moment: Moment, service: Service, hapi: RealServer) -> None:
    assert_same(service, moment, moment.fetched(hapi.base))


@pytest.mark.parametrize("sent", [0, 1], ids=["even", "odd"])
@EVERY_MOMENT
def test_with_half_of_the_prefetch(
    moment: Moment, sent: int, service: Service, proxy: Proxy
) -> None:
    half = dict(list(moment.request()["prefetch"].items())[sent::2])
    assert_same(service, moment, moment.fetched(proxy.base, **half))
    assert proxy.seen
    for key in half:
        assert not proxy.asked(TYPE_OF_KEY[key]), "what was sent was fetched again"


@EVERY_MOMENT
def test_with_pages_of_two(moment: Moment, service: Service, proxy: Proxy) -> None:
    proxy.page_size = 2
    assert_same(service, moment, moment.fetched(proxy.base))
    assert any("_getpages=" in one.path for one in proxy.seen)
