"""The service under test: one Flask application for each hook day and each set of settings."""

import atexit
import json
import shutil
import tempfile
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

from flask.testing import FlaskClient

from cds_service.app import create_app
from cds_service.settings import Settings
from tests.vignettes.wording import Json

NO_LIMIT = {"max_cards": 0}


@dataclass(frozen=True)
class Service:
    """A running service, the day it lives in, and what it asks of a hospital's record."""

    client: FlaskClient
    today: date
    templates: dict[str, dict[str, str]] = field(hash=False)


def service_for(case: Json, today: date) -> Service:
    """The service a case is put to: its day, its settings, no limit of cards by default."""
    settings = {**NO_LIMIT, **case.get("settings", {})}
    return _service(case.get("today", today), json.dumps(settings, sort_keys=True))


@cache
def _service(today: date, settings: str) -> Service:
    folder = Path(tempfile.mkdtemp(prefix="vignettes-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    chosen = Settings(
        **{"database_url": f"sqlite:///{folder / 'store.db'}", **json.loads(settings)}
    )
    client = create_app(chosen, lambda: today).test_client()
    answer = client.get("/cds-services").get_json()
    templates = {service["id"]: service["prefetch"] for service in answer["services"]}
    return Service(client, today, templates)
