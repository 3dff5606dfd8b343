"""The rules of CDS Hooks for an answer, written down once: what is wrong with this one?"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

Json = dict[str, Any]

_INDICATORS = {"info", "warning", "critical"}
_BEHAVIOURS = {"at-most-one", "any"}
_HTML = re.compile(r"<[a-zA-Z/!]")


def faults(answer: Json) -> list[str]:
    """Everything in an answer that the specification forbids."""
    found = [f"{path} is null or empty" for path in _empty(answer, "$") if path != "$.cards"]
    if not isinstance(answer.get("cards"), list):
        return [*found, "$.cards is no array"]
    found += [f"$.{name} is not of the specification" for name in answer
              if name not in {"cards", "systemActions", "extension"}]  # fmt: skip
    for position, card in enumerate(answer["cards"]):
        found += [f"$.cards[{position}]{what}" for what in _card(card)]
    ids = [card.get("uuid") for card in answer["cards"]]
    if len(set(ids)) != len(ids):
        found.append("two cards share a uuid")
    return found


def _empty(value: object, path: str) -> Iterator[str]:
    if value is None or value in ("", [], {}):
        yield path
    elif isinstance(value, dict):
        for name, member in value.items():
            # What an extension holds is ours to say.
            if name != "extension" or not isinstance(member, dict):
                yield from _empty(member, f"{path}.{name}")
    elif isinstance(value, list):
        for position, member in enumerate(value):
            yield from _empty(member, f"{path}[{position}]")


def _card(card: Json) -> Iterator[str]:
    summary = card.get("summary", "")
    if not 0 < len(summary) < 140:
        yield f".summary has {len(summary)} characters"
    if card.get("indicator") not in _INDICATORS:
        yield ".indicator"
    if not _is_uuid(card.get("uuid")):
        yield ".uuid"
    if _HTML.search(card.get("detail", "")):
        yield ".detail holds HTML"
    yield from _source(card.get("source", {}))
    for position, link in enumerate(card.get("links", [])):
        yield from (f".links[{position}]{what}" for what in _link(link))
    for position, reason in enumerate(card.get("overrideReasons", [])):
        if not all(reason.get(name) for name in ("display", "code", "system")):
            yield f".overrideReasons[{position}]"
    suggestions = card.get("suggestions", [])
    if suggestions and card.get("selectionBehavior") not in _BEHAVIOURS:
        yield ".selectionBehavior"
    recommended = sum(bool(one.get("isRecommended")) for one in suggestions)
    if card.get("selectionBehavior") == "at-most-one" and recommended > 1:
        yield ".suggestions: several are recommended where one may be chosen"
    for position, suggestion in enumerate(suggestions):
        yield from (f".suggestions[{position}]{what}" for what in _suggestion(suggestion))
    if not isinstance(card.get("extension", {}), dict):
        yield ".extension is no object"


def _source(source: Json) -> Iterator[str]:
    if not source.get("label"):
        yield ".source.label"
    topic = source.get("topic", {})
    if not topic.get("code") or not topic.get("system"):
        yield ".source.topic"
    for name in ("url", "icon"):
        if name in source and not _is_absolute(source[name]):
            yield f".source.{name} is not absolute"


def _link(link: Json) -> Iterator[str]:
    if not link.get("label") or not _is_absolute(link.get("url")):
        yield ": label and absolute url are required"
    if link.get("type") not in {"absolute", "smart"}:
        yield ".type"
    if link.get("type") == "absolute" and "appContext" in link:
        yield ".appContext on an absolute link"
    if "autolaunchable" in link:
        yield ".autolaunchable: the card might never be seen"


def _suggestion(suggestion: Json) -> Iterator[str]:
    if not suggestion.get("label") or not _is_uuid(suggestion.get("uuid")):
        yield ": label and uuid"
    if not suggestion.get("actions"):
        yield ".actions"
    if "actionSelectionBehavior" in suggestion:
        yield ".actionSelectionBehavior: the client may not know it"
    for position, action in enumerate(suggestion.get("actions", [])):
        yield from (f".actions[{position}]{what}" for what in _action(action))


def _action(action: Json) -> Iterator[str]:
    if not action.get("description"):
        yield ".description"
    kind, resource = action.get("type"), action.get("resource")
    if kind == "delete":
        if not re.fullmatch(r"[A-Za-z]+/[^/\s]+", action.get("resourceId", "")):
            yield ".resourceId is not Type/id"
        if resource is not None:
            yield ".resource at a delete"
    elif kind in {"create", "update"}:
        if not isinstance(resource, dict) or not resource.get("resourceType"):
            yield ".resource"
        elif (kind == "update") != bool(resource.get("id")):
            yield f".resource.id at {kind}"
    else:
        yield ".type"


def _is_uuid(text: object) -> bool:
    try:
        return isinstance(text, str) and str(uuid.UUID(text)) == text.lower()
    except ValueError:
        return False


def _is_absolute(url: object) -> bool:
    if not isinstance(url, str):
        return False
    parts = urlsplit(url)
    return parts.scheme in {"https", "http"} and bool(parts.netloc)
