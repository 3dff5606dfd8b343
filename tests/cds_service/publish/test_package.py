"""The package is laid out as FHIR packages are, and the same content gives the same bytes."""

import io
import json
import re
import tarfile
from functools import cache
from pathlib import Path
from typing import Any

from cds_service.publish.package import ARCHIVE, packed, write_publication
from cds_service.publish.publication import publish
from tests.cds_service.publish.published import pack, publication

ARCHIVED = packed(publication())


def opened() -> tarfile.TarFile:
    return tarfile.open(fileobj=io.BytesIO(ARCHIVED), mode="r:gz")


@cache
def files() -> dict[str, bytes]:
    with opened() as archive:
        read = {member.name: archive.extractfile(member) for member in archive}
        return {name: file.read() for name, file in read.items() if file is not None}


def content(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(files()[name])
    return found


def test_the_same_content_gives_the_same_bytes() -> None:
    assert packed(publish(pack())) == ARCHIVED


def test_the_files_are_sorted_and_carry_no_time_and_no_owner() -> None:
    members = opened().getmembers()
    assert [m.name for m in members] == sorted(m.name for m in members)
    assert {(m.mtime, m.uid, m.gid, m.uname, m.gname, m.mode) for m in members} == {
        (0, 0, 0, "", "", 0o644)
    }


def test_the_manifest_names_the_package_its_version_and_fhir() -> None:
    manifest = content("package/package.json")
    assert manifest["name"] == "lupus-cds.fhir"
    assert manifest["version"] == publication().edition.version
    assert re.fullmatch(r"\d+\.\d+\.\d+(-[0-9A-Za-z][0-9A-Za-z.\-]*)?", manifest["version"])
    assert manifest["fhirVersions"] == ["4.0.1"]
    assert manifest["dependencies"] == {"hl7.fhir.r4.core": "4.0.1"}


def test_every_resource_is_in_its_folder_and_in_its_index() -> None:
    for folder, resources in (
        ("package", publication().artefacts),
        ("package/example", publication().examples),
    ):
        listed = {f["filename"]: f for f in content(f"{folder}/.index.json")["files"]}
        expected = {f"{r['resourceType']}-{r['id']}.json": r for r in resources}
        assert set(listed) == set(expected)
        for name, resource in expected.items():
            assert content(f"{folder}/{name}") == resource
            assert listed[name].get("url") == resource.get("url")


def test_the_folder_holds_the_same_resources_and_the_archive(tmp_path: Path) -> None:
    written = write_publication(publication(), tmp_path)
    found = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(found) == written == len(publication().by_address) + 1
    assert (tmp_path / ARCHIVE).read_bytes() == ARCHIVED
    for path in found:
        if path.name != ARCHIVE:
            resource = json.loads(path.read_text(encoding="utf-8"))
            assert path.name == f"{resource['resourceType']}-{resource['id']}.json"
            assert (path.parent.name == "example") == (resource in publication().examples)


def test_the_sample_patients_are_among_the_examples() -> None:
    examples = {resource["id"] for resource in publication().examples}
    assert {"mycophenolate-pregnant", "nephritis-month-3", "steroid-maintenance"} <= examples
