"""Every fact that a vignette ever shows has a name, its coded values words, in both languages."""

import json
import re

from cds_service.engine.pack import load_pack
from cds_service.web.workbench.facts import fact_words
from tests.test_vignettes import TODAY, VIGNETTES
from tests.vignettes.apps import service_for
from tests.vignettes.build import build
from tests.vignettes.prefetch import SERVICES

WORDS = fact_words(load_pack("cards").terms, "en")
OF_THE_CHART = re.compile(r"|\d{4}-\d{2}-\d{2}|\d+/\d+|[A-Z]\w+/[\w.-]+|M\d+|[IV+]+")
"""Values that need no words: nothing, days, pressures, references, milestones, biopsy classes."""


def test_every_fact_has_a_name_and_every_coded_value_its_words() -> None:
    unnamed, untold = set(), set()
    for vignette in VIGNETTES:
        service = service_for(vignette.case, TODAY)
        moment = vignette.case.get("hook", "patient-view")
        call = build(vignette.case, service.today, service.templates[SERVICES[moment]])
        told = service.client.post(
            f"/explain/{call.service}", json=call.body, headers=call.headers
        ).get_json()
        chart = json.dumps(call.body, ensure_ascii=False).lower()
        for row in told.get("trace", []):
            unnamed |= set(row["facts"]) - set(WORDS.names)
            for name, value in row["facts"].items():
                for one in codes(value):
                    if not named(name, one) and one.lower() not in chart:
                        untold.add((row["rule"], name, one))
    assert not unnamed, "add fact.<name> to the terms of the rule's table, or to shared/terms.yaml"
    assert not untold, "add value.<name>.<code> in the same place"


def codes(value: object) -> list[str]:
    """The texts of a fact, a list of codes taken apart."""
    if isinstance(value, list):
        return [one for item in value for one in codes(item)]
    return value.split(", ") if isinstance(value, str) else []


def named(name: str, value: str) -> bool:
    """Whether the terms have words for a value, or it needs none."""
    return f"{name}.{value}" in WORDS.values or OF_THE_CHART.fullmatch(value) is not None
