"""The suggestions of a card: one, or exclusive alternatives, or one for each missing basic."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from uuid import UUID, uuid5

from cds_service.engine.evaluate import Outcome
from cds_service.engine.pack import Pack
from cds_service.engine.proposal import Proposal
from cds_service.engine.verdict import Fires
from cds_service.errors import ContentError
from cds_service.picture.picture import Picture
from cds_service.render.actions import ActionMaker, NotActionableError
from cds_service.render.response import Suggestion
from cds_service.render.valid import NotValidError
from cds_service.render.wording import Writer
from cds_service.tact.advice import Advice

_log = logging.getLogger(__name__)

Offered = tuple[Outcome, Fires, Proposal]


def suggestions(
    advice: Advice, grouped: bool, picture: Picture, pack: Pack, writer: Writer, card_id: UUID
) -> tuple[tuple[Suggestion, ...], str]:
    """The suggestions of a card with its selection behaviour; both empty when there are none."""
    proposed, selection = _kept(advice, grouped)
    if not proposed:
        return (), ""
    maker = ActionMaker(picture.patient_reference, pack, writer)
    made = tuple(_made(proposed, maker, card_id))
    return (made, selection) if made else ((), "")


def _kept(advice: Advice, grouped: bool) -> tuple[list[Offered], str]:
    proposed = [
        (outcome, outcome.verdict, proposal)
        for outcome in advice.outcomes
        if isinstance(outcome.verdict, Fires)
        for proposal in outcome.verdict.proposals
    ]
    if grouped:
        return proposed, "any"
    alternatives = [one for one in proposed if one[2].alternative and one[0] is proposed[0][0]]
    if len(alternatives) > 1:
        return alternatives, "at-most-one"
    return proposed[:1], "any"


def _made(proposed: Iterable[Offered], maker: ActionMaker, card_id: UUID) -> Iterable[Suggestion]:
    for outcome, verdict, proposal in proposed:
        offer = outcome.rule.table.suggestions.get(proposal.key)
        if offer is None:
            raise ContentError(f"{outcome.rule.id} has no suggestion {proposal.key!r}: add it")
        description = maker.writer.plain(offer.action, verdict.slots)
        try:
            actions = tuple(maker.make(act, description) for act in proposal.acts)
        except (NotActionableError, NotValidError) as error:
            # Not where: the names of members are the client's too.
            _log.warning(
                "no suggestion: the draft cannot be sent back",
                extra={"rule": outcome.rule.id, "proposal": proposal.key,
                       "error": type(error).__name__},
            )  # fmt: skip
            continue
        yield Suggestion(
            label=maker.writer.plain(offer.label, verdict.slots),
            uuid=str(uuid5(card_id, f"{outcome.rule.id}|{proposal.key}")),
            actions=actions,
        )
