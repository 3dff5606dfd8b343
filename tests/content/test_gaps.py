"""Every reason the picture and the rules give for not knowing has words in both languages."""

import ast
from collections.abc import Iterator
from importlib import import_module
from importlib.resources import files
from pathlib import Path

import pytest

from cds_service.picture.values import Gap
from cds_service.render.gaps import gap_text, gap_words

SOURCES = [
    Path(import_module(name).__path__[0])
    for name in ("cds_service.picture", "cards.definitions", "cards.rules")
]
# Reasons put together at run time: a prefix and what units.unit_problem may answer.
BUILT = {f"{p}unit-{q}" for p in ("", "dose-") for q in ("missing", "unknown", "contradictory")}
CHANNELS = {"not-sent", "one-page-of-more", "came-as-error", "other-patient", "other-type"}
NOT_A_REASON = {"day-hospital", "mass_dose"}
READERS_OF_REASONS = {"dose.py", "timing.py", "regimen.py", "result.py", "results.py", "step.py"}


def gap_calls(tree: ast.AST) -> Iterator[tuple[str | None, str | None]]:
    """The literal `what` and `why` of each Gap(...), because(...), gap_of(...), Measure(...)."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = (
            node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        )
        values = [a.value if isinstance(a, ast.Constant) else None for a in node.args]
        words = [value if isinstance(value, str) else None for value in values]
        if name in {"Gap", "because"} and len(words) >= 2:
            yield words[0], words[1]
        elif name == "Measure" and words:
            yield words[0], None
        elif name == "gap_of" and len(words) == 3:
            yield words[2], None
        elif name == "dose_gap" and words:
            yield "dose", words[0]


def returned_reasons(tree: ast.AST) -> Iterator[str]:
    """Kebab-case strings that a reader returns in the place of a value."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Return) and node.value is not None:
            for part in ast.walk(node.value):
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    word = part.value
                    if "-" in word.strip("-") and word.replace("-", "").isalpha():
                        yield word


def trees() -> list[tuple[str, ast.AST]]:
    found = [path for folder in SOURCES for path in sorted(folder.rglob("*.py"))]
    return [(path.name, ast.parse(path.read_text(encoding="utf-8"))) for path in found]


def test_everything_that_may_be_missing_has_a_name() -> None:
    used = {what for _, tree in trees() for what, _ in gap_calls(tree) if what}
    assert {"weight", "dose", "conditions", "stay"} <= used
    assert used - set(gap_words().what) == set()


def test_every_reason_for_not_knowing_has_words() -> None:
    used = {why for _, tree in trees() for _, why in gap_calls(tree) if why} | BUILT | CHANNELS
    for name, tree in trees():
        if name in READERS_OF_REASONS:
            used |= {word for word in returned_reasons(tree) if not word.endswith("-")}
    assert {"text-only", "strength-unknown", "too-old", "frequency-missing"} <= used
    assert used - NOT_A_REASON - set(gap_words().why) == set()


@pytest.mark.parametrize("kind", ["what", "why"])
def test_both_languages_are_there_and_differ_from_the_code(kind: str) -> None:
    for code, words in getattr(gap_words(), kind).items():
        assert words.fr.strip(), code
        assert words.en.strip(), code
        assert not words.fr.endswith("."), code


def test_the_words_are_shipped_with_the_package() -> None:
    assert (files("cds_service.render") / "gaps.yaml").is_file()


def test_a_gap_reads_as_a_sentence_and_its_subject_is_data() -> None:
    gap = Gap("weight", "not-sent")
    assert gap_text(gap, "fr") == "poids : non transmis dans la requête"
    assert gap_text(gap, "en") == "weight: not sent with the request"
    of_drug = Gap("dose", "text-only", "*X*")
    assert gap_text(of_drug, "fr") == "posologie (*X*) : posologie en texte libre seulement"
    assert r"(\*X\*)" in gap_text(of_drug, "fr", markdown=True)


def test_an_unknown_code_is_shown_as_it_is() -> None:
    assert gap_text(Gap("moon-phase", "eclipsed"), "fr") == "moon-phase : eclipsed"
