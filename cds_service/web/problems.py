"""What went wrong, as an HTTP status and a FHIR OperationOutcome: the one place that maps them."""

# ruff: noqa: N815 (FHIR's own member names)

from __future__ import annotations

import uuid
from dataclasses import dataclass

import msgspec

from cds_service.errors import (
    InvalidRequestError,
    MissingDataError,
    StoreLostError,
    UnknownServiceError,
)


class Issue(msgspec.Struct, frozen=True, omit_defaults=True):
    """One issue of an OperationOutcome; `expression` says where in the request."""

    severity: str
    code: str
    diagnostics: str
    expression: tuple[str, ...] = ()


class _OperationOutcome(msgspec.Struct, frozen=True):
    resourceType: str
    issue: tuple[Issue, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """A status code with the issues to tell; `incident` names the log entry of a defect."""

    status: int
    issues: tuple[Issue, ...]
    incident: str = ""

    def body(self) -> bytes:
        """The OperationOutcome as JSON."""
        return msgspec.json.encode(_OperationOutcome("OperationOutcome", self.issues))


_CODES = {400: "invalid", 404: "not-found", 405: "not-supported", 413: "too-long",
          415: "not-supported", 500: "exception", 503: "transient"}  # fmt: skip


def problem(status: int, diagnostics: str, where: str = "") -> Problem:
    """A problem with a single issue."""
    code = _CODES.get(status, "exception" if status >= 500 else "invalid")
    return Problem(status, (Issue("error", code, diagnostics, (where,) if where else ()),))


def problem_of(error: Exception) -> Problem:
    """The problem an error stands for; any error not raised on purpose is a defect of ours."""
    match error:
        case InvalidRequestError(what=what, where=where):
            return problem(400, what, where)
        case UnknownServiceError():
            return problem(404, str(error))
        case StoreLostError():
            return problem(503, str(error))
        case MissingDataError(missing=missing):
            return Problem(412, tuple(
                Issue("error", "required", f"required data are missing: {key}: {why}",
                      (f"$.prefetch.{key}",))
                for key, why in missing
            ))  # fmt: skip
        case _:
            incident = str(uuid.uuid4())
            told = f"the service failed; the incident {incident} is in its log"
            return Problem(500, problem(500, told).issues, incident)
