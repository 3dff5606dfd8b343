"""The timeline: what was told on past days, and what the drafts plan for the days to come."""

import json
from datetime import date, timedelta

import pytest

from cds_service import samples
from cds_service.answer import Answer, answer
from cds_service.app import create_app
from cds_service.engine.pack import load_pack
from cds_service.evidence.templates import templates_for
from cds_service.settings import Settings
from cds_service.web.workbench.course import Course, read_course
from cds_service.web.workbench.drawn import drawn
from tests.toy_pack.calls import TODAY

PACK = load_pack("cards")


def answered(name: str, hook: str) -> Answer:
    body = samples.hook_request(name, hook, TODAY, templates_for(hook))
    return answer(PACK, hook, json.dumps(body).encode(), TODAY, "fr", 0)


def course_of(name: str, hook: str = "patient-view") -> Course:
    evidence = answered(name, hook).evidence
    return read_course(evidence, evidence, PACK, TODAY)


def test_every_number_that_is_drawn_exists_in_the_content() -> None:
    config = drawn()
    for curve in (config.prednisone, config.hydroxychloroquine):
        assert curve.number in PACK.rule(curve.rule).table.numbers
    for one in config.milestones:
        assert (one.fall or one.value) in PACK.rule(one.rule).table.numbers
    for band in config.bands:
        assert band.number in PACK.definitions[band.definition].numbers


def test_the_planned_taper_is_drawn_down_to_its_last_step() -> None:
    doses = course_of("nephritis-induction", "order-sign").prednisone
    ahead = [point.value for point in doses if point.day >= TODAY]
    assert ahead[0] == 30
    assert ahead[-1] == 5
    assert ahead == sorted(ahead, reverse=True)


def test_past_doses_are_those_the_rules_read() -> None:
    doses = course_of("steroid-maintenance").prednisone
    assert doses[-1].value == 10
    assert course_of("steroid-maintenance").prednisone_limit == 5


def test_the_dose_per_kilogram_has_a_past_too() -> None:
    doses = course_of("nephritis-induction", "order-sign").hydroxychloroquine
    assert [point.value for point in doses if point.day < TODAY]


def test_milestones_follow_the_start_of_treatment() -> None:
    course = course_of("nephritis-month-3")
    found = {point.series: point for point in course.milestones}
    assert set(found) == {"M3", "M6", "M12"}
    assert found["M3"].value == pytest.approx(2400 * 0.75)
    assert found["M12"].value == 700
    assert found["M12"].day - date(2026, 8, 20) == timedelta(days=365)
    assert course.last >= found["M12"].day


def test_days_on_which_a_rule_would_have_spoken_are_not_in_the_future() -> None:
    spoken = course_of("nephritis-month-3").spoken
    assert any(said.rule == "ln-milestone-3m" for said in spoken)
    assert all(said.day <= TODAY for said in spoken)


@pytest.mark.parametrize("name", samples.names())
def test_every_sample_has_a_timeline(name: str) -> None:
    client = create_app(Settings(), lambda: TODAY).test_client()
    body = samples.hook_request(name, samples.sample(name).hooks[-1].hook, TODAY,
                                templates_for("order-sign"))  # fmt: skip
    page = client.post("/workbench/timeline", json=body)
    assert page.status_code == 200
    assert page.text.count("<img") == page.text.count("<table") > 0


def test_pulses_stand_apart_from_the_daily_dose() -> None:
    course = course_of("nephritis-induction", "order-sign")
    assert [(pulse.count, pulse.mg) for pulse in course.pulses] == [(3, 500)]
    assert max(point.value for point in course.prednisone) < 100


def test_a_pulse_that_is_planned_is_no_daily_dose_either() -> None:
    body = samples.hook_request("nephritis-induction", "order-sign", TODAY, {})
    chart = samples.hook_request(
        "nephritis-induction", "order-sign", TODAY, templates_for("order-sign")
    )
    given = next(
        entry["resource"]
        for entry in chart["prefetch"]["medicationRequests"]["entry"]
        if entry["resource"]["id"] == "c-methylprednisolone"
    )
    begins, ends = TODAY + timedelta(days=2), TODAY + timedelta(days=3)
    planned = json.loads(json.dumps(given)) | {"id": "d-pulse", "status": "draft"}
    bounds = planned["dosageInstruction"][0]["timing"]["repeat"]
    bounds["boundsPeriod"] = {"start": begins.isoformat(), "end": ends.isoformat()}
    bounds["count"] = 2
    chart["context"]["draftOrders"] = body["context"]["draftOrders"]
    chart["context"]["draftOrders"]["entry"].append({"resource": planned})
    evidence = answer(PACK, "order-sign", json.dumps(chart).encode(), TODAY, "fr", 0).evidence
    course = read_course(evidence, evidence, PACK, TODAY)
    assert (begins, 2) in [(pulse.first, pulse.count) for pulse in course.pulses]
    assert max(point.value for point in course.prednisone) < 100


@pytest.mark.parametrize(("language", "told"), [("fr", "bolus IV"), ("en", "IV pulse")])
def test_the_table_behind_the_curve_lists_the_pulses(language: str, told: str) -> None:
    from cds_service.web.workbench.plots import Plotter

    plots = Plotter(course_of("nephritis-induction", "order-sign"), language, {}).plots()
    rows = [row for row in plots[0].rows if row[2].startswith(told)]
    assert [row[1] for row in rows] == ["500"] * 3
