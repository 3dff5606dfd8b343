"""Every way a rule speaks is reached by a vignette, and fits a card in both languages."""

import json
from collections import defaultdict
from functools import cache

import pytest

from cds_service.engine.case import Call
from cds_service.engine.evaluate import evaluate
from cds_service.engine.pack import Rule, load_pack
from cds_service.engine.verdict import Failed, Fires
from cds_service.errors import LupusCdsError
from cds_service.evidence.gather import gather
from cds_service.hooks.contexts import parse_context
from cds_service.hooks.request import parse_request
from cds_service.picture.picture import Picture
from cds_service.render.wording import SUMMARY_LIMIT, Writer
from tests.test_vignettes import TODAY, VIGNETTES
from tests.vignettes.apps import service_for
from tests.vignettes.build import build
from tests.vignettes.prefetch import SERVICES

PACK = load_pack("cards")
WRITERS = [Writer(language, PACK.terms) for language in ("fr", "en")]


@cache
def spoken() -> dict[tuple[str, str], list[Fires]]:
    """(rule, wording) -> the verdicts by which the vignettes reach it; a failed rule fails."""
    found: dict[tuple[str, str], list[Fires]] = defaultdict(list)
    for vignette in VIGNETTES:
        service = service_for(vignette.case, TODAY)
        hook = vignette.case.get("hook", "patient-view")
        call = build(vignette.case, service.today, service.templates[SERVICES[hook]])
        try:
            request = parse_request(json.dumps(call.body).encode(), hook)
            evidence = gather(parse_context(request), request.prefetch)
        except LupusCdsError:
            continue
        picture = Picture(evidence, service.today)
        case = Call(picture, hook, service.today, PACK.definitions)
        for outcome in evaluate(PACK, case):
            assert not isinstance(outcome.verdict, Failed), f"{outcome.rule.id}: {vignette.label}"
            if isinstance(outcome.verdict, Fires):
                found[outcome.rule.id, outcome.verdict.wording].append(outcome.verdict)
    return found


@pytest.mark.parametrize("rule", [pytest.param(rule, id=rule.id) for rule in PACK.rules])
def test_each_wording_is_reached_and_fits(rule: Rule) -> None:
    for name, wording in rule.table.wording.items():
        verdicts = spoken()[rule.id, name]
        assert verdicts, f"no vignette makes {rule.id} say {name!r}"
        for verdict in verdicts:
            for writer in WRITERS:
                summary = writer.summary(wording.summary, verdict.slots)
                assert len(summary) < SUMMARY_LIMIT
                assert not summary.endswith("…")
                assert "{" not in writer.markdown(wording.detail, verdict.slots)
                for proposal in verdict.proposals:
                    offer = rule.table.suggestions[proposal.key]
                    assert writer.plain(offer.label, verdict.slots)
                    assert writer.plain(offer.action, verdict.slots)


@pytest.mark.parametrize("rule", [pytest.param(rule, id=rule.id) for rule in PACK.rules])
def test_each_suggestion_is_offered_by_a_vignette(rule: Rule) -> None:
    offered = {
        proposal.key
        for (rule_id, _), verdicts in spoken().items()
        if rule_id == rule.id
        for verdict in verdicts
        for proposal in verdict.proposals
    }
    assert set(rule.table.suggestions) == offered
