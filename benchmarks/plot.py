"""The plot of the results: what a call costs beside others, and how it grows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import vl_convert

from benchmarks.calls import Cost
from benchmarks.growth import Line
from benchmarks.services import OURS

_BLUE, _GREY = "#1f5f8b", "#9aa8b2"
_CONFIG: dict[str, Any] = {
    "font": "sans-serif",
    "background": "white",
    "view": {"stroke": None},
    "axis": {"labelLimit": 260, "gridColor": "#e3e8eb", "labelFontSize": 12, "titleFontSize": 12},
}


def draw(costs: Mapping[str, Cost], observations: Line, rules: Line) -> str:
    """The plot as SVG."""
    below = [
        _growth(observations, "observations sent"),
        _growth(rules, "rules asked (140 kB request)"),
    ]
    return vl_convert.vegalite_to_svg(
        {
            "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
            "vconcat": [_bars(costs), {"hconcat": below, "spacing": 40}],
            "config": _CONFIG,
        }
    )


def _bars(costs: Mapping[str, Cost]) -> dict[str, Any]:
    values = [
        {"name": name, "cpu": round(cost.cpu_ms, 3), "ours": name == OURS}
        for name, cost in sorted(costs.items(), key=lambda one: one[1].cpu_ms)
    ]
    name = {"field": "name", "type": "nominal", "sort": None, "title": None}
    # A logarithm has no zero to draw bars from: points say no more than there is.
    cpu = {
        "field": "cpu",
        "type": "quantitative",
        "scale": {"type": "log"},
        "title": "CPU of one 140 kB call, ms (logarithmic)",
    }
    colour = {"condition": {"test": "datum.ours", "value": _BLUE}, "value": _GREY}
    point = {
        "mark": {"type": "point", "filled": True, "size": 110},
        "encoding": {"y": name, "x": cpu, "color": colour},
    }
    label = {
        "mark": {"type": "text", "align": "left", "dx": 10},
        "encoding": {"y": name, "x": cpu, "text": {"field": "cpu", "format": ".2f"}},
    }
    return {
        "data": {"values": values},
        "width": 560,
        "height": {"step": 24},
        "layer": [point, label],
    }


def _growth(line: Line, title: str) -> dict[str, Any]:
    first, last = line.points[0][0], line.points[-1][0]
    measured = [{"n": n, "ms": round(us / 1000, 4)} for n, us in line.points]
    fitted = [{"n": n, "ms": (line.start + line.slope * n) / 1000} for n in (first, last)]
    encoding = {
        "x": {"field": "n", "type": "quantitative", "title": title},
        "y": {"field": "ms", "type": "quantitative", "title": "ms, in process"},
    }
    return {
        "width": 240,
        "height": 180,
        "layer": [
            {
                "data": {"values": fitted},
                "mark": {"type": "line", "color": _GREY},
                "encoding": encoding,
            },
            {
                "data": {"values": measured},
                "mark": {"type": "point", "filled": True, "color": _BLUE, "size": 60},
                "encoding": encoding,
            },
        ],
    }
