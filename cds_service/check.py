"""What an integrator should mend in a request, and which rules it leaves blind."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from cds_service.answer import Answer
from cds_service.engine.verdict import CannotTell, Failed
from cds_service.evidence.channel import State
from cds_service.evidence.templates import KEY_OF_TYPE
from cds_service.picture.values import Gap
from cds_service.render.gaps import gap_text
from cds_service.render.notices import notice_texts

_STATE = {
    State.PARTIAL: "one page of more",
    State.NOT_SENT: "not sent",
    State.ERROR: "came as an error",
}


class BlindRule(msgspec.Struct, frozen=True):
    """A rule that cannot tell (or failed), and what it lacks."""

    rule: str
    missing: tuple[str, ...]


class Report(msgspec.Struct, frozen=True):
    """What was found in a request."""

    incomplete: dict[str, str]
    notices: tuple[str, ...]
    odd: dict[str, int]
    gaps: tuple[str, ...]
    blind: tuple[BlindRule, ...]

    def lines(self) -> Iterator[str]:
        """The report for people."""
        incomplete = [f"{key}: {why}" for key, why in self.incomplete.items()]
        yield from self._section("Incomplete", incomplete)
        yield from self._section("Set aside", self.notices)
        yield from self._section(
            "Irregular FHIR (read as far as possible)", [f"{k}: {n}" for k, n in self.odd.items()]
        )
        yield from self._section("Data that could not be used", self.gaps)
        yield from self._section(
            "Rules that cannot tell", [f"{b.rule}: {'; '.join(b.missing)}" for b in self.blind]
        )

    def _section(self, title: str, entries: list[str] | tuple[str, ...]) -> Iterator[str]:
        yield f"{title}: {len(entries)}" if entries else f"{title}: none"
        yield from (f"  - {entry}" for entry in entries)


def check(answer: Answer, language: str) -> Report:
    """Look through an answered call."""
    blind = {
        outcome.rule.id: outcome.verdict.missing
        for outcome in answer.outcomes
        if isinstance(outcome.verdict, CannotTell)
    }
    failed = {o.rule.id for o in answer.outcomes if isinstance(o.verdict, Failed)}
    gaps = [*_gaps_of_drafts(answer), *(gap for missing in blind.values() for gap in missing)]
    evidence = answer.evidence
    return Report(
        incomplete={
            key: f"{_STATE[channel.state]}{f' ({channel.why})' if channel.why else ''}"
            for kind, key in KEY_OF_TYPE.items()
            if (channel := evidence.channel(kind)).state in _STATE
        },
        notices=notice_texts(evidence.notices, (), language),
        odd=dict(sorted(evidence.odd.items())),
        gaps=tuple(dict.fromkeys(gap_text(gap, language) for gap in gaps)),
        blind=tuple(
            BlindRule(rule, tuple(gap_text(gap, language) for gap in missing))
            for rule, missing in blind.items()
        ) + tuple(BlindRule(rule, ("the rule failed",)) for rule in sorted(failed)),
    )  # fmt: skip


def _gaps_of_drafts(answer: Answer) -> Iterator[Gap]:
    """Orders being signed whose drug could not be identified."""
    for order in answer.picture.treatments.drafts:
        if not order.drug.identified:
            yield Gap("medications", "drug-not-identified", order.label or order.reference)
