"""An override lets its rule rest, but never what is critical or has become more urgent."""

from dataclasses import replace
from datetime import date
from functools import cache

import msgspec
import pytest

from cds_service.engine.evaluate import Outcome
from cds_service.engine.pack import Rule, load_pack
from cds_service.engine.table import Indicator
from cds_service.engine.verdict import CannotTell, Concern, Failed, Fires, Quiet
from cds_service.picture.values import Gap
from cds_service.tact.snooze import Overridden, snooze
from cds_service.tact.tact import choose

NO_ORDER = Concern()
DAY = date(2026, 11, 20)


@cache
def toy_rule() -> Rule:
    return load_pack("tests.toy_pack").rule("dose-high")


def outcome(
    name: str,
    indicator: Indicator = "warning",
    days: int = 30,
    concern: Concern = NO_ORDER,
) -> Outcome:
    rule = toy_rule()
    said = {"high": msgspec.structs.replace(rule.table.wording["high"], indicator=indicator)}
    table = msgspec.structs.replace(rule.table, rule=name, wording=said, snooze_days=days)
    return Outcome(replace(rule, id=name, table=table), Fires("high", concern=concern))


def blind(name: str) -> Outcome:
    return replace(outcome(name), verdict=CannotTell((Gap("weight", "not-sent"),)))


def override(
    name: str, indicator: Indicator = "warning", fires: bool = True, on: date = DAY
) -> Overridden:
    return Overridden(name, "fires" if fires else "cannot-tell", indicator, on)


@pytest.mark.parametrize(
    ("today", "rests"), [(DAY, True), (date(2026, 12, 19), True), (date(2026, 12, 20), False)]
)
def test_a_rule_rests_for_the_days_of_its_table(today: date, rests: bool) -> None:
    found = snooze([outcome("a"), outcome("b")], [override("a")], today)
    assert found == ({"a": date(2026, 12, 20)} if rests else {})


def test_the_last_override_counts() -> None:
    overrides = [override("a", on=date(2026, 11, day)) for day in (10, 19, 1)]
    assert snooze([outcome("a")], overrides, DAY) == {"a": date(2026, 12, 19)}


def test_a_window_of_no_days_never_snoozes() -> None:
    assert snooze([outcome("a", days=0)], [override("a")], DAY) == {}


def test_critical_advice_is_never_snoozed() -> None:
    assert snooze([outcome("a", "critical")], [override("a", "critical")], DAY) == {}


@pytest.mark.parametrize(
    ("then", "now", "rests"),
    [
        ("info", "warning", False),
        ("warning", "warning", True),
        ("warning", "info", True),
        ("critical", "info", True),
    ],
)
def test_what_has_become_more_urgent_is_said_again(
    then: Indicator, now: Indicator, rests: bool
) -> None:
    assert bool(snooze([outcome("a", now)], [override("a", then)], DAY)) is rests


def test_an_override_of_cannot_tell_does_not_silence_the_finding() -> None:
    overrides = [override("a", "info", fires=False)]
    assert snooze([outcome("a", "info")], overrides, DAY) == {}
    assert list(snooze([blind("a")], overrides, DAY)) == ["a"]


def test_an_override_of_the_finding_silences_cannot_tell_too() -> None:
    assert list(snooze([blind("a")], [override("a", "info")], DAY)) == ["a"]


def test_rules_that_do_not_speak_are_not_called_snoozed() -> None:
    silent = [replace(outcome("a"), verdict=verdict) for verdict in (Quiet("x"), Failed("1"))]
    assert snooze(silent, [override("a")], DAY) == {}


def test_a_merged_card_is_shown_without_the_rules_that_are_snoozed() -> None:
    same = Concern("order", "stop")
    given = [outcome("a", concern=same), outcome("b", "info", concern=same), outcome("c")]
    advice = choose(given, 0, {"a": DAY})
    assert [(one.rules, one.indicator) for one in advice] == [(("c",), "warning"), (("b",), "info")]


def test_a_card_whose_rules_are_all_snoozed_is_gone_and_leaves_room_for_another() -> None:
    given = [outcome("a"), outcome("b"), outcome("c")]
    assert [one.rules for one in choose(given, 1, {"a": DAY, "b": DAY})] == [("c",)]
