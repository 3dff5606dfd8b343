"""Ask every rule of a hook for its verdict; one that raises never silences the others."""

from __future__ import annotations

import logging
import uuid
from dataclasses import dataclass

from cds_service.engine.case import Call, Case, NotInForceError
from cds_service.engine.pack import Pack, Rule
from cds_service.engine.verdict import CannotTell, Concern, Failed, Fires, Quiet, Verdict

NO_SUCH_ORDER = "no-such-order"
"""The shared reason of a rule that keeps quiet because no order of the call concerns it."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A rule and its verdict on this call."""

    rule: Rule
    verdict: Verdict | Failed

    @property
    def shadow(self) -> bool:
        """Whether the verdict is recorded but not shown."""
        return self.rule.table.status == "shadow"


def evaluate(pack: Pack, call: Call) -> tuple[Outcome, ...]:
    """The verdict of every rule of the call's hook, in the pack's order."""
    if call.picture.person.deceased:
        return tuple(Outcome(rule, Quiet("deceased")) for rule in pack.for_hook(call.hook))
    return tuple(Outcome(rule, _ask(rule, call, pack)) for rule in pack.for_hook(call.hook))


def _ask(rule: Rule, call: Call, pack: Pack) -> Verdict | Failed:
    try:
        verdict = rule.decide(Case(call, rule.table))
        if isinstance(verdict, Fires) and verdict.wording not in rule.table.wording:
            raise KeyError(verdict.wording)
    except NotInForceError:
        return Quiet("not-in-force")
    except Exception as error:  # noqa: BLE001 (a broken rule must not silence the others)
        incident = str(uuid.uuid4())
        # The message may hold chart text, so only the kind of error and the place are logged.
        _log.error(
            "rule failed",
            extra={
                "rule": rule.id,
                "incident": incident,
                "error": type(error).__name__,
                "line": _place(error),
            },
        )
        return Failed(incident)
    if isinstance(verdict, Quiet) and verdict.reason == NO_SUCH_ORDER:
        return _unless_unread(verdict, call, pack)
    return verdict


def _unless_unread(verdict: Quiet, call: Call, pack: Pack) -> Quiet | CannotTell:
    """An order of which nobody knows what it orders may be the one that a rule did not find.

    Not for patients known to be none of the pack's: every order of a hospital might be anything.
    """
    unread = call.picture.treatments.unread
    if not unread or (pack.population and call.picture.problems.has(*pack.population) is False):
        return verdict
    return CannotTell(unread[:1], verdict.facts, Concern(unread[0].subject))


def _place(error: Exception) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_name}:{trace.tb_lineno}" if trace else ""
