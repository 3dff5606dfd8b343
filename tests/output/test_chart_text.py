"""Text from the chart is shown as data: no raw HTML, no links, no markup made of it."""

import json
import re
from collections.abc import Callable, Iterator

import pytest
from werkzeug.test import TestResponse

from tests.fuzz.requests import Json, Said, client, sample_requests
from tests.toy_pack.calls import call, prednisone, service, weight

PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</b><svg/onload=alert(1)>",
    "<!-- comment",
    "[click](javascript:alert(1))",
    "![x](https://evil.example/x.png)",
    "[x]: javascript:alert(1)",
    "<javascript:alert(1)>",
    "<https://evil.example>",
    "https://evil.example/a",
    "www.evil.example",
    "me@evil.example",
    "**bold** _it_ `code` ~~no~~ | a | b |",
    "# heading",
    "- item",
    "1. item",
    "line\n\n# heading\n<b>",
    "&lt;script&gt;",
    "\\[x\\](javascript:alert(1))",
    "\u202egnp.exe",
]
TEXTS = {"text", "display", "unit", "patientInstruction", "description", "title", "given", "family"}
RAW_HTML = re.compile(r"<[a-zA-Z/!?]")
INVISIBLE = re.compile(r"[\u202a-\u202e\u2066-\u2069\u200b]")
LIVE_MARKUP = [
    re.compile(r"(?<!\\)\]\s*[(:]"),
    re.compile(r"https?://[^)\s]*evil"),
    re.compile(r"www\.evil"),
    re.compile(r"(?<!\\)@evil"),
    re.compile(r"(?<!\\)\*\*bold|(?<!\\)`code|(?<!\\)~~no"),
    re.compile(r"^\s*(# heading|- item|1\. item)", re.MULTILINE),
]
"""What a renderer of GitHub Flavored Markdown would make a link or a format of."""


def planted(node: Said, payload: str) -> Said:
    """The same JSON with a payload after every text for people; codes stay as they are."""
    if isinstance(node, dict):
        return {
            key: (
                # The unit says the dose where there is no code: it must stay readable there.
                f"{value} {payload}"
                if key in TEXTS and isinstance(value, str) and (key != "unit" or "code" in node)
                else planted(value, payload)
            )
            for key, value in node.items()
        }
    return [planted(item, payload) for item in node] if isinstance(node, list) else node


def shown(cards: list[Json]) -> Iterator[tuple[str, str]]:
    """Every text of the cards that a person sees; resources in actions are data for the record."""
    for card in cards:
        yield "summary", card["summary"]
        yield "detail", card.get("detail", "")
        yield "label", card["source"]["label"]
        yield "topic", card["source"]["topic"]["display"]
        for reason in card.get("overrideReasons", []):
            yield "reason", reason["display"]
        for suggestion in card.get("suggestions", []):
            yield "label", suggestion["label"]
            for action in suggestion["actions"]:
                yield "action", action["description"]


def real(payload: str) -> Iterator[Json]:
    """The samples with the payload after every text, in both languages."""
    for sample in sample_requests():
        body = json.dumps(planted(sample.request, payload))
        for language in ("fr", "en"):
            yield answered(
                client().post(f"/explain/{sample.service}", data=body, headers=headers(language))
            )


def toy(payload: str) -> Iterator[Json]:
    """Orders whose name, unit, dose text and ids are the payload, before rules that repeat them."""
    drug = {"coding": prednisone()["medicationCodeableConcept"]["coding"], "text": payload}
    unknown = {"doseAndRate": [{"doseQuantity": {"value": 1, "unit": payload}}], "text": payload}
    stranger = weight(50)
    stranger["entry"][0]["resource"] |= {"id": payload, "subject": {"reference": "Patient/p2"}}
    for draft in (
        prednisone(medicationCodeableConcept=drug),
        prednisone(medicationCodeableConcept={"text": payload}),
        prednisone(medicationCodeableConcept=drug, dosageInstruction=[unknown]),
    ):
        body = json.dumps(call("order-sign", draft, observations=stranger))
        for language in ("fr", "en"):
            yield answered(
                service().post("/explain/lupus-order-sign", data=body, headers=headers(language))
            )


def headers(language: str) -> dict[str, str]:
    return {"Content-Type": "application/json", "Accept-Language": language}


def answered(answer: TestResponse) -> Json:
    assert answer.status_code == 200, answer.text
    found: Json = answer.get_json()
    return found


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("calls", [real, toy])
def test_nothing_from_the_chart_is_live_on_a_card(
    calls: Callable[[str], Iterator[Json]], payload: str
) -> None:
    for answer in calls(payload):
        for place, text in shown(answer["cards"]):
            assert not RAW_HTML.search(text), (place, text)
            assert not INVISIBLE.search(text), (place, text)
            # Only the detail is Markdown: elsewhere a bracket is a bracket.
            for live in LIVE_MARKUP if place == "detail" else ():
                assert not live.search(text), (live.pattern, text)
        links = [link["url"] for card in answer["cards"] for link in card.get("links", [])]
        links += [card["source"].get("url", "https://") for card in answer["cards"]]
        assert all(url.startswith("https://") and "evil" not in url for url in links)
        told = " ".join([*answer.get("notices", []), *(row["because"] for row in answer["trace"])])
        assert not RAW_HTML.search(told)
        assert not INVISIBLE.search(told)


def test_the_payloads_do_reach_what_people_read() -> None:
    told = list(toy("PLANTED"))
    cards = [text for answer in told for _, text in shown(answer["cards"])]
    assert any("PLANTED" in text for text in cards)
    assert any("PLANTED" in notice for answer in told for notice in answer["notices"])
