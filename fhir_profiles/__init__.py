"""The data contract: the code lists, code systems and drug names that the machine reads."""

from importlib.resources import files
from pathlib import Path


def root() -> Path:
    """Return the folder that holds the contract's JSON files."""
    return Path(str(files(__name__)))
