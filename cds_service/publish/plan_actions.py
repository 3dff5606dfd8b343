"""What a rule says and proposes, as the actions of its PlanDefinition."""

from __future__ import annotations

from collections.abc import Iterator

from cds_service.engine.pack import Rule
from cds_service.engine.table import Offer, Worded, Wording
from cds_service.publish.bilingual import both
from cds_service.publish.canonical import Json, canonical
from cds_service.publish.extensions import CONDITION_IN_WORDS

PRIORITY = {"info": "routine", "warning": "urgent", "critical": "stat"}
"""The indicator of a card as a FHIR request priority."""

_PROPOSED = Worded("Propositions", "Suggestions")


def actions(rule: Rule, inputs: list[Json]) -> list[Json]:
    """One action: the event, the question, the data; below it each wording, then the proposals."""
    said = [_said(name, wording) for name, wording in rule.table.wording.items()]
    return [{
        **both("title", rule.table.title, "fr"),
        "trigger": [{"type": "named-event", "name": hook} for hook in rule.table.hooks],
        **both("textEquivalent", rule.table.question, "fr"),
        "condition": [_condition(rule.table.question)],
        "input": inputs,
        "selectionBehavior": "any",
        "action": [*said, *_proposed(rule.table.suggestions)],
    }]  # fmt: skip


def _condition(question: Worded) -> Json:
    """A condition for people: R4 has no expression language for words, the logic is code.

    In French only; the text equivalent of the action says the same in both languages.
    """
    url = canonical("StructureDefinition", CONDITION_IN_WORDS)
    words = {"url": url, "valueString": question.fr}
    return {"extension": [words], "kind": "applicability"}


def _said(name: str, wording: Wording) -> Json:
    return {
        "id": f"says-{name}",
        **both("title", wording.summary, "fr"),
        **both("description", wording.detail, "fr"),
        "priority": PRIORITY[wording.indicator],
        "code": [{"text": wording.indicator}],
    }


def _proposed(offers: dict[str, Offer]) -> Iterator[Json]:
    if not offers:
        return
    yield {
        **both("title", _PROPOSED, "fr"),
        "selectionBehavior": "any",
        "action": [
            {
                "id": f"offers-{name}",
                **both("title", offer.label, "fr"),
                **both("description", offer.action, "fr"),
            }
            for name, offer in offers.items()
        ],
    }
