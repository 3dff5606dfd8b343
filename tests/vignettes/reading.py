"""Vignette files: YAML in which `on`, `no` and `yes` are words, as clinicians mean them."""

import re
from dataclasses import dataclass
from pathlib import Path

import yaml

from tests.vignettes.wording import Json, Said, VignetteError, check_words

FOLDER = Path(__file__).parent


class _Loader(yaml.SafeLoader):
    """SafeLoader without the YAML 1.1 booleans on, off, yes, no."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(true|false)$"), ["t", "f"])


@dataclass(frozen=True)
class Vignette:
    """One case of one rule, and the file it stands in."""

    rule: str
    topic: str
    name: str
    case: Json

    @property
    def label(self) -> str:
        """How the test is called: rule and case."""
        return f"{self.rule}: {self.name}"


def read_yaml(path: Path) -> Said:
    """The content of one YAML file."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)


def vignette_files(folder: Path = FOLDER) -> list[Path]:
    """Every vignette file, one a rule, in its topic's folder."""
    return sorted(path for path in folder.glob("*/*.yaml") if path.parent.name != "catalogue")


def read(path: Path) -> list[Vignette]:
    """The cases of one file; its stem is the rule's id with underscores."""
    content = read_yaml(path)
    check_words(content, {"rule", "cases"}, path.name)
    rule = content["rule"]
    if rule.replace("-", "_") != path.stem:
        raise VignetteError(
            f"{path.name} tells of the rule '{rule}': "
            f"the file's name must be {rule.replace('-', '_')}.yaml"
        )
    cases = content["cases"]
    names = [case.get("name") for case in cases]
    for name in names:
        if not name or names.count(name) > 1:
            raise VignetteError(
                f"{path.name}: every case needs a name of its own, '{name}' is not one"
            )
    return [Vignette(rule, path.parent.name, case["name"], case) for case in cases]


def all_vignettes() -> list[Vignette]:
    """Every case of every file."""
    return [vignette for path in vignette_files() for vignette in read(path)]
