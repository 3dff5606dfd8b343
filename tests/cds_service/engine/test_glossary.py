"""A table may add terms to the glossary, so that a rule stays three files."""

from dataclasses import replace

import msgspec
import pytest

from cds_service.engine.pack import glossary, load_pack
from cds_service.engine.table import Worded
from cds_service.errors import ContentError
from tests.toy_pack.calls import PACK

TOYS = load_pack(PACK)


def test_the_terms_of_a_table_are_terms_of_the_pack() -> None:
    assert TOYS.terms["fact.dose"].en == "dose [mg/d]"


def test_a_term_with_two_wordings_is_refused() -> None:
    with pytest.raises(ContentError, match="another wording"):
        glossary({"fact.dose": Worded("poids", "weight")}, TOYS.rules)


def test_a_term_told_twice_in_the_same_words_is_one() -> None:
    rule = TOYS.rule("dose-high")
    other = replace(rule, id="other", table=msgspec.structs.replace(rule.table, rule="other"))
    assert glossary({}, (rule, other)) == rule.table.terms
