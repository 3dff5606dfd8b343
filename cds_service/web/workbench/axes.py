"""The axes that all plots of a timeline share, and the lines drawn across them."""

from __future__ import annotations

from datetime import date
from typing import Any

from cds_service.render.language import number

Json = dict[str, Any]
LIMIT = "#9c1420"
_INK = "#14242c"


class Axes:
    """The axes of one course in one language, as parts of a Vega-Lite document."""

    def __init__(self, first: date, last: date, today: date, language: str) -> None:
        self._first, self._last, self._today = first, last, today
        self._language = language

    def lines(self, value: float | None, label: str = "") -> list[Json]:
        """A horizontal line at a value, with its label; nothing without a value."""
        if value is None:
            return []
        data = {"values": [{"value": value, "label": label or number(value, self._language)}]}
        y = {"y": {"field": "value", "type": "quantitative"}}
        line = {"type": "rule", "color": LIMIT, "strokeDash": [2, 3], "strokeWidth": 1.5}
        text = {"type": "text", "align": "left", "x": 4, "dy": -6, "color": LIMIT, "fontSize": 12}
        return [
            {"data": data, "mark": line, "encoding": y},
            {"data": data, "mark": text, "encoding": y | {"text": {"field": "label"}}},
        ]

    def today(self) -> Json:
        """The line of today."""
        return {
            "data": {"values": [{"day": self._today.isoformat()}]},
            "mark": {"type": "rule", "color": _INK, "strokeWidth": 1},
            "encoding": {"x": self.x()},
        }

    def xy(self) -> Json:
        """Days along, values up from zero."""
        y: Json = {"field": "value", "type": "quantitative", "title": None}
        y |= {"scale": {"zero": True}, "axis": {"format": "~f", "tickCount": 5}}
        return {"x": self.x(), "y": y}

    def x(self) -> Json:
        """Days along, the whole course."""
        form = "%m/%Y" if self._language == "fr" else "%b %Y"
        return {
            "field": "day", "type": "temporal", "title": None,
            "scale": {"domain": [self._first.isoformat(), self._last.isoformat()]},
            "axis": {"format": form, "tickCount": 6, "labelOverlap": True, "labelSeparation": 12},
        }  # fmt: skip
