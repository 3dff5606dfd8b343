"""The artefacts as files and as `package.tgz`, laid out as FHIR packages are, byte for byte."""

from __future__ import annotations

import gzip
import io
import tarfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from cds_service.publish.canonical import BASE, FHIR_VERSION, PUBLISHER, Json
from cds_service.publish.implementation_guide import DESCRIPTION, PACKAGE, TITLE
from cds_service.publish.publication import Publication

ARCHIVE = "package.tgz"
_INDEXED = ("id", "url", "version", "kind", "type", "derivation")


def write_publication(publication: Publication, folder: Path) -> int:
    """Write one JSON file a resource (examples in `example/`) and the archive; how many files."""
    written = 0
    for name, body in (*_files(publication), (ARCHIVE, packed(publication))):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
        written += 1
    return written


def packed(publication: Publication) -> bytes:
    """The archive."""
    raw = io.BytesIO()
    # No name and no time in the gzip header: the same content gives the same bytes.
    with (
        gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0) as zipped,
        tarfile.open(fileobj=zipped, mode="w", format=tarfile.USTAR_FORMAT) as archive,
    ):
        for name, body in sorted(_package_files(publication)):
            entry = tarfile.TarInfo(f"package/{name}")
            entry.size, entry.mode = len(body), 0o644
            archive.addfile(entry, io.BytesIO(body))
    return raw.getvalue()


def encoded(resource: Json) -> bytes:
    """A resource as JSON, indented by two."""
    return msgspec.json.format(msgspec.json.encode(resource), indent=2) + b"\n"


def _package_files(publication: Publication) -> Iterator[tuple[str, bytes]]:
    yield "package.json", encoded(_manifest(publication))
    yield ".index.json", encoded(_index(publication.artefacts))
    if publication.examples:
        yield "example/.index.json", encoded(_index(publication.examples))
    yield from _files(publication)


def _files(publication: Publication) -> Iterator[tuple[str, bytes]]:
    for resource in publication.artefacts:
        yield _file_name(resource), encoded(resource)
    for resource in publication.examples:
        yield f"example/{_file_name(resource)}", encoded(resource)


def _manifest(publication: Publication) -> Json:
    return {
        "name": PACKAGE,
        "version": publication.edition.version,
        "canonical": BASE,
        "url": BASE,
        "title": TITLE.en,
        "description": DESCRIPTION.en,
        "fhirVersions": [FHIR_VERSION],
        "type": "IG",
        "dependencies": {"hl7.fhir.r4.core": FHIR_VERSION},
        "author": PUBLISHER,
        "license": "Apache-2.0",
        "date": f"{publication.edition.day:%Y%m%d}000000",
        "jurisdiction": "urn:iso:std:iso:3166#FR",
    }


def _index(resources: Iterable[Json]) -> Json:
    files = [
        {
            "filename": _file_name(resource),
            "resourceType": resource["resourceType"],
            **{m: resource[m] for m in _INDEXED if isinstance(resource.get(m), str)},
        }
        for resource in resources
    ]
    return {"index-version": 2, "files": files}


def _file_name(resource: Json) -> str:
    return f"{resource['resourceType']}-{resource['id']}.json"
