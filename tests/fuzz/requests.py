"""The sample requests that are mutated, and the service that answers them."""

import copy
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from flask.testing import FlaskClient

from cds_service import samples
from cds_service.app import create_app
from cds_service.evidence.templates import templates_for
from cds_service.settings import Settings

Json = dict[str, Any]
Said = Any
"""Whatever JSON holds at a place."""
TODAY = date(2026, 11, 20)


@dataclass(frozen=True)
class Sample:
    """A sample request and the service it is for."""

    name: str
    service: str
    request: Json

    def copy(self) -> Json:
        return copy.deepcopy(self.request)


@cache
def sample_requests() -> tuple[Sample, ...]:
    return tuple(
        Sample(
            f"{name}/{moment.hook}",
            f"lupus-{moment.hook}",
            samples.hook_request(name, moment.hook, TODAY, templates_for(moment.hook)),
        )
        for name in samples.names()
        for moment in samples.sample(name).hooks
    )


@cache
def client() -> FlaskClient:
    return create_app(Settings(max_cards=0), lambda: TODAY).test_client()
