"""The answers of the three hooks, word for word."""

import json

import pytest

from tests.golden.answers import KEPT, answer, kept


@pytest.mark.parametrize("hook", KEPT)
def test_the_whole_answer_is_the_kept_one(hook: str) -> None:
    assert answer(hook) == json.loads(kept(hook).read_text(encoding="utf-8"))
