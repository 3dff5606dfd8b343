"""Routes as French charts write them."""

import msgspec
import pytest

from cds_service.evidence.resources.datatypes import Dosage
from cds_service.picture.routes import routes_of


def _route(**route: object) -> frozenset[str]:
    return routes_of(msgspec.convert({"route": route}, Dosage))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("voie intra-articulaire", "local"),
        ("Voie inhalée", "local"),
        ("Voie orale", "oral"),
        ("Intravenous use", "iv"),
    ],
)
def test_the_words_around_a_route_are_no_part_of_it(written: str, expected: str) -> None:
    assert _route(text=written) == {expected}


def test_an_intra_articular_injection_coded_by_edqm_is_local() -> None:
    coding = {"system": "http://standardterms.edqm.eu", "code": "20024000"}
    assert _route(coding=[coding]) == {"local"}


def test_a_route_that_nobody_knows_is_none() -> None:
    assert _route(text="voie inconnue") == frozenset()
