"""The guide comes from the code, and the check says what the command says."""

import json

from flask.testing import FlaskClient

from cds_service import samples
from cds_service.answer import answer
from cds_service.app import create_app
from cds_service.check import check
from cds_service.engine.pack import load_pack
from cds_service.evidence.templates import TEMPLATES, templates_for
from cds_service.picture.unit_table import FACTORS
from cds_service.settings import Settings
from tests.toy_pack.calls import TODAY


def client() -> FlaskClient:
    return create_app(Settings(), lambda: TODAY).test_client()


def test_the_guide_lists_every_template_and_every_unit() -> None:
    page = client().get("/integrate").text.replace("&#39;", "'")
    assert all(f"<code>{template}</code>" in page for template in TEMPLATES.values())
    units = {unit for factors in FACTORS.values() for unit in factors}
    assert all(f"<code>{unit}</code>" in page for unit in units)


def test_every_code_is_told() -> None:
    page = client().get("/integrate/codes").text
    assert all(code in page for code in ("H02AB07", "29463-7", "M32"))


def test_the_check_says_what_the_command_says() -> None:
    body = samples.hook_request("hcq-too-high", "order-sign", TODAY, templates_for("order-sign"))
    del body["prefetch"]["observations"]
    told = json.dumps(body)
    report = check(answer(load_pack("cards"), "order-sign", told.encode(), TODAY, "fr", 3), "fr")
    page = client().post("/integrate", data={"request": told}).text.replace("&#39;", "'")
    assert report.blind
    for blind in report.blind:
        assert f'href="/rules/{blind.rule}"' in page
        assert all(
            missing.replace("'", "&#39;") in page or missing in page for missing in blind.missing
        )
    assert "<code>observations</code>" in page


def test_a_request_that_is_none_is_refused_in_words() -> None:
    for text in ("", "{", "[]", '{"hook": "other"}', '{"hook": "order-sign"}'):
        answer = client().post("/integrate", data={"request": text})
        assert answer.status_code == 200
        assert 'role="alert"' in answer.text
