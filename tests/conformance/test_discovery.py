"""Discovery: what is announced, and how prefetch is asked for."""

import re

import pytest

from cds_service.hooks.contexts import HOOKS
from tests.conformance.calls import Json, shared_service

TOKEN = re.compile(r"\{\{([^{}]*)\}\}")
FIRST_LEVEL = {"context.patientId", "context.userId", "context.encounterId"}
USER = {"userPractitionerId", "userPractitionerRoleId", "userPatientId", "userRelatedPersonId"}
PARAMETERS = {"patient", "subject", "individual", "encounter", "category", "code", "status", "date",
              "_count", "_sort"}  # fmt: skip


def services() -> list[Json]:
    answer = shared_service().get("/cds-services")
    assert answer.status_code == 200
    assert answer.mimetype == "application/json"
    listed: list[Json] = answer.get_json()["services"]
    return listed


def templates() -> list[str]:
    return [template for entry in services() for template in entry["prefetch"].values()]


def test_every_service_says_hook_description_and_id() -> None:
    for entry in services():
        for member in ("hook", "description", "id", "title", "usageRequirements"):
            assert isinstance(entry[member], str)
            assert entry[member].strip()


def test_the_list_is_never_empty_and_holds_every_hook() -> None:
    assert {entry["hook"] for entry in services()} == set(HOOKS)


def test_no_two_services_share_an_id() -> None:
    ids = [entry["id"] for entry in services()]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z0-9-]+", service_id) for service_id in ids)


def test_the_version_is_that_of_the_specification_and_no_hook_version_is_claimed() -> None:
    for entry in services():
        assert entry["version"] == "2.0.1"
        assert "hookVersion" not in entry


def test_what_is_required_is_said_in_words() -> None:
    for entry in services():
        for key in ("patient", "conditions", "medicationRequests"):
            assert key in entry["usageRequirements"]


def test_templates_are_relative_reads_or_searches() -> None:
    for template in templates():
        assert re.fullmatch(r"[A-Z][A-Za-z]+(/\{\{[^{}]+\}\}|\?[^{}?]+=.*)", template)


def test_tokens_are_first_level_primitives_of_the_context() -> None:
    for template in templates():
        for token in TOKEN.findall(template):
            assert token in FIRST_LEVEL | USER
        assert "{" not in TOKEN.sub("", template)


def test_templates_keep_to_the_restricted_subset_of_queries() -> None:
    for template in templates():
        _, _, query = template.partition("?")
        names = [part.partition("=")[0] for part in query.split("&") if part]
        assert set(names) <= PARAMETERS
        assert len(set(names)) == len(names), "a client may join repeated parameters into an OR"
        assert not re.search(r"_include|_revinclude|_has|:not|:text", template)


def test_required_data_do_not_depend_on_the_kind_of_user() -> None:
    for entry in services():
        for key in ("patient", "conditions", "medicationRequests"):
            assert "user" not in entry["prefetch"][key]


@pytest.mark.parametrize("path", ["/cds-services", "/cds-services/", "//cds-services"])
def test_discovery_is_found_with_a_slash_too_many(path: str) -> None:
    answer = shared_service().get("/", environ_overrides={"PATH_INFO": path})
    assert answer.status_code == 200
    assert answer.get_json()["services"]
