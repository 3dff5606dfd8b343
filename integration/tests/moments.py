"""Every moment of every sample patient, as a call with full prefetch, and as calls with less."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from typing_extensions import override

from cds_service import samples
from cds_service.evidence.templates import templates_for

Json = dict[str, Any]
TODAY: date = datetime.now(ZoneInfo("Europe/Paris")).date()
"""One day for the whole run: the samples are loaded as of it."""


@dataclass(frozen=True)
class Moment:
    """A hook of a sample patient's story."""

    sample: str
    hook: str

    @override
    def __str__(self) -> str:
        return f"{self.sample}/{self.hook}"

    def request(self) -> Json:
        """The call with everything in its prefetch."""
        return samples.hook_request(self.sample, self.hook, TODAY, templates_for(self.hook))

    def chart(self) -> Json:
        """The patient's record, as of today."""
        return samples.chart(self.sample, TODAY)

    def fetched(self, base: str, **prefetch: Json) -> Json:
        """The call with the address of the FHIR server, and no more prefetch than given."""
        return self.request() | {"fhirServer": base, "prefetch": prefetch}


@cache
def all_moments() -> tuple[Moment, ...]:
    return tuple(
        Moment(name, moment.hook)
        for name in samples.names()
        for moment in samples.sample(name).hooks
    )


def with_token(request: Json, token: str) -> Json:
    """The call with a bearer token for the FHIR server."""
    granted = {
        "access_token": token,
        "token_type": "Bearer",
        "expires_in": 300,
        "scope": "patient/*.rs",
        "subject": "lupus-cds",
    }
    return request | {"fhirAuthorization": granted}
