"""Each rule as a PlanDefinition of type eca-rule: its event, its question, what it says, why."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from cds_service.engine.pack import Pack, Rule
from cds_service.engine.table import Worded
from cds_service.publish.bilingual import both
from cds_service.publish.canonical import FRANCE, Edition, Json, canonical, computable_name
from cds_service.publish.data_requirements import data_requirements
from cds_service.publish.extensions import OVERRIDE_REASON
from cds_service.publish.needs import Needs
from cds_service.publish.numbers import numbers_in_words
from cds_service.publish.plan_actions import actions
from cds_service.publish.related_artifacts import related_artifacts
from cds_service.render.card import TOPICS
from cds_service.render.language import Language
from cds_service.render.phrases import COLON

_STATUS = {"active": "active", "shadow": "draft", "off": "retired"}
_ECA = {
    "coding": [{
        "system": "http://terminology.hl7.org/CodeSystem/plan-definition-type",
        "code": "eca-rule",
        "display": "ECA Rule",
    }]
}  # fmt: skip
_USAGE = Worded(
    "Décision calculée par le service CDS Hooks ; cette fiche la décrit et ne l'exécute pas. "
    "Les noms entre accolades sont remplacés par les valeurs du patient. Contenu à valider "
    "localement avant tout usage de soin.",
    "Decided by the CDS Hooks service; this description does not execute it. Names in braces are "
    "replaced by the patient's values. The content must be validated locally before it is used "
    "in care.",
)
_NUMBERS = Worded("Valeurs", "Numbers")
_NONE = Worded("aucune qui soit propre à cette règle.", "none of its own.")
_QUIET = Worded("Se tait, entre autres, dans ces cas", "Keeps quiet, among others, in these cases")
_LEFT_OUT = Worded("Non modélisé", "Not modelled")


def plan_definitions(pack: Pack, needs: Needs, edition: Edition) -> Iterator[Json]:
    """One a rule, switched-off ones included."""
    for rule in pack.rules:
        yield _plan(rule, pack, needs, edition)


def _plan(rule: Rule, pack: Pack, needs: Needs, edition: Edition) -> Json:
    table = rule.table
    head = edition.head("PlanDefinition", rule.id, _STATUS[table.status])
    return {
        **head,
        "name": computable_name(f"Rule-{rule.id}"),
        "language": "fr",
        "extension": [
            {"url": canonical("StructureDefinition", OVERRIDE_REASON), "valueCoding": coding}
            for coding in _override_reasons(rule, pack)
        ],
        "identifier": [{"system": TOPICS, "value": rule.id}],
        **both("title", table.title, "fr"),
        "type": _ECA,
        "experimental": table.status == "shadow",
        **both("description", _description(rule), "fr"),
        **both("purpose", table.question, "fr"),
        **both("usage", _USAGE, "fr"),
        "jurisdiction": [FRANCE],
        "topic": [both("text", pack.topics[rule.topic], "fr")],
        "lastReviewDate": _last_review(rule, pack).isoformat(),
        "effectivePeriod": _period(rule),
        "relatedArtifact": related_artifacts(rule, pack),
        "action": actions(rule, data_requirements(rule.id, needs)),
    }


def _description(rule: Rule) -> Worded:
    """The question, the numbers, when the rule keeps quiet, what it leaves out; as Markdown."""
    return Worded(_in_language(rule, "fr"), _in_language(rule, "en"))


def _in_language(rule: Rule, language: Language) -> str:
    table = rule.table
    numbers = numbers_in_words(rule).in_language(language)
    quiet = "\n".join(f"- {why.in_language(language)}" for why in table.quiet.values())
    parts = [
        (None, table.question.in_language(language)),
        (_NUMBERS, f"\n{numbers}" if numbers else _NONE.in_language(language)),
        (_QUIET, f"\n{quiet}" if quiet else ""),
        (_LEFT_OUT, table.not_modelled.in_language(language) if table.not_modelled else ""),
    ]
    colon = COLON.in_language(language)
    return "\n\n".join(
        f"{head.in_language(language)}{colon}{text}".replace(" \n", "\n") if head else text
        for head, text in parts
        if text
    )


def _override_reasons(rule: Rule, pack: Pack) -> Iterator[Json]:
    for name in rule.table.override:
        reason = pack.overrides[name]
        yield {
            "system": reason.system,
            "code": reason.code,
            **both("display", reason.display, "fr"),
        }


def _last_review(rule: Rule, pack: Pack) -> date:
    """The latest day on which a source or a number of the rule was checked."""
    checked = [pack.sources[citation.id].checked_on for citation in rule.table.sources]
    checked += [v.checked_on for number in rule.table.numbers.values() for v in number.values]
    return max(checked)


def _period(rule: Rule) -> Json:
    """From the first day on which all its numbers have a value, to its next review."""
    starts = [min(v.since for v in number.values) for number in rule.table.numbers.values()]
    end = {"end": rule.table.review_by.isoformat()}
    return {"start": max(starts).isoformat(), **end} if starts else end
