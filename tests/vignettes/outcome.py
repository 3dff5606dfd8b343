"""What the service said to one case: the trace of every rule, and the cards."""

from dataclasses import dataclass

from tests.vignettes.wording import Json

EXTENSION = "example.lupus-cds"


@dataclass(frozen=True)
class Outcome:
    """The answer to one case, and the expectations it does not meet."""

    rule: str
    hook: str
    status: int
    cards: list[Json]
    trace: list[Json]
    problem: str = ""
    complaints: tuple[str, ...] = ()

    def row(self, rule: str) -> Json | None:
        """The trace row of a rule, if the rule was judged."""
        return next((row for row in self.trace if row["rule"] == rule), None)

    def cards_of(self, rule: str) -> list[Json]:
        """The cards that name a rule."""
        return [card for card in self.cards if rule in rules_of(card)]

    @property
    def judged(self) -> list[str]:
        """The rules of the trace."""
        return [row["rule"] for row in self.trace]

    @property
    def summaries(self) -> str:
        """The cards in one line."""
        told = [
            f"[{card['indicator']}] {card['summary']} ({', '.join(rules_of(card))})"
            for card in self.cards
        ]
        return "; ".join(told) or "no card at all"


def rules_of(card: Json) -> list[str]:
    """The rules a card names."""
    named: list[str] = card["extension"][EXTENSION]["rules"]
    return named
