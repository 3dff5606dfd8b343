"""A case put through the whole service: the explanation, the hook itself, and what was expected."""

from dataclasses import replace
from datetime import date

from tests.vignettes.apps import Service, service_for
from tests.vignettes.build import HookCall, build
from tests.vignettes.expectations import complaints
from tests.vignettes.outcome import Outcome
from tests.vignettes.prefetch import SERVICES
from tests.vignettes.reading import Vignette
from tests.vignettes.wording import Json


def run(vignette: Vignette, today: date) -> Outcome:
    """Put one case to the service and judge the answer."""
    service = service_for(vignette.case, today)
    templates = service.templates[SERVICES[vignette.case.get("hook", "patient-view")]]
    call = build(vignette.case, service.today, templates)
    outcome = answer(vignette.rule, call, service)
    return replace(outcome, complaints=tuple(complaints(outcome, vignette.case.get("expect", {}))))


def answer(rule: str, call: HookCall, service: Service) -> Outcome:
    """What the service says, and whether the hook and its explanation say the same."""
    explained, shown = (
        service.client.post(f"/{door}/{call.service}", json=call.body, headers=call.headers)
        for door in ("explain", "cds-services")
    )
    hook = call.body["hook"]
    if shown.status_code != explained.status_code:
        told = f"the hook answers {shown.status_code}, its explanation {explained.status_code}"
        return Outcome(rule, hook, shown.status_code, [], [], told)
    if shown.status_code != 200:
        return Outcome(rule, hook, shown.status_code, [], [], shown.get_data(as_text=True)[:500])
    cards, explanation = shown.get_json()["cards"], explained.get_json()
    if told_by(cards) != told_by(explanation["cards"]):
        problem = (
            f"the hook shows {told_by(cards)}, its explanation {told_by(explanation['cards'])}"
        )
        raise AssertionError(problem)
    return Outcome(rule, hook, 200, cards, explanation["trace"])


def told_by(cards: list[Json]) -> list[tuple[str, str]]:
    """What tells cards apart, their random identifiers aside."""
    return [(card["indicator"], card["summary"]) for card in cards]
