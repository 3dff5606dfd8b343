"""The history of a rule: its numbers by date, the changelog, the review to come."""

from datetime import date
from pathlib import Path

import pytest

from cds_service.engine.pack import load_pack
from cds_service.web.workbench.history import events, releases

PACK = load_pack("cards")
TODAY = date(2026, 11, 20)
CHANGELOG = """# Changelog

## 2027.1.0

- `some-rule`: the limit of 2027.
- `some-rule-b`: another rule, not
  this one.

## 2026.11.0

- First release.
"""


@pytest.mark.parametrize("rule", PACK.rules, ids=lambda rule: rule.id)
def test_every_number_and_the_review_have_their_day(rule: object) -> None:
    from cds_service.engine.pack import Rule

    assert isinstance(rule, Rule)
    found = events(rule, PACK.sources, "en", TODAY)
    days = {event.day for event in found}
    assert rule.table.review_by in days
    for number in rule.table.numbers.values():
        assert {value.since for value in number.values} <= days
    assert [event.day for event in found] == sorted(days_of(found), reverse=True)
    assert all(event.ahead == (event.day > TODAY) for event in found)


def days_of(found: tuple) -> list[date]:
    return [event.day for event in found]


@pytest.fixture
def pack_with_changelog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    (tmp_path / "told_pack").mkdir()
    (tmp_path / "told_pack" / "__init__.py").touch()
    (tmp_path / "told_pack" / "CHANGELOG.md").write_text(CHANGELOG)
    monkeypatch.syspath_prepend(str(tmp_path))
    return "told_pack"


def test_the_changelog_is_quoted_where_it_names_the_rule(pack_with_changelog: str) -> None:
    found = releases(pack_with_changelog, "some-rule")
    assert [one.version for one in found] == ["2027.1.0", "2026.11.0"]
    assert found[0].entries == ("`some-rule`: the limit of 2027.",)
    assert found[1].entries == ()


def test_a_rule_that_no_entry_names_is_of_the_first_version(pack_with_changelog: str) -> None:
    assert [one.version for one in releases(pack_with_changelog, "old-rule")] == ["2026.11.0"]


def test_the_content_has_a_changelog_that_can_be_read() -> None:
    assert releases("cards", "hcq-missing")
