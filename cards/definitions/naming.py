"""What a card calls a drug, a vaccine or a problem that the chart gives only as a code."""

from cds_service.model_api import ChartText, Slot, Term


def named(label: str, term: str) -> Slot:
    """The chart's own words; the term of the glossary when they are a bare code or missing."""
    return Term(term) if _bare_code(label) else ChartText(label)


def _bare_code(label: str) -> bool:
    digits = any(letter.isdigit() for letter in label)
    words = any(letter.islower() or letter.isspace() for letter in label)
    return not label or (digits and not words)
