"""Why the FHIR server could not be asked, or did not answer; these words reach the client."""

from __future__ import annotations

from enum import StrEnum


class Trouble(StrEnum):
    """What went wrong while fetching; never holds an address, an identifier or a token."""

    TIMEOUT = "fhir-server-timeout"
    """Not, or not wholly, answered within the budget of the call."""
    REFUSED = "fhir-server-refused"
    """401 or 403."""
    FAILED = "fhir-server-error"
    """Any other status than 200, or an OperationOutcome."""
    NOT_FOUND = "fhir-server-not-found"
    UNREACHABLE = "fhir-server-unreachable"
    UNTRUSTED = "fhir-server-untrusted"
    """Its TLS certificate could not be verified."""
    UNREADABLE = "fhir-server-unreadable"
    """Cut short, compressed although not asked to, or not the FHIR JSON asked for."""
    TOO_LARGE = "fhir-server-too-large"
    TOO_MANY_PAGES = "fhir-server-too-many-pages"
    TOO_MANY_DRUGS = "fhir-server-too-many-drugs"
    """More Medications are referred to than are read for a call."""
    ELSEWHERE = "fhir-server-elsewhere"
    """A link, reference or redirect led away from the base; it was not followed."""
    NOT_LISTED = "fhir-server-not-listed"
    """The server of the request is not among those that may be called."""
    PATIENT_ID = "patient-id-unusable"
    """The patient's id cannot be put into an address without changing what is asked."""
