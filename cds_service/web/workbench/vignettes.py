"""The cases of a rule, read for people; they have one home, `tests/vignettes`.

What is built carries them inside the pack (setup.py); a checkout shows them where they are written.
"""

from __future__ import annotations

import re
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import yaml

from cds_service.errors import ContentError

Case = dict[str, Any]
_SAFE: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_SAFE):  # type: ignore[misc]  # one of two loaders, chosen above
    """In a vignette `on`, `no` and `yes` are words; only true and false are truths."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in found if tag != "tag:yaml.org,2002:bool"]
    for first, found in _SAFE.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(true|false)$"), ["t", "f"])


def cases_of(package: str, topic: str, rule: str) -> tuple[Case, ...]:
    """Every case of a rule of a pack, in the order written; none when the pack brings none."""
    file = _folder(package) / topic / f"{rule.replace('-', '_')}.yaml"
    if not file.is_file():
        return ()
    told = yaml.load(file.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 (safe loader)
    if not isinstance(told, dict) or told.get("rule") != rule:
        raise ContentError(f"{file} does not tell of the rule {rule}: its name and `rule` differ")
    return tuple(told["cases"])


def _folder(package: str) -> Traversable:
    inside = files(package) / "vignettes"
    return inside if inside.is_dir() else files(package) / ".." / "tests" / "vignettes"
