"""A search that the record has sent in part is completed from the page that follows."""

import json
import urllib.request

from integration.tests.moments import Moment
from integration.tests.proxy import Proxy
from integration.tests.server import RealServer
from integration.tests.service import Json, Service
from integration.tests.test_same_cards import EVERY_MOMENT, assert_same

SIZE = 2


def first_page(base: str, search: str) -> Json:
    with urllib.request.urlopen(f"{base}/{search}&_count={SIZE}", timeout=60) as answer:
        page: Json = json.loads(answer.read())
    return page


@EVERY_MOMENT
def test_the_rest_of_a_page_is_fetched(
    moment: Moment, service: Service, hapi: RealServer, proxy: Proxy
) -> None:
    full = moment.request()
    patient = full["context"]["patientId"]
    page = first_page(proxy.base, f"Observation?patient={patient}")
    following = [link["url"] for link in page["link"] if link["relation"] == "next"]
    assert len(page["entry"]) == SIZE
    assert following, "the sample has more observations than a page holds"
    proxy.seen.clear()
    fetched = moment.fetched(proxy.base, **full["prefetch"] | {"observations": page})
    assert_same(service, moment, fetched)
    assert not proxy.asked("Observation"), "what had been sent was asked for again"
    assert following[0].endswith(proxy.seen[0].path)


@EVERY_MOMENT
def test_a_page_without_its_following_one_is_fetched_from_the_start(
    moment: Moment, service: Service, proxy: Proxy
) -> None:
    full = moment.request()
    page = first_page(proxy.base, f"Observation?patient={full['context']['patientId']}")
    cut = page | {"link": [{"relation": "next", "url": "https://elsewhere.example/fhir?page=2"}]}
    fetched = moment.fetched(proxy.base, **full["prefetch"] | {"observations": cut})
    assert_same(service, moment, fetched)
