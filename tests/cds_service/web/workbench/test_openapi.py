"""The OpenAPI document is valid, covers every route, and its examples obey its schemas."""

import re
from typing import Any

import pytest
from flask import Flask
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from cds_service.app import create_app
from cds_service.settings import Settings
from tests.toy_pack.calls import TODAY

APP: Flask = create_app(Settings(), lambda: TODAY)
DOCUMENT: dict[str, Any] = APP.test_client().get("/openapi.json").get_json()
WITH_EXAMPLES = [
    (path, method, media)
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
    for holder in (operation.get("requestBody", {}), *operation["responses"].values())
    for media in holder.get("content", {}).values()
    if "example" in media
]


def test_the_document_is_valid_openapi_3_1() -> None:
    assert DOCUMENT["openapi"].startswith("3.1")
    validate(DOCUMENT)


def test_every_route_is_described_and_nothing_else() -> None:
    served = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), method.lower())
        for rule in APP.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    described = {(path, method) for path, ms in DOCUMENT["paths"].items() for method in ms}
    assert served == described


def test_there_are_examples_of_the_hooks_their_explanation_and_feedback() -> None:
    assert {path for path, _, _ in WITH_EXAMPLES} == {
        "/cds-services/{service_id}",
        "/cds-services/{service_id}/feedback",
        "/explain/{service_id}",
    }


@pytest.mark.parametrize(("path", "method", "media"), WITH_EXAMPLES)
def test_an_example_obeys_its_schema(path: str, method: str, media: dict[str, Any]) -> None:
    schema = {**media["schema"], "components": DOCUMENT["components"]}
    Draft202012Validator(schema).validate(media["example"])
