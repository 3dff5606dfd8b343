"""One request answered without a server; a refusal is printed and ends the command."""

from __future__ import annotations

import sys
from datetime import date
from typing import TYPE_CHECKING, NoReturn

from cds_service.cli.loading import today
from cds_service.cli.printing import print_json
from cds_service.errors import InvalidRequestError, LupusCdsError
from cds_service.hooks.contexts import HOOKS

if TYPE_CHECKING:
    from cds_service.answer import Answer
    from cds_service.engine.pack import Pack
    from cds_service.settings import Settings

_REFUSED = 2
"""Exit code when a request is not answered."""


def answered(
    body: bytes, settings: Settings, pack: Pack, as_of: date | None, language: str
) -> Answer:
    """Answer a request; one that is refused prints its OperationOutcome and exits with code 2."""
    from cds_service.answer import answer
    from cds_service.hooks.request import hook_of

    try:
        hook = hook_of(body)
        if hook not in HOOKS:
            raise InvalidRequestError(f"no service answers the hook {hook!r}", "$.hook")
        return answer(pack, hook, body, as_of or today(settings), language, settings.max_cards)
    except LupusCdsError as error:
        _refuse(error)


def _refuse(error: LupusCdsError) -> NoReturn:
    from cds_service.web.problems import problem_of

    print_json(problem_of(error).body())
    sys.exit(_REFUSED)
