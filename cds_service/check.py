"""What an integrator should mend in a request, and which rules it leaves blind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from cds_service.answer import Answer
from cds_service.check_words import (
    BLIND,
    INCOMPLETE,
    IRREGULAR,
    NOTHING,
    RULE_FAILED,
    SET_ASIDE,
    STATES,
    UNUSABLE,
    odd_text,
    why_text,
)
from cds_service.engine.table import Worded
from cds_service.engine.verdict import CannotTell, Failed
from cds_service.evidence.channel import Channel
from cds_service.evidence.templates import KEY_OF_TYPE
from cds_service.picture.values import Gap
from cds_service.render.gaps import gap_text
from cds_service.render.notices import notice_texts
from cds_service.render.phrases import COLON


class BlindRule(msgspec.Struct, frozen=True):
    """A rule that cannot tell (or failed), and what it lacks."""

    rule: str
    missing: tuple[str, ...]


class Report(msgspec.Struct, frozen=True):
    """What was found in a request, in words of one language."""

    incomplete: dict[str, str]
    notices: tuple[str, ...]
    odd: dict[str, int]
    gaps: tuple[str, ...]
    blind: tuple[BlindRule, ...]
    language: str

    def lines(self) -> Iterator[str]:
        """The report for people."""
        colon = COLON.in_language(self.language)
        incomplete = [f"{key}{colon}{why}" for key, why in self.incomplete.items()]
        irregular = [f"{odd_text(k, self.language)} × {n}" for k, n in self.odd.items()]
        blind = [f"{one.rule}{colon}{'; '.join(one.missing)}" for one in self.blind]
        yield from self._section(INCOMPLETE, incomplete)
        yield from self._section(SET_ASIDE, self.notices)
        yield from self._section(IRREGULAR, irregular)
        yield from self._section(UNUSABLE, self.gaps)
        yield from self._section(BLIND, blind)

    def _section(self, title: Worded, entries: Sequence[str]) -> Iterator[str]:
        count = str(len(entries)) if entries else NOTHING.in_language(self.language)
        yield f"{title.in_language(self.language)}{COLON.in_language(self.language)}{count}"
        yield from (f"  - {entry}" for entry in entries)


def check(answer: Answer, language: str) -> Report:
    """Look through an answered call."""
    blind = {
        outcome.rule.id: outcome.verdict.missing
        for outcome in answer.outcomes
        if isinstance(outcome.verdict, CannotTell)
    }
    failed = {o.rule.id for o in answer.outcomes if isinstance(o.verdict, Failed)}
    gaps = [*_unnamed(answer), *(gap for missing in blind.values() for gap in missing)]
    evidence = answer.evidence
    return Report(
        incomplete={
            key: _incomplete(channel, language)
            for kind, key in KEY_OF_TYPE.items()
            if (channel := evidence.channel(kind)).state in STATES
        },
        notices=notice_texts(evidence.notices, (), language),
        odd=dict(sorted(evidence.odd.items())),
        gaps=tuple(dict.fromkeys(gap_text(gap, language) for gap in gaps)),
        blind=tuple(
            BlindRule(rule, tuple(gap_text(gap, language) for gap in missing))
            for rule, missing in blind.items()
        ) + tuple(BlindRule(rule, (RULE_FAILED.in_language(language),)) for rule in sorted(failed)),
        language=language,
    )  # fmt: skip


def _incomplete(channel: Channel, language: str) -> str:
    state = STATES[channel.state].in_language(language)
    why = why_text(channel.why, language)
    return f"{state} ({why})" if why not in {"", state} else state


def _unnamed(answer: Answer) -> Iterator[Gap]:
    """Orders, stored or being signed, whose drug could not be identified."""
    for gap in answer.picture.treatments.gaps:
        if gap.why in {"drug-not-identified", "drug-not-sent"}:
            yield gap
