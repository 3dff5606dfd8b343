"""The README's call gives the README's answer."""

import json
import re
from pathlib import Path
from typing import Any

from cds_service.app import create_app
from cds_service.settings import Settings

ROOT = Path(__file__).parents[1]
CALL = re.compile(r"<!-- call:start -->(.*?)<!-- call:end -->", re.DOTALL)


def readme_call() -> tuple[str, str, Any]:
    """The route, the request file and the printed answer of the README."""
    found = CALL.search((ROOT / "README.md").read_text(encoding="utf-8"))
    assert found is not None
    route = re.search(r"127\.0\.0\.1:8080(/\S+)", found[1])
    file = re.search(r"-d @(\S+)", found[1])
    answer = re.search(r"```json\n(.*?)```", found[1], re.DOTALL)
    assert route is not None
    assert file is not None
    assert answer is not None
    return route[1], file[1], json.loads(answer[1])


def without_identifiers(value: object) -> object:
    """The same JSON without what differs from one installation or content version to the next."""
    if isinstance(value, dict):
        return {
            name: "..." if name in {"uuid", "contentVersion"} else without_identifiers(item)
            for name, item in value.items()
        }
    if isinstance(value, list):
        return [without_identifiers(item) for item in value]
    return value


def test_the_call_of_the_readme_gives_its_answer() -> None:
    route, file, printed = readme_call()
    client = create_app(Settings(database_url="")).test_client()
    reply = client.post(route, json=json.loads((ROOT / file).read_text(encoding="utf-8")))
    assert reply.status_code == 200
    assert without_identifiers(reply.get_json()) == without_identifiers(printed)
