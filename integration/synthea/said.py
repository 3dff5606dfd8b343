"""What the service says to a call: through its HTTP door, and with its reasons."""

from dataclasses import dataclass
from datetime import date

import orjson

from cds_service.answer import Answer, answer
from cds_service.app import create_app
from cds_service.engine.pack import load_pack
from cds_service.engine.verdict import CannotTell, Failed, Fires
from cds_service.settings import Settings
from integration.synthea.patients import Json

_SPOKEN = {Fires: "fires", CannotTell: "cannot-tell", Failed: "failed"}
_LARGEST_MB = 256
"""Of a body: years of dialysis or intensive care outgrow the setting's default."""


@dataclass(frozen=True, order=True)
class Shown:
    """A card in short."""

    rules: tuple[str, ...]
    verdict: str
    indicator: str


class Service:
    """The service on a day, without a store and without a limit of cards."""

    def __init__(self, day: date) -> None:
        self.day = day
        self.largest = 0
        """Bytes of the largest call so far."""
        self.pack = load_pack("cards")
        settings = Settings(max_cards=0, database_url="", max_body_mb=_LARGEST_MB)
        self.client = create_app(settings, lambda: day).test_client()

    def cards(self, body: Json) -> list[Json]:
        """The cards of a hook call; AssertionError when it is refused."""
        sent = orjson.dumps(body)
        self.largest = max(self.largest, len(sent))
        url = f"/cds-services/lupus-{body['hook']}"
        reply = self.client.post(url, data=sent, content_type="application/json")
        assert reply.status_code == 200, reply.get_data(as_text=True)
        found: list[Json] = reply.get_json()["cards"]
        return found

    def reasons(self, body: Json) -> Answer:
        """The same call from the inside: the evidence, and the verdict of every rule."""
        return answer(self.pack, body["hook"], orjson.dumps(body), self.day, "fr", 0)


def shown(cards: list[Json]) -> list[Shown]:
    """The cards in short, in an order of their own."""
    told = [(card["extension"]["example.lupus-cds"], card["indicator"]) for card in cards]
    return sorted(
        Shown(tuple(sorted(said["rules"])), said["verdict"], indicator) for said, indicator in told
    )


def verdicts(found: Answer) -> dict[str, str]:
    """Rule -> verdict, of the rules that are not quiet."""
    return {
        outcome.rule.id: _SPOKEN[type(outcome.verdict)]
        for outcome in found.outcomes
        if type(outcome.verdict) in _SPOKEN
    }
