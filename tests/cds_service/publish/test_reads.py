"""What a rule may read is found by following its code: never too little, and not everything."""

from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec
import pytest

from cds_service import samples
from cds_service.engine.case import Call, Case
from cds_service.engine.pack import load_pack
from cds_service.evidence.evidence import Evidence
from cds_service.evidence.gather import gather
from cds_service.evidence.templates import templates_for
from cds_service.hooks.contexts import parse_context
from cds_service.hooks.request import parse_request
from cds_service.picture.code_index import code_index
from cds_service.picture.picture import Picture
from cds_service.picture.problems import Problems
from cds_service.picture.procedures import Acts
from cds_service.picture.records import Records
from cds_service.picture.result import Measure
from cds_service.picture.results import Results
from cds_service.picture.treatments import Treatments
from cds_service.publish.reads import reads_of
from tests.cds_service.publish.published import pack
from tests.toy_pack.calls import PACK

TODAY = date(2026, 11, 20)
READS = reads_of(pack())
MOMENTS = [(name, m.hook) for name in samples.names() for m in samples.sample(name).hooks]
ASKED = (
    (Treatments, "of"),
    (Problems, "of"),
    (Acts, "of"),
    (Records, "of"),
    (Results, "findings"),
    (Results, "series"),
)


def evidence_of(name: str, hook: str) -> Evidence:
    body = samples.hook_request(name, hook, TODAY, templates_for(hook))
    request = parse_request(msgspec.json.encode(body), hook)
    return gather(parse_context(request), request.prefetch, None)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The concepts that are asked of the picture from now on."""
    heard: set[str] = set()

    def listening(method: Callable[..., Any]) -> Callable[..., Any]:
        def listened(self: object, *wanted: str | Measure, **others: object) -> object:
            for one in wanted:
                heard.update(one.concepts if isinstance(one, Measure) else (one,))
            return method(self, *wanted, **others)

        return listened

    for kind, name in ASKED:
        monkeypatch.setattr(kind, name, listening(getattr(kind, name)))
    return heard


@pytest.mark.parametrize(("name", "hook"), MOMENTS)
def test_a_rule_asks_for_nothing_that_was_not_found_in_its_code(
    name: str, hook: str, asked: set[str]
) -> None:
    evidence = evidence_of(name, hook)
    for rule in pack().for_hook(hook):
        picture = Picture(evidence, TODAY)
        _ = picture.treatments, picture.problems, picture.results
        asked.clear()
        rule.decide(Case(Call(picture, hook, TODAY, pack().definitions), rule.table))
        above = code_index().groups_above
        found = READS[rule.id].concepts
        # A name put together at run time, such as a class of nephritis, is found as its group.
        assert {c for c in asked if not found & {c, *above.get(c, ())}} == set(), rule.id


def test_the_samples_make_the_rules_ask_for_something(asked: set[str]) -> None:
    evidence = evidence_of("nephritis-month-3", "patient-view")
    rule = pack().rule("ln-milestone-3m")
    rule.decide(
        Case(Call(Picture(evidence, TODAY), "patient-view", TODAY, pack().definitions), rule.table)
    )
    assert "cond.sle" in asked


def test_not_every_rule_reads_everything() -> None:
    sizes = sorted(len(read.concepts) for read in READS.values())
    assert 5 <= sizes[len(sizes) // 2] <= 60
    assert all(sizes)


def test_the_weight_counts_though_only_the_picture_knows_its_codes() -> None:
    toys = reads_of(load_pack(PACK))
    assert "obs.weight" in toys["dose-weight"].concepts
    assert "obs.weight" not in toys["dose-high"].concepts


@pytest.mark.parametrize(
    ("rule", "concepts", "attributes"),
    [
        ("hcq-dose-above-5mgkg", {"med.hydroxychloroquine", "obs.weight"}, {"age", "sex"}),
        ("mmf-pregnancy", {"med.mycophenolate", "obs.effective-contraception"}, {"sex"}),
        ("prescriber-condition", {"med.anifrolumab"}, {"specialties", "in_trial"}),
    ],
)
def test_a_known_rule_reads_what_a_clinician_would_expect(
    rule: str, concepts: set[str], attributes: set[str]
) -> None:
    assert concepts <= READS[rule].concepts
    assert attributes <= READS[rule].attributes
