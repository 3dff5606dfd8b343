"""Plots as inline SVG, drawn by Vega-Lite without a browser."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import vl_convert

_BLUE, _GREY = "#1f5f8b", "#b9c4cc"
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
            "encoding": {
                "y": {"field": "name", "type": "nominal", "sort": None, "title": None},
                "x": {"field": "value", "type": "quantitative", "title": title},
            },
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
                "y": {"field": "n", "type": "quantitative", "title": count},
                "color": {
                    "condition": {"test": "datum.within", "value": _BLUE},
                    "value": _GREY,
                },
            },
        }
    )


def _svg(spec: dict[str, Any]) -> str:
    whole = {"$schema": "https://vega.github.io/schema/vega-lite/v5.json", **spec}
    return vl_convert.vegalite_to_svg({**whole, "config": _CONFIG})
