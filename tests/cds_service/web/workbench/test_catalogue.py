"""The catalogue tells every rule, and finds it again."""

import pytest
from flask.testing import FlaskClient

from cds_service.app import create_app
from cds_service.engine.pack import load_pack
from cds_service.settings import Settings
from tests.toy_pack.calls import TODAY

PACK = load_pack("cards")


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return create_app(Settings(), lambda: TODAY).test_client()


def test_every_rule_is_listed_and_printed(client: FlaskClient) -> None:
    listed, printed = client.get("/rules").text, client.get("/rules/print").text
    for rule in PACK.rules:
        assert f'href="/rules/{rule.id}"' in listed
        assert f'id="{rule.id}"' in printed


@pytest.mark.parametrize("rule", PACK.rules, ids=lambda rule: rule.id)
def test_a_rule_has_a_page_with_its_question_its_sources_and_its_reasons(
    client: FlaskClient, rule: object
) -> None:
    from html import escape

    from cds_service.engine.pack import Rule

    assert isinstance(rule, Rule)
    page = client.get(f"/rules/{rule.id}").text
    assert escape(rule.table.question.fr, quote=False) in page.replace("&#39;", "'")
    for citation in rule.table.sources:
        assert PACK.sources[citation.id].citation.split(" ")[0] in page
    assert page.count("sample-card") == len(rule.table.wording)


def test_search_and_filters_narrow_the_list(client: FlaskClient) -> None:
    page = client.get("/rules?q=mycophénolate&topic=safety&hook=order-sign").text
    assert 'href="/rules/mmf-pregnancy"' in page
    assert 'href="/rules/hcq-missing"' not in page
    assert "0 règles sur" in client.get("/rules?q=nosuchword").text


def test_an_unknown_rule_is_not_found(client: FlaskClient) -> None:
    assert client.get("/rules/no-such-rule").status_code == 404


def test_what_is_searched_for_is_shown_as_text(client: FlaskClient) -> None:
    assert "<script>x" not in client.get("/rules?q=<script>x").text


def test_the_coverage_names_every_source_and_says_why_a_statement_has_no_rule(
    client: FlaskClient,
) -> None:
    page = client.get("/coverage", headers={"Accept-Language": "en"}).text
    assert 'id="eular-2023"' in page
    assert "No rule:" in page
    assert 'href="/rules/hcq-missing"' in page
