"""Former ATC codes, told from the data contract: `(former code)` follows the name of the drug."""

from __future__ import annotations

import json
from collections.abc import Iterator

import fhir_profiles
from cds_service.picture.code_forms import ATC
from cds_service.publish.canonical import Json

_FORMER = " (former code)"


def former_codes() -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Former code, name, present codes: the codes of the same name in the same value set."""
    for path in sorted((fhir_profiles.root() / "valuesets").glob("*.json")):
        value_set: Json = json.loads(path.read_text(encoding="utf-8"))
        for block in value_set.get("compose", {}).get("include", ()):
            if block["system"] != ATC:
                continue
            names = {entry["code"]: entry["display"] for entry in block["concept"]}
            for code, name in names.items():
                if name.endswith(_FORMER):
                    plain = name.removesuffix(_FORMER)
                    yield code, plain, tuple(c for c, other in names.items() if other == plain)
