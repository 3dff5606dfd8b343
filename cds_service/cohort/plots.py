"""Plots as inline SVG, drawn by Vega-Lite without a browser."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import vl_convert

_BLUE, _ORANGE, _GREY = "#1f5f8b", "#c8702a", "#b9c4cc"
_CONFIG: dict[str, Any] = {
    "font": "sans-serif",
    "view": {"stroke": None},
    "axis": {"labelLimit": 320, "grid": False, "labelFontSize": 12, "titleFontSize": 12},
    "legend": {"orient": "top", "title": None},
}


def bars(rows: Iterable[tuple[str, float]], title: str) -> str:
    """Horizontal bars, one a row, in the order given."""
    values = [{"name": name, "value": round(value, 2)} for name, value in rows]
    return _svg(
        {
            "data": {"values": values},
            "height": {"step": 18},
            "width": 480,
            "mark": {"type": "bar", "color": _BLUE},
            "encoding": {"y": _rows(), "x": _amount("value", title)},
        }
    )


def distribution(rows: Sequence[tuple[str, int, bool]], title: str, count: str) -> str:
    """Columns in the order given; those within the target are dark."""
    values = [{"bin": name, "n": number, "within": inside} for name, number, inside in rows]
    return _svg(
        {
            "data": {"values": values},
            "height": 180,
            "width": {"step": 42},
            "mark": "bar",
            "encoding": {
                "x": {
                    "field": "bin",
                    "type": "nominal",
                    "sort": None,
                    "title": title,
                    "axis": {"labelAngle": 0},
                },
                "y": _amount("n", count),
                "color": {
                    "condition": {"test": "datum.within", "value": _BLUE},
                    "value": _GREY,
                },
            },
        }
    )


def parts(rows: Iterable[tuple[str, Sequence[tuple[str, int]]]], title: str) -> str:
    """Horizontal bars cut into named parts: the first is blue, the second orange, others grey."""
    values = [
        {"name": name, "part": part, "n": number, "order": order}
        for name, numbers in rows
        for order, (part, number) in enumerate(numbers)
    ]
    names = list(dict.fromkeys(one["part"] for one in values))
    colours = [_BLUE, _ORANGE, *[_GREY] * len(names)][: len(names)]
    return _svg(
        {
            "data": {"values": values},
            "height": {"step": 22},
            "width": 480,
            "mark": "bar",
            "encoding": {
                "y": _rows(),
                "x": _amount("n", title),
                "color": {
                    "field": "part",
                    "type": "nominal",
                    "scale": {"domain": names, "range": colours},
                },
                "order": {"field": "order"},
            },
        }
    )


def _rows() -> dict[str, Any]:
    return {"field": "name", "type": "nominal", "sort": None, "title": None}


def _amount(field: str, title: str) -> dict[str, Any]:
    return {"field": field, "type": "quantitative", "title": title}


def _svg(spec: dict[str, Any]) -> str:
    whole = {"$schema": "https://vega.github.io/schema/vega-lite/v5.json", **spec}
    return vl_convert.vegalite_to_svg({**whole, "config": _CONFIG})
