"""The report of a run: one HTML file that needs nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import cache, partial
from importlib.resources import files
from pathlib import Path

import msgspec
import yaml
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from cds_service.cohort.census import load_measures
from cds_service.cohort.compare import Comparison, changes_in
from cds_service.cohort.drill_down import patients_by_rule
from cds_service.cohort.findings import read_tally
from cds_service.cohort.manifest import Manifest
from cds_service.cohort.names import REJECTED, REPORT, TALLY
from cds_service.cohort.parts import write_whole
from cds_service.cohort.plots import bars, distribution, parts
from cds_service.cohort.rejects import Rejected
from cds_service.cohort.report_changes import changes_by_rule
from cds_service.cohort.report_data import (
    Burden,
    Milestone,
    burdens,
    distributions,
    lacks,
    milestones,
)
from cds_service.engine.pack import Pack
from cds_service.engine.table import Worded

_BARS = 25
_REASONS = 20
_FRENCH_DECIMALS = str.maketrans({".": ",", ",": "\u202f"})

Say = Callable[..., str]


def write_report(
    out: Path,
    manifest: Manifest,
    pack: Pack,
    content: str,
    secret: bytes,
    language: str,
    comparison: Comparison | None = None,
) -> None:
    """Write `report.html` into the folder of a finished run."""
    tally = read_tally(out / TALLY)
    rules = pack.for_hook(manifest.identity.hook)
    measures = load_measures(content)
    burden = burdens(tally, rules, language)
    loud = [one for one in burden if one.speaks]
    say = _speaker(language)
    template = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    template.filters |= {
        "number": partial(_number, language),
        "share": partial(_share, language),
    }
    doses = distributions(tally, measures, language)
    reached = milestones(tally, measures, language)
    page = template.from_string(_text("report.html.jinja")).render(
        say=say,
        language=language,
        identity=manifest.identity,
        tally=tally,
        burdens=loud,
        silent=[one for one in burden if not one.speaks],
        burden_plot=_plot_of_burden(loud, say),
        lacks=lacks(tally, language),
        doses=[(dose, _plot_of_dose(dose.bins, dose.title, say)) for dose in doses],
        milestones=reached,
        milestone_plot=_plot_of_milestones(reached, say),
        drill=patients_by_rule(out, secret, {one.rule: one.title for one in burden}),
        reasons=_reasons(out),
        comparison=comparison,
        comparison_plot=_plot_of_changes(comparison, say),
        changes=changes_by_rule(changes_in(out), pack, secret, language) if comparison else {},
    )
    write_whole(out / REPORT, page.encode())


def _plot_of_burden(loud: list[Burden], say: Say) -> Markup:
    rows = [(one.rule, one.per_1000) for one in loud if one.fires][:_BARS]
    return Markup(bars(rows, say("per_1000"))) if rows else Markup("")  # noqa: S704 (our own SVG)


def _plot_of_dose(bins: tuple[tuple[str, int, bool], ...], title: str, say: Say) -> Markup:
    if not bins:
        return Markup("")
    rows = [(say(name) if name.isalpha() else name, n, within) for name, n, within in bins]
    return Markup(distribution(rows, title, say("patients")))  # noqa: S704 (our own SVG)


def _plot_of_milestones(found: list[Milestone], say: Say) -> Markup:
    rows = [
        (one.title, [(say("met"), one.met), (say("missed"), one.missed),
                     (say("unknown"), one.unknown)])
        for one in found if one.patients
    ]  # fmt: skip
    return Markup(parts(rows, say("patients"))) if rows else Markup("")  # noqa: S704 (our own SVG)


def _plot_of_changes(comparison: Comparison | None, say: Say) -> Markup:
    if comparison is None or not comparison.rules:
        return Markup("")
    rows = [
        (rule, [(say("gained"), n.gained), (say("lost"), n.lost), (say("changed"), n.changed)])
        for rule, n in comparison.rules.items()
    ]
    return Markup(parts(rows, say("patients")))  # noqa: S704 (our own SVG)


def _reasons(out: Path) -> list[tuple[str, int]]:
    decoder = msgspec.json.Decoder(Rejected)
    with (out / REJECTED).open("rb") as file:
        counts = Counter(decoder.decode(line).reason.partition(":")[0] for line in file)
    return counts.most_common(_REASONS)


def _share(language: str, part: float | None) -> str:
    return "–" if part is None else f"{_number(language, 100 * part)} %"


def _number(language: str, value: float, digits: int = 1) -> str:
    text = f"{value:,.{digits}f}"
    return text.translate(_FRENCH_DECIMALS) if language == "fr" else text


def _speaker(language: str) -> Say:
    words = _words()

    def say(key: str, **slots: object) -> str:
        return words[key].in_language(language).format(**slots)

    return say


@cache
def _words() -> dict[str, Worded]:
    return msgspec.convert(yaml.safe_load(_text("words.yaml")), dict[str, Worded])


def _text(name: str) -> str:
    return (files("cds_service.cohort") / name).read_text(encoding="utf-8")
