"""Nothing that the sources say is passed over in silence."""

from importlib.resources import files

import msgspec
import pytest
import yaml

from cds_service.engine.pack import load_pack
from cds_service.engine.table import Worded

PACK = load_pack("cards")
STATEMENTS = {
    "eular-2023": 13,
    "eular-2025-ln": 13,
    "acr-2024-ln": 14,
    "acr-2025-sle": 3,
    "kdigo-2024-ln": 8,
    "has-2022-anifrolumab": 3,
    "jo-2023-09-20-anifrolumab": 2,
    "strasbourg-2021-belimumab": 11,
    "chiche-2026-slides": 10,
    "lille-anifrolumab-poster": 5,
    "doris-2021": 1,
    "lldas-2016": 1,
    "basics-2024": 6,
}
"""How many statements each source makes that could be computed."""


class Statement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One statement: what it says, and the rules that encode it or why none does."""

    says: Worded
    rules: tuple[str, ...] = ()
    why_none: Worded | None = None


COVERAGE = msgspec.convert(
    yaml.safe_load((files("cards") / "coverage.yaml").read_text(encoding="utf-8")),
    dict[str, dict[str, Statement]],
)
ALL = [
    pytest.param(statement, id=f"{source}#{number}")
    for source, statements in COVERAGE.items()
    for number, statement in statements.items()
]


@pytest.mark.parametrize("statement", ALL)
def test_a_statement_is_encoded_or_says_why_not(statement: Statement) -> None:
    assert bool(statement.rules) != bool(statement.why_none)
    unknown = set(statement.rules) - {rule.id for rule in PACK.rules}
    assert not unknown


@pytest.mark.parametrize(("source", "count"), STATEMENTS.items())
def test_every_statement_of_a_source_is_listed(source: str, count: int) -> None:
    assert len(COVERAGE[source]) == count


def test_every_source_of_coverage_is_a_source_of_the_pack() -> None:
    assert set(COVERAGE) <= set(PACK.sources)
