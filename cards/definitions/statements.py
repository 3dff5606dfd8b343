"""Clinicians' statements that are on record but cannot be read: neither yes nor no."""

from datetime import date

from cds_service.model_api import Call


def unread_statement(call: Call, concept: str, since: date) -> bool:
    """Whether the newest statement of a concept since a day holds no readable yes or no."""
    newest = next(iter(call.picture.results.findings(concept, since=since)), None)
    return newest is not None and newest.boolean is None
