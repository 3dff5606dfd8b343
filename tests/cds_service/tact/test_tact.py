"""Order, merging and limits of advice."""

from dataclasses import replace
from functools import cache

import msgspec
import pytest

from cds_service.engine.evaluate import Outcome
from cds_service.engine.pack import Rule, load_pack
from cds_service.engine.table import Indicator, Wording
from cds_service.engine.verdict import CannotTell, Concern, Failed, Fires, Quiet, Verdict
from cds_service.picture.values import Gap
from cds_service.tact.tact import choose

NO_WEIGHT = (Gap("weight", "not-sent"),)


@cache
def toy_rule() -> Rule:
    return load_pack("tests.toy_pack").rule("dose-high")


def outcome(
    name: str, verdict: Verdict | Failed, indicator: Indicator = "info", status: str = "active"
) -> Outcome:
    rule = toy_rule()
    wording = msgspec.structs.replace(rule.table.wording["high"], indicator=indicator)
    said: dict[str, Wording] = {"high": wording}
    table = msgspec.structs.replace(rule.table, rule=name, wording=said, status=status)
    return Outcome(replace(rule, id=name, table=table), verdict)


def fires(name: str, indicator: Indicator, order: str = "", action: str = "") -> Outcome:
    return outcome(name, Fires("high", concern=Concern(order, action)), indicator)


def lacks(name: str, order: str = "", action: str = "") -> Outcome:
    return outcome(name, CannotTell(NO_WEIGHT, concern=Concern(order, action)))


def told(*outcomes: Outcome, max_cards: int = 0) -> list[tuple[str, ...]]:
    return [advice.rules for advice in choose(outcomes, max_cards)]


def test_critical_comes_first_then_warning_then_what_is_certain() -> None:
    given = [lacks("a"), fires("b", "info"), fires("c", "warning"), fires("d", "critical")]
    assert told(*given) == [("d",), ("c",), ("b",), ("a",)]


def test_equal_urgency_keeps_the_order_of_the_pack() -> None:
    assert told(*(fires(name, "warning") for name in "bac")) == [("b",), ("a",), ("c",)]


def test_two_rules_about_one_order_and_one_action_are_one_card_led_by_the_more_urgent() -> None:
    advice = choose([fires("a", "info", "o", "stop"), fires("b", "critical", "o", "stop")], 0)
    assert [one.rules for one in advice] == [("b", "a")]
    assert advice[0].indicator == "critical"
    assert advice[0].order == "o"


@pytest.mark.parametrize(("order", "action"), [("o", "other"), ("p", "stop")])
def test_another_action_or_another_order_is_another_card(order: str, action: str) -> None:
    given = [fires("a", "info", "o", "stop"), fires("b", "info", order, action)]
    assert told(*given) == [("a",), ("b",)]


def test_rules_without_an_action_never_merge() -> None:
    assert told(fires("a", "info", "o"), fires("b", "info", "o")) == [("a",), ("b",)]


def test_all_that_cannot_be_told_about_an_order_is_said_once_whatever_the_action() -> None:
    given = [lacks("a", "o", "stop"), lacks("b", "o", "lower"), lacks("c", "p", "stop")]
    assert told(*given) == [("a", "b"), ("c",)]


def test_a_rule_that_cannot_tell_joins_the_one_that_fires_about_its_concern() -> None:
    advice = choose(
        [lacks("a", "o", "stop"), fires("b", "warning", "o", "stop"), lacks("c", "o", "x")], 0
    )
    assert [one.rules for one in advice] == [("b", "a"), ("c",)]
    assert [one.verdict for one in advice] == ["fires", "cannot-tell"]
    assert [one.indicator for one in advice] == ["warning", "info"]


def test_the_limit_drops_the_least_urgent_and_never_a_critical_one() -> None:
    critical = [fires(f"critical-{n}", "critical") for n in range(4)]
    others = [fires("i", "info"), fires("w", "warning"), lacks("x")]
    assert [r[0] for r in told(*others, *critical, max_cards=1)] == [
        "critical-0", "critical-1", "critical-2", "critical-3", "w",
    ]  # fmt: skip
    assert len(told(*others, *critical, max_cards=0)) == 7


def test_quiet_failed_and_shadow_verdicts_are_not_shown() -> None:
    shadow = outcome("s", Fires("high"), "critical", status="shadow")
    quiet, failed = outcome("q", Quiet("no-order")), outcome("f", Failed("1"))
    assert told(shadow, quiet, failed) == []


def test_a_shadow_rule_does_not_raise_the_urgency_of_a_shown_one() -> None:
    shadow = Fires("high", concern=Concern("o", "stop"))
    given = [fires("a", "info", "o", "stop"), outcome("s", shadow, "critical", status="shadow")]
    advice = choose(given, 0)
    assert [(one.rules, one.indicator) for one in advice] == [(("a",), "info")]
