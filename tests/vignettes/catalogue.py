"""The shorthand names clinicians use, read from the YAML files beside this module."""

from functools import cache
from pathlib import Path

from tests.vignettes.reading import read_yaml
from tests.vignettes.wording import Json, Said, VignetteError, nearest

FOLDER = Path(__file__).parent / "catalogue"


@cache
def table(name: str) -> Json:
    """One table of names."""
    loaded: Json = read_yaml(FOLDER / f"{name}.yaml")
    return loaded


def entry(name: str, word: Said) -> Json:
    """The meaning of one name, or an error that offers the nearest ones."""
    words = table(name)
    if word not in words:
        raise VignetteError(f"'{word}' is not in the {name} catalogue{nearest(str(word), words)}")
    found: Json = words[word]
    return found
