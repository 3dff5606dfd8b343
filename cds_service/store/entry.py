"""One entry of feedback, checked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Literal

_INSTANT = re.compile(
    r"(\d{4}-\d{2}-\d{2})[Tt](\d{2}:\d{2}):(\d{2})(?:\.(\d{1,18}))?"
    r"(?:[Zz]|([+-])(\d{2}):(\d{2}))",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """What became of one card; `outcome_timestamp` is RFC 3339 in UTC (see `in_utc`)."""

    card: str
    outcome: Literal["accepted", "overridden"]
    outcome_timestamp: str
    accepted_suggestions: tuple[str, ...] = ()
    reason: Mapping[str, str] | None = None
    user_comment: str | None = None


def in_utc(timestamp: str) -> str:
    """An RFC 3339 instant, always written the same way; raises ValueError for anything else.

    `2026-11-20T11:00:00.500+01:00` becomes `2026-11-20T10:00:00.5Z`: one instant, one text.
    """
    found = _INSTANT.fullmatch(timestamp)
    if found is None:
        raise ValueError("not an RFC 3339 instant with its zone, such as 2026-11-20T10:00:00Z")
    day, minute, second, fraction, sign, hours, minutes = found.groups()
    # A leap second is the last second of its minute, counted once more.
    leap = second == "60"
    if hours and (int(hours) > 23 or int(minutes) > 59):
        raise ValueError("its offset from UTC is out of range")
    offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
    zone = timezone(-offset if sign == "-" else offset)
    try:
        local = datetime.fromisoformat(f"{day}T{minute}:{'59' if leap else second}")
        utc = local.replace(tzinfo=zone).astimezone(UTC) + timedelta(seconds=leap)
    except (ValueError, OverflowError):
        raise ValueError("not a date and time that exists") from None
    fraction = (fraction or "").rstrip("0")
    text = utc.replace(tzinfo=None).isoformat()
    return f"{text}.{fraction}Z" if fraction else f"{text}Z"
