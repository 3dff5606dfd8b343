"""What a case expects, compared with what the service said, in words a clinician understands."""

import json
import math

from tests.vignettes.outcome import Outcome
from tests.vignettes.wording import Json, Said, as_list, check_words

WORDS = {
    "verdict", "indicator", "facts", "card_says", "card_says_not", "missing", "because", "silent",
    "speaks", "suggestion", "cards", "shown", "http", "override_reasons",
}  # fmt: skip
SUGGESTION_WORDS = {"type", "resource", "has", "says", "selection", "count"}


def complaints(outcome: Outcome, expect: Json) -> list[str]:
    """Every expectation that is not met; nothing when all are."""
    check_words(expect, WORDS, "expect")
    if outcome.status != expect.get("http", 200):
        return [f"the service answered HTTP {outcome.status}: {outcome.problem}"]
    if outcome.status != 200:
        return []
    row = outcome.row(outcome.rule)
    if row is None:
        judged = ", ".join(outcome.judged)
        return [f"{outcome.rule} is not judged at {outcome.hook}, only {judged}"]
    found = [*_verdict(row, expect), *_facts(row, expect), *_missing(row, expect)]
    found += [*_card(outcome, row, expect), *_others(outcome, expect)]
    if "suggestion" in expect:
        found += _suggestion(outcome, expect["suggestion"])
    if "cards" in expect and len(outcome.cards) != expect["cards"]:
        found.append(
            f"expected {expect['cards']} cards, {len(outcome.cards)} came: {outcome.summaries}"
        )
    return found


def _verdict(row: Json, expect: Json) -> list[str]:
    if "verdict" in expect and row["verdict"] != expect["verdict"]:
        why = ", ".join(f"{word} {row.get(word)!r}" for word in ("because", "facts", "missing"))
        return [f"expected '{expect['verdict']}', {row['rule']} says '{row['verdict']}': {why}"]
    said = str(row.get("because"))
    return [
        f"the reason does not say '{t}': {said}"
        for t in as_list(expect.get("because"))
        if t not in said
    ]


def _facts(row: Json, expect: Json) -> list[str]:
    facts = row.get("facts") or {}
    return [
        f"expected {name} to be {wanted}, it is {facts.get(name, 'not told')} (facts: {facts})"
        for name, wanted in expect.get("facts", {}).items()
        if not same(facts.get(name), wanted)
    ]


def same(found: Said, wanted: Said) -> bool:
    """Equal, and numbers equal to within the rounding of a card (0.5 % or 0.005)."""
    if isinstance(wanted, int | float) and not isinstance(wanted, bool):
        number = isinstance(found, int | float) and not isinstance(found, bool)
        return number and math.isclose(found, wanted, rel_tol=0.005, abs_tol=0.005)
    return bool(found == wanted)


def _missing(row: Json, expect: Json) -> list[str]:
    said = json.dumps(row.get("missing"), ensure_ascii=False)
    return [
        f"'{text}' is not named as missing: {said}"
        for text in as_list(expect.get("missing"))
        if text not in said
    ]


def _card(outcome: Outcome, row: Json, expect: Json) -> list[str]:
    cards = outcome.cards_of(outcome.rule)
    found = []
    if (
        row["verdict"] == "fires"
        and not row.get("shadow")
        and expect.get("shown", True)
        and not cards
    ):
        found.append(f"{outcome.rule} fires, yet no card names it: {outcome.summaries}")
    if row["verdict"] == "quiet" and cards:
        found.append(f"{outcome.rule} is quiet, yet a card names it: {cards[0]['summary']}")
    if expect.get("shown") is False and cards:
        found.append(f"no card was expected to be shown, one came: {cards[0]['summary']}")
    asks = [word for word in ("indicator", "card_says", "override_reasons") if word in expect]
    if asks and not cards:
        return [
            *found,
            f"a card of {outcome.rule} was expected ({', '.join(asks)}): {outcome.summaries}",
        ]
    if "indicator" in expect and expect["indicator"] not in [card["indicator"] for card in cards]:
        found.append(
            f"expected the card to be '{expect['indicator']}', it is '{cards[0]['indicator']}'"
        )
    text = "\n".join(f"{card['summary']}\n{card.get('detail', '')}" for card in cards)
    found += [
        f"the card does not say '{t}':\n{text}"
        for t in as_list(expect.get("card_says"))
        if t not in text
    ]
    found += [
        f"the card should not say '{t}':\n{text}"
        for t in as_list(expect.get("card_says_not"))
        if t in text
    ]
    reasons = json.dumps([card.get("overrideReasons") for card in cards])
    wanted = as_list(expect.get("override_reasons"))
    return found + [
        f"no override reason '{code}': {reasons}" for code in wanted if f'"{code}"' not in reasons
    ]


def _others(outcome: Outcome, expect: Json) -> list[str]:
    found = []
    for rule in as_list(expect.get("silent")):
        row = outcome.row(rule)
        if row and row["verdict"] == "fires":
            found.append(f"{rule} was expected not to fire: facts {row.get('facts')}")
        if cards := outcome.cards_of(rule):
            found.append(f"{rule} was expected to show no card: {cards[0]['summary']}")
    for rule in as_list(expect.get("speaks")):
        row = outcome.row(rule)
        if row is None or row["verdict"] != "fires":
            found.append(f"{rule} was expected to fire: {row or 'it is not in the trace'}")
    return found


def _suggestion(outcome: Outcome, wanted: Said) -> list[str]:
    cards = outcome.cards_of(outcome.rule)
    offered = [suggestion for card in cards for suggestion in card.get("suggestions", [])]
    if wanted in ("none", False):
        return [f"no suggestion was expected: {_tell(offered)}"] if offered else []
    found = []
    for one in as_list(wanted):
        check_words(one, SUGGESTION_WORDS, "suggestion")
        if not any(
            _fits(action, suggestion, one)
            for suggestion in offered
            for action in suggestion["actions"]
        ):
            found.append(f"no suggestion fits {one}: {_tell(offered)}")
        if "count" in one and len(offered) != one["count"]:
            found.append(
                f"expected {one['count']} suggestions, {len(offered)} came: {_tell(offered)}"
            )
        if "selection" in one and one["selection"] not in [
            card.get("selectionBehavior") for card in cards
        ]:
            found.append(f"the card's selection behaviour is not '{one['selection']}'")
    return found


def _fits(action: Json, suggestion: Json, wanted: Json) -> bool:
    resource = action.get("resource", {})
    kind = resource.get("resourceType") or str(action.get("resourceId", "")).split("/")[0]
    text = json.dumps([suggestion.get("label"), action], ensure_ascii=False)
    return (
        wanted.get("type", action["type"]) == action["type"]
        and wanted.get("resource", kind) == kind
        and holds(resource, wanted.get("has", {}))
        and all(part in text for part in as_list(wanted.get("says")))
    )


def holds(whole: Said, part: Said) -> bool:
    """Whether `part` is found in `whole`; a list must hold each wanted item somewhere."""
    if isinstance(part, dict):
        return isinstance(whole, dict) and all(
            holds(whole.get(key), value) for key, value in part.items()
        )
    if isinstance(part, list):
        return isinstance(whole, list) and all(
            any(holds(item, wanted) for item in whole) for wanted in part
        )
    return same(whole, part)


def _tell(suggestions: list[Json]) -> str:
    return (
        "; ".join(
            f"{s.get('label')} [{', '.join(action['type'] for action in s.get('actions', []))}]"
            for s in suggestions
        )
        or "none offered"
    )
