"""Reading a FHIR Bundle (or a bare resource in its place) as a client really sends it."""

# ruff: noqa: N815 (FHIR's own member names)

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import msgspec

from cds_service.evidence.channel import State
from cds_service.evidence.decode import (
    Decoded,
    Skipped,
    Unreadable,
    decode_resource,
    without_nulls,
)
from cds_service.evidence.resources import Resource


class _Search(msgspec.Struct):
    mode: str | None = None


class _Entry(msgspec.Struct):
    resource: msgspec.Raw = msgspec.Raw()
    fullUrl: str | None = None
    search: _Search | None = None


class _TypedEntry(msgspec.Struct, gc=False):
    resource: Resource
    fullUrl: str | None = None
    search: _Search | None = None


class _Head(msgspec.Struct):
    resourceType: str | None = None


class _Link(msgspec.Struct):
    relation: str | None = None
    url: str | None = None


class _Bundle(msgspec.Struct):
    resourceType: str
    entry: list[_Entry] = []
    link: list[_Link] = []
    total: int | None = None


class _TypedBundle(msgspec.Struct, tag_field="resourceType", tag="Bundle"):
    entry: list[_TypedEntry] = []
    link: list[_Link] = []
    total: int | None = None


class _Issue(msgspec.Struct):
    severity: str | None = None
    code: str | None = None
    diagnostics: str | None = None


class _OperationOutcome(msgspec.Struct):
    issue: list[_Issue] = []


_NOTHING = {b"", b"null"}
_HARMLESS = {"information", "warning"}
_INCOMPLETE = {
    "incomplete", "timeout", "throttled", "transient", "too-costly", "suppressed", "security",
    "forbidden", "login", "expired", "exception", "no-store", "lock-error",
}  # fmt: skip
_HEAD = msgspec.json.Decoder(_Head)
_TYPED = msgspec.json.Decoder(_TypedBundle)
_RAW_BUNDLE = msgspec.json.Decoder(_Bundle)
_OUTCOME = msgspec.json.Decoder(_OperationOutcome)


@dataclass(slots=True)
class Answer:
    """What one prefetch value (or one fetched page) holds."""

    resources: list[Resource] = field(default_factory=list)
    odd: dict[int, tuple[str, ...]] = field(default_factory=dict)
    """Position of a resource that needed mending -> its members that had to be left out."""
    full_urls: dict[int, str] = field(default_factory=dict)
    state: State = State.DATA
    why: str = ""
    skipped: list[str] = field(default_factory=list)
    unreadable: list[Unreadable] = field(default_factory=list)
    next_url: str | None = None
    matches: int = 0
    total: int | None = None

    def add(self, decoded: Decoded, full_url: str | None) -> None:
        """Add a resource that was decoded on its own."""
        position = len(self.resources)
        if decoded.odd:
            self.odd[position] = decoded.unreadable
        if full_url is not None:
            self.full_urls[position] = full_url
        self.resources.append(decoded.resource)

    def worsen(self, state: State, why: str) -> None:
        """Lower the trust in this answer; it is never raised again."""
        if state > self.state:
            self.state, self.why = state, why


def read_answer(raw: msgspec.Raw | bytes) -> Answer:
    """Read one prefetch value: null, a resource, a Bundle or an OperationOutcome; never raises."""
    try:
        bundle = _TYPED.decode(raw)
        # An object that does not say what it is passes for a Bundle: an empty one must say so.
        if bundle.entry or _HEAD.decode(raw).resourceType == "Bundle":
            return _answer_of_typed(bundle)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        pass
    text = bytes(raw).strip()
    return Answer(state=State.EMPTY) if text == b"null" else _read_odd_answer(text)


def _answer_of_typed(bundle: _TypedBundle) -> Answer:
    answer = Answer()
    resources = answer.resources
    for entry in bundle.entry:
        if entry.search is not None and entry.search.mode == "outcome":
            continue
        if entry.fullUrl is not None:
            answer.full_urls[len(resources)] = entry.fullUrl
        resources.append(entry.resource)
    _note_completeness(answer, bundle.link, bundle.total, bundle.entry)
    return answer


def _read_odd_answer(text: bytes) -> Answer:
    answer = Answer()
    single = decode_resource(text)
    if isinstance(single, Decoded):
        answer.add(single, None)
        return answer
    if isinstance(single, Unreadable):
        answer.unreadable.append(single)
        answer.worsen(State.ERROR, f"unreadable: {single.why}")
        return answer
    if single.resource_type == "OperationOutcome":
        answer.worsen(State.ERROR, _outcome_text(text) or "OperationOutcome")
        return answer
    if single.resource_type != "Bundle":
        answer.skipped.append(single.resource_type)
        return answer
    bundle = _tolerant_bundle(text)
    if bundle is None:
        answer.worsen(State.ERROR, "unreadable Bundle")
        return answer
    for entry in bundle.entry:
        _read_entry(entry, answer)
    _note_completeness(answer, bundle.link, bundle.total, bundle.entry)
    return answer


def _tolerant_bundle(text: bytes) -> _Bundle | None:
    try:
        return _RAW_BUNDLE.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        pass
    try:
        tree = without_nulls(msgspec.json.decode(text))
        entries = tree.get("entry", [])
        tree["entry"] = [
            {**entry, "resource": msgspec.Raw(msgspec.json.encode(entry.get("resource")))}
            if isinstance(entry, dict)
            else {}
            for entry in (entries if isinstance(entries, list) else [entries])
        ]
        return msgspec.convert(tree, _Bundle)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, AttributeError):
        return None


def _read_entry(entry: _Entry, answer: Answer) -> None:
    raw = bytes(entry.resource).strip()
    if raw in _NOTHING:
        if entry.search is None or entry.search.mode != "outcome":
            answer.worsen(State.ERROR, "an entry without a resource")
        return
    read = decode_resource(raw)
    match read:
        case Decoded():
            answer.add(read, entry.fullUrl)
        case Skipped("OperationOutcome"):
            problem = _outcome_text(raw)
            if problem is not None:
                answer.worsen(State.ERROR, problem or "OperationOutcome")
        case Skipped(resource_type):
            answer.skipped.append(resource_type)
        case Unreadable():
            answer.unreadable.append(read)
            answer.worsen(State.ERROR, f"unreadable {read.resource_type or 'entry'}")


def _note_completeness(
    answer: Answer, links: list[_Link], total: int | None, entries: list[_Entry] | list[_TypedEntry]
) -> None:
    for link in links:
        if link.relation == "next":
            answer.next_url = link.url
            answer.worsen(State.PARTIAL, "one page of more")
    matches = len([e for e in entries if e.search is None or e.search.mode == "match"])
    answer.matches, answer.total = matches, total
    if total is not None and total > matches:
        answer.worsen(State.PARTIAL, f"{matches} of {total}")
    if not entries and answer.state is State.DATA:
        answer.state = State.EMPTY


def _outcome_text(raw: bytes) -> str | None:
    """What went wrong, "" when not said, None when the outcome is only a hint."""
    try:
        issues = _OUTCOME.decode(raw).issue
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return ""
    serious = [
        issue for issue in issues if issue.severity not in _HARMLESS or issue.code in _INCOMPLETE
    ]
    if issues and not serious:
        return None
    return "; ".join(issue.diagnostics or issue.code or "" for issue in serious)


def entries_of(raw: msgspec.Raw) -> Iterator[tuple[bytes, str | None]]:
    """The undecoded resources of a Bundle with their fullUrl; never raises."""
    return (one for one in every_entry_of(raw) if one[0] not in _NOTHING)


def every_entry_of(raw: msgspec.Raw) -> Iterator[tuple[bytes, str | None]]:
    """The same with an empty text for each entry without a resource, or for the whole Bundle."""
    bundle = _tolerant_bundle(bytes(raw))
    for entry in bundle.entry if bundle else (_Entry(),):
        yield bytes(entry.resource).strip(), entry.fullUrl
