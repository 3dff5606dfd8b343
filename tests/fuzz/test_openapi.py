"""Requests generated from the service's own OpenAPI document never break it."""

import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis import Case

from cds_service.app import create_app
from cds_service.settings import Settings

APP = create_app(Settings(database_url=""))
SCHEMA = schemathesis.openapi.from_wsgi("/openapi.json", APP)
EXPECTED = {200, 204, 303, 400, 404, 405, 406, 412, 413, 415}
WITHOUT_STORE = {503}
"""What feedback, readiness and usage answer here: this service has no store."""


@SCHEMA.parametrize()
@settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
def test_a_generated_request_gets_an_orderly_answer(case: Case) -> None:
    response = case.call()
    assert response.status_code in EXPECTED | WITHOUT_STORE, response.text[:300]
