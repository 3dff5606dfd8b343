"""The kept answers: how each is made, and `python -m tests.golden.answers` to keep new ones."""

import json
from datetime import date
from pathlib import Path

from cds_service.app import create_app
from cds_service.evidence.templates import templates_for
from cds_service.samples import hook_request
from cds_service.settings import Settings
from tests.vignettes.wording import Json

FOLDER = Path(__file__).parent
DAY = date(2026, 11, 20)
KEPT = {
    "patient-view": "steroid-maintenance",
    "order-select": "hcq-too-high",
    "order-sign": "mycophenolate-pregnant",
}
"""Hook -> the sample patient whose answer is kept."""


def answer(hook: str) -> Json:
    """The whole answer to the sample's call on the kept day, its content version left out."""
    app = create_app(Settings(max_cards=0, database_url=""), lambda: DAY)
    request = hook_request(KEPT[hook], hook, DAY, templates_for(hook))
    reply = app.test_client().post(f"/cds-services/lupus-{hook}", json=request)
    assert reply.status_code == 200, reply.get_data(as_text=True)
    body: Json = reply.get_json()
    for card in body["cards"]:
        card["extension"]["example.lupus-cds"]["contentVersion"] = "(content)"
    return body


def kept(hook: str) -> Path:
    """The file of a kept answer."""
    return FOLDER / f"{hook}.json"


def main() -> None:
    """Keep the present answers; read the difference before committing it."""
    for hook in KEPT:
        text = json.dumps(answer(hook), ensure_ascii=False, indent=2)
        kept(hook).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
