"""Slots, and text from the chart."""

import pytest

from cds_service.engine.table import Worded
from cds_service.engine.verdict import ChartText, Quantity, Slot, Term
from cds_service.errors import ContentError
from cds_service.render.chart_text import cleaned, escaped
from cds_service.render.wording import Writer, slots_of

FR = Writer("fr", {"med.prednisone": Worded("prednisone", "prednisone!")})


def both(text: str) -> Worded:
    return Worded(text, text)


def test_every_slot_is_filled_in_the_language_of_the_answer() -> None:
    slots: dict[str, Slot] = {
        "drug": Term("med.prednisone"), "dose": Quantity(7.5, "mg/d"), "n": 3,
        "list": (ChartText("A"), Term("other")),
    }  # fmt: skip
    text = both("{drug} {dose}, {n} : {list}.")
    assert FR.plain(text, slots) == "prednisone 7,5 mg/j, 3 : A, other."


def test_a_missing_slot_is_an_error_and_never_an_empty_sentence() -> None:
    with pytest.raises(ContentError, match="dose"):
        FR.plain(both("{dose} trop forte"), {})


def test_a_value_that_looks_like_a_slot_is_not_filled_again() -> None:
    assert FR.plain(both("{a}"), {"a": ChartText("{b}"), "b": 1}) == "{b}"


def test_the_slots_of_a_text_are_known() -> None:
    assert slots_of("{dose} de {drug_name}, {dose}") == {"dose", "drug_name"}


def test_text_from_the_chart_is_escaped_in_detail_and_plain_in_the_summary() -> None:
    slots = {"drug": ChartText("**Cortancyl** <b>&\n# 20")}
    assert FR.markdown(both("{drug}"), slots) == r"\*\*Cortancyl\*\* ‹b\>&amp; \# 20"
    assert FR.plain(both("{drug}"), slots) == "**Cortancyl** ‹b>& # 20"


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("[x](https://evil.example)", r"\[x\](https\://evil.example)"),
        ("www.evil.example", r"www\.evil.example"),
        ("a@b.example", r"a\@b.example"),
        ("- 20 mg", r"\- 20 mg"),
        ("1. dose", r"1\. dose"),
        ("2.5 mg", r"2\.5 mg"),
        ("hydroxy-chloroquine (200 mg)", "hydroxy-chloroquine (200 mg)"),
        (r"a\*b", r"a\\\*b"),
        ("a|b ~~c~~ `d` _e_", r"a\|b \~\~c\~\~ \`d\` \_e\_"),
    ],
)
def test_nothing_from_the_chart_becomes_markup(text: str, safe: str) -> None:
    assert escaped(text) == safe


def test_control_and_direction_characters_go_and_lines_are_folded() -> None:
    assert cleaned("a\u202eb\x00c\r\n d\u00a0e\u200b", 60) == "a b c d e"


def test_long_text_from_the_chart_is_clipped() -> None:
    assert cleaned("x" * 80, 40) == "x" * 39 + "…"
    assert len(FR.plain(both("{a}"), {"a": ChartText("y" * 300)})) == 40


def test_a_summary_gives_up_text_from_the_chart_before_it_is_cut() -> None:
    text = both("{a} " + "mot " * 27 + "fin.")
    said = FR.summary(text, {"a": ChartText("z" * 300)})
    assert len(said) < 140
    assert said.endswith("fin.")


def test_a_summary_that_is_too_long_is_cut_between_words() -> None:
    said = FR.summary(both("mot " * 60), {})
    assert len(said) < 140
    assert said.endswith("mot…")


def test_a_name_that_the_chart_repeats_is_written_once() -> None:
    text = both("Méthotrexate ({drug}) : dose à revoir")
    assert FR.plain(text, {"drug": ChartText("méthotrexate")}) == "Méthotrexate : dose à revoir"
    english = both("Methotrexate ({drug}) daily")
    assert FR.plain(english, {"drug": ChartText("méthotrexate")}) == "Methotrexate daily"
    brand = FR.plain(text, {"drug": ChartText("IMETH 10 mg")})
    assert brand == "Méthotrexate (IMETH 10 mg) : dose à revoir"


def test_a_summary_begins_with_a_capital_even_when_a_drug_opens_it() -> None:
    slots: dict[str, Slot] = {"drug": ChartText("azathioprine")}
    assert FR.summary(both("{drug} et allopurinol"), slots) == "Azathioprine et allopurinol"
