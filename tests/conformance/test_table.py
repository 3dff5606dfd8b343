"""Every requirement has a test that exists, or the reason why not, in both languages."""

import ast
from functools import cache
from pathlib import Path

import pytest

from cds_service.conformance.table import Requirement, sections
from tests.conformance.calls import service

ROOT = Path(__file__).parents[2]
TABLE = [one for section in sections() for one in section.requirements]
CHECKLIST = {
    "transport": 4, "discovery": 7, "templates": 5, "request": 8, "prefetch": 5, "response": 3,
    "card": 9, "suggestion": 6, "links": 2, "extensions": 1, "feedback": 4, "security": 12,
    "status": 2, "stale": 1, "sandbox": 2, "records": 4,
}  # fmt: skip
"""Requirements of each section: one that is dropped from the table is missed here."""


@cache
def names_in(file: str) -> set[str]:
    path = ROOT / file
    if not path.is_file() or not path.name.startswith("test_"):
        return set()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("one", TABLE, ids=lambda one: one.id)
def test_a_requirement_has_a_test_or_a_reason(one: Requirement) -> None:
    assert one.tests or one.why_not
    assert one.fr.strip()
    assert one.en.strip()
    if one.why_not:
        assert one.why_not.fr.strip()
        assert one.why_not.en.strip()


@pytest.mark.parametrize("test", sorted({test for one in TABLE for test in one.tests}))
def test_a_test_that_is_named_exists(test: str) -> None:
    file, _, name = test.partition("::")
    assert name.startswith("test_")
    assert name in names_in(file), f"{test} does not exist"


def test_a_test_that_does_not_exist_would_be_noticed() -> None:
    assert "test_nothing" not in names_in("tests/conformance/test_table.py")
    assert not names_in("tests/conformance/none.py")


def test_the_table_is_complete() -> None:
    ids = [one.id for one in TABLE]
    assert len(set(ids)) == len(ids)
    expected = {f"{name}-{n}" for name, count in CHECKLIST.items() for n in range(1, count + 1)}
    assert set(ids) == expected


def test_what_is_obligatory_is_never_only_excused() -> None:
    assert not [one.id for one in TABLE if one.level == "SHALL" and not one.tests]


@pytest.mark.parametrize(("language", "told"), [("fr", "Conformité"), ("en", "Conformance")])
def test_the_page_shows_every_requirement(language: str, told: str) -> None:
    answer = service(content="tests.toy_pack").get(
        "/conformance", headers={"Accept-Language": language}
    )
    assert answer.status_code == 200
    assert told in answer.text
    assert answer.headers["Content-Language"] == language
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert all(f'id="{one.id}"' in answer.text for one in TABLE)
    assert "<script" not in answer.text
