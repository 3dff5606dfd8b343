"""What a run was started with: only the same may be resumed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import msgspec

from cds_service.cohort.errors import CohortError
from cds_service.cohort.names import MANIFEST
from cds_service.cohort.parts import write_whole
from cds_service.cohort.sources import Source

_READ = (".py", ".yaml", ".json", ".csv")


class Identity(msgspec.Struct, frozen=True):
    """Everything that findings depend on; the engine is not part of it."""

    input: str
    hook: str
    date: date
    content: str
    code: str


class Manifest(msgspec.Struct, frozen=True):
    """The identity of a run, how it was cut, and whether it is finished."""

    identity: Identity
    chunk_bytes: int
    shard_bytes: int
    shards: int
    finished: bool = False


_NAMES = {
    "input": "the input (names, sizes or times of its files)",
    "hook": "the hook",
    "date": "the date",
    "content": "the guideline content",
    "code": "the program",
}


def identity_of(source: Source, hook: str, today: date, version: str, content: str) -> Identity:
    """The identity of a run about to start."""
    return Identity(
        hashlib.sha256(msgspec.json.encode((source.bundles, source.files))).hexdigest(),
        hook,
        today,
        version,
        _code("cds_service", content, "fhir_profiles"),
    )


def digest_of(identity: Identity) -> str:
    """The identity in one word."""
    return hashlib.sha256(msgspec.json.encode(identity)).hexdigest()


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest of a folder; None when no run was started there."""
    try:
        return msgspec.json.decode((folder / MANIFEST).read_bytes(), type=Manifest)
    except FileNotFoundError:
        return None
    except msgspec.DecodeError:
        raise CohortError(
            f"{folder / MANIFEST} is not a manifest of ours: use another --out"
        ) from None


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest; it is there in full or not at all."""
    text = msgspec.json.format(msgspec.json.encode(manifest), indent=2)
    write_whole(folder / MANIFEST, text + b"\n")


def refuse_another(folder: Path, earlier: Identity, now: Identity) -> None:
    """Raise CohortError when a folder belongs to a run with another identity."""
    differing = [
        f"{told} ({getattr(earlier, name)} then, {getattr(now, name)} now)"
        if name in {"hook", "date", "content"}
        else told
        for name, told in _NAMES.items()
        if getattr(earlier, name) != getattr(now, name)
    ]
    if differing:
        raise CohortError(
            f"{folder} holds a run that differs in {', '.join(differing)}: "
            "use another --out, or --fresh to replace it"
        )


def _code(*packages: str) -> str:
    digest = hashlib.sha256()
    for package in packages:
        for path, entry in _files(files(package), package):
            digest.update(path.encode())
            digest.update(entry.read_bytes())
    return digest.hexdigest()


def _files(folder: Traversable, path: str) -> Iterator[tuple[str, Traversable]]:
    for entry in sorted(folder.iterdir(), key=lambda found: found.name):
        below = f"{path}/{entry.name}"
        if entry.is_dir():
            yield from _files(entry, below)
        elif entry.name.endswith(_READ):
            yield below, entry
