"""The plots of the timeline as SVG; the plotting library is loaded when the first one is drawn."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from cds_service.render.language import day as in_words
from cds_service.render.language import number
from cds_service.web.workbench.axes import LIMIT, Axes
from cds_service.web.workbench.course import Course, Point
from cds_service.web.workbench.pulses import Pulse
from cds_service.web.workbench.words import word

Json = dict[str, Any]
_ACCENT, _SOFT = "#0b5563", "#4c5d66"
_COLOURS = ["#0b5563", "#8a5200", "#5b3a8c"]
_URGENCY = {
    "critical": ("#9c1420", "square"),
    "warning": ("#8a5200", "triangle-up"),
    "info": ("#1d4f91", "circle"),
}
_CONFIG: Json = {
    "font": "system-ui, sans-serif",
    "axis": {"labelColor": _SOFT, "titleColor": _SOFT, "gridColor": "#e4eaed", "labelFontSize": 12},
    "view": {"stroke": "#d5dee2"},
    "legend": {"labelFontSize": 12, "title": None, "orient": "top", "labelLimit": 400},
}


@dataclass(frozen=True, slots=True)
class Plot:
    """A plot: its title, what it shows in one sentence, its picture, and the table behind it."""

    title: str
    told: str
    image: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Plotter:
    """Draws the plots of one course in one language."""

    def __init__(self, course: Course, language: str, titles: Mapping[str, str]) -> None:
        self._course = course
        self._language = language
        self._titles = titles
        self._axes = Axes(course.first, course.last, course.today, language)

    def plots(self) -> list[Plot]:
        """Every plot that has something to show."""
        course = self._course
        found: list[Plot | None] = [
            self._stepped("prednisone", course.prednisone, course.prednisone_limit, course.pulses),
            self._measured("upcr", course.upcr, course.milestones, ()),
            self._stepped("hcq", course.hydroxychloroquine, course.hydroxychloroquine_limit),
            self._measured("level", course.level, (), ()),
            self._measured("activity", course.activity, (), course.bands),
            self._drugs(),
            self._spoken(),
        ]
        return [plot for plot in found if plot]

    def _t(self, key: str, **slots: object) -> str:
        return word(f"timeline.{key}", self._language, **slots)

    def _stepped(
        self,
        name: str,
        points: tuple[Point, ...],
        limit: float | None,
        pulses: tuple[Pulse, ...] = (),
    ) -> Plot | None:
        if not any(point.value for point in points) and not pulses:
            return None
        course, today = self._course, self._course.today
        values = [self._value(p) for p in points]
        if points and points[-1].day < course.last:
            values.append(self._value(Point(course.last, points[-1].value)))
        past = [v for v in values if v["day"] <= today.isoformat()]
        ahead = [*past[-1:], *(v for v in values if v["day"] > today.isoformat())]
        layers = [self._steps(past, []), self._steps(ahead, [5, 4]), *self._axes.lines(limit)]
        if not pulses:
            return self._plot(name, layers, points)
        daily, given = self._t("daily"), self._t("pulse")
        named = [Point(p.day, p.value, daily) for p in points]
        named += [
            Point(p.first + timedelta(n), p.mg, given) for p in pulses for n in range(p.count)
        ]
        return self._plot(name, [*layers, *self._pulses(pulses)], named)

    def _pulses(self, pulses: tuple[Pulse, ...]) -> list[Json]:
        """Marks along the top: beside the daily doses a pulse would dwarf them."""
        values = [
            {"day": p.first.isoformat(), "series": self._t("pulse"),
             "label": f"{p.count} × {number(p.mg, self._language)} mg"}
            for p in pulses
        ]  # fmt: skip
        shape = {"domain": [self._t("pulse")], "range": ["triangle-down"]}
        data = {"data": {"values": values}}
        mark = {"type": "point", "filled": True, "size": 110, "color": _COLOURS[2], "y": -9}
        text = {"type": "text", "y": -9, "dx": 9, "align": "left", "color": _COLOURS[2]}
        shaped = {"shape": {"field": "series", "type": "nominal", "scale": shape}}
        said = {"text": {"field": "label", "type": "nominal"}}
        return [
            {**data, "mark": mark, "encoding": {"x": self._axes.x(), **shaped}},
            {**data, "mark": {**text, "fontSize": 12}, "encoding": {"x": self._axes.x(), **said}},
        ]

    def _steps(self, values: list[Json], dash: list[int]) -> Json:
        mark: Json = {"type": "line", "interpolate": "step-after", "color": _ACCENT}
        return {
            "data": {"values": values},
            "mark": mark | {"strokeWidth": 2.5, "strokeDash": dash},
            "encoding": self._axes.xy(),
        }

    def _measured(
        self,
        name: str,
        points: tuple[Point, ...],
        aims: tuple[Point, ...],
        bands: tuple[tuple[str, float], ...],
    ) -> Plot | None:
        if not points:
            return None
        colour: Json = {
            "field": "series", "type": "nominal", "scale": {"range": _COLOURS},
            "legend": {} if len({p.series for p in points}) > 1 else None,
        }  # fmt: skip
        layers: list[Json] = [{
            "data": {"values": [self._value(p) for p in points]},
            "mark": {"type": "line", "point": {"size": 55}, "strokeWidth": 2},
            "encoding": self._axes.xy() | {"color": colour},
        }]  # fmt: skip
        if aims:
            said = {"data": {"values": [self._value(p) for p in aims]}, "encoding": self._axes.xy()}
            mark = {"type": "point", "shape": "diamond", "size": 110, "color": LIMIT}
            text = {"type": "text", "dy": -12, "color": LIMIT, "fontSize": 12}
            layers.append({**said, "mark": {**mark, "filled": False}})
            label = {"text": {"field": "series", "type": "nominal"}}
            layers.append({**said, "mark": text, "encoding": self._axes.xy() | label})
        for label_of_band, value in bands:
            layers += self._axes.lines(value, f"{label_of_band} ≤ {number(value, self._language)}")
        return self._plot(name, layers, (*points, *aims))

    def _drugs(self) -> Plot | None:
        bars = self._course.bars
        if not bars:
            return None
        values = [
            {"day": b.start.isoformat(), "end": b.end.isoformat(), "drug": b.name,
             "kind": self._t("planned" if b.planned else "running")}
            for b in bars
        ]  # fmt: skip
        kinds = [self._t("running"), self._t("planned")]
        layer: Json = {
            "data": {"values": values},
            "mark": {"type": "bar", "height": 12, "cornerRadius": 2},
            "encoding": {
                "x": self._axes.x(), "x2": {"field": "end"},
                "y": {"field": "drug", "type": "nominal", "title": None, "sort": None},
                "color": {"field": "kind", "type": "nominal",
                          "scale": {"domain": kinds, "range": [_ACCENT, "#7fb3bd"]}},
            },
        }  # fmt: skip
        rows = tuple((b.name, self._day(b.start), self._day(b.end), v["kind"])
                     for b, v in zip(bars, values, strict=True))  # fmt: skip
        columns = tuple(self._t(key) for key in ("drug", "from", "to", "kind"))
        height = 24 * len({b.name for b in bars}) + 10
        return self._drawn("drugs", [layer, self._axes.today()], columns, rows, height)

    def _spoken(self) -> Plot | None:
        spoken = self._course.spoken
        if not spoken:
            return None
        urgency = {key: word(f"urgency.{key}", self._language) for key in _URGENCY}
        values = [
            {"day": s.day.isoformat(), "rule": self._titles.get(s.rule, s.rule),
             "urgency": urgency[s.indicator]}
            for s in spoken
        ]  # fmt: skip
        domain = list(urgency.values())
        layer: Json = {
            "data": {"values": values},
            "mark": {"type": "point", "filled": True, "size": 90},
            "encoding": {
                "x": self._axes.x(),
                "y": {"field": "rule", "type": "nominal", "title": None,
                      "axis": {"labelLimit": 250, "grid": True}},
                "color": {"field": "urgency", "type": "nominal",
                          "scale": {"domain": domain, "range": [c for c, _ in _URGENCY.values()]}},
                "shape": {"field": "urgency", "type": "nominal",
                          "scale": {"domain": domain, "range": [s for _, s in _URGENCY.values()]}},
            },
        }  # fmt: skip
        rows = tuple((self._day(s.day), v["rule"], v["urgency"])
                     for s, v in zip(spoken, values, strict=True))  # fmt: skip
        columns = tuple(self._t(key) for key in ("day", "rule", "urgency"))
        height = 22 * len({s.rule for s in spoken}) + 10
        return self._drawn("spoken", [layer, self._axes.today()], columns, rows, height)

    def _plot(self, name: str, layers: list[Json], points: Iterable[Point]) -> Plot:
        rows = tuple(
            (self._day(p.day), number(p.value, self._language, 1), p.series)
            for p in sorted(points, key=lambda p: p.day)
        )
        series = any(row[2] for row in rows)
        columns = (self._t("day"), self._t(f"{name}.unit"), self._t("series"))
        kept = rows if series else tuple(row[:2] for row in rows)
        found = [*layers, self._axes.today()]
        return self._drawn(name, found, columns if series else columns[:2], kept, 150)

    def _drawn(
        self,
        name: str,
        layers: list[Json],
        columns: tuple[str, ...],
        rows: tuple[tuple[str, ...], ...],
        height: int,
    ) -> Plot:
        title = self._t(name)
        whole = {
            "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
            "width": 800, "height": height + 50, "config": _CONFIG, "layer": layers,
            "autosize": {"type": "fit", "contains": "padding"},
            "padding": {"left": 30, "right": 12, "top": 6, "bottom": 4},
            "background": "white",
        }  # fmt: skip
        told = self._t("told", title=title, first=self._day(self._course.first),
                       last=self._day(self._course.last), n=len(rows))  # fmt: skip
        return Plot(title, told, _as_image(whole), columns, rows)

    def _value(self, point: Point) -> Json:
        return {"day": point.day.isoformat(), "value": point.value, "series": point.series}

    def _day(self, day: date) -> str:
        return in_words(day, self._language)


def _as_image(spec: Json) -> str:
    import vl_convert  # noqa: PLC0415 (slow to start, and most calls draw nothing)

    svg = vl_convert.vegalite_to_svg(spec)
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"
