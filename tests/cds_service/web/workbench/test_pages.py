"""The pages without a browser: what they hold, in which language, under which policy."""

import re
import time

import pytest
from flask.testing import FlaskClient

from cds_service.app import create_app
from cds_service.render.language import LANGUAGES
from cds_service.settings import Settings
from cds_service.web.workbench.assets import assets
from cds_service.web.workbench.words import words
from tests.toy_pack.calls import TODAY

PAGES = [
    "/", "/rules", "/rules/mmf-pregnancy", "/rules/print", "/coverage", "/integrate",
    "/integrate/codes", "/api", "/insights", "/conformance",
]  # fmt: skip


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return create_app(Settings(), lambda: TODAY).test_client()


@pytest.mark.parametrize("path", PAGES)
def test_a_page_allows_nothing_but_its_own_files(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"<script(?![^>]* src=)|<style|\son[a-z]+=|\sstyle=", answer.text)
    loaded = re.findall(r'<(?:script|link|img)[^>]+(?:src|href)="([^"]+)"', answer.text)
    assert loaded
    assert all(address.startswith("/assets/") for address in loaded)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_speaks_both_languages_and_bids_caution(
    client: FlaskClient, path: str, language: str
) -> None:
    answer = client.get(path, headers={"Accept-Language": language})
    assert f'<html lang="{language}">' in answer.text
    assert answer.headers["Content-Language"] == language
    assert ("synthétiques" if language == "fr" else "synthetic") in answer.text


def test_french_is_spoken_when_nothing_else_is_asked_for(client: FlaskClient) -> None:
    assert '<html lang="fr">' in client.get("/", headers={"Accept-Language": "de"}).text


@pytest.mark.parametrize("path", PAGES)
def test_a_page_takes_under_a_tenth_of_a_second(client: FlaskClient, path: str) -> None:
    client.get(path)
    times = []
    for _ in range(5):
        started = time.process_time()
        client.get(path)
        times.append(time.process_time() - started)
    assert min(times) < 0.1


def test_all_assets_together_stay_under_500_kilobytes() -> None:
    assert 0 < sum(map(len, assets().values())) < 500_000


def test_an_asset_is_kept_for_a_year_under_its_version_only(client: FlaskClient) -> None:
    address = re.search(r"/assets/\w+/site\.css", client.get("/").text)
    assert address
    assert "immutable" in client.get(address[0]).headers["Cache-Control"]
    assert client.get("/assets/old/site.css").headers["Cache-Control"] == "no-store"
    assert client.get("/assets/old/../words.yaml").status_code == 404


def test_both_languages_have_the_same_slots() -> None:
    slots = re.compile(r"\{(\w+)\}")
    for key, worded in words().items():
        assert set(slots.findall(worded.fr)) == set(slots.findall(worded.en)), key


def test_no_word_is_left_that_no_page_says() -> None:
    from importlib.resources import files

    root = files("cds_service.web.workbench")
    said = "".join(
        entry.read_text(encoding="utf-8")
        for folder in (root, root / "templates", root / "static")
        for entry in folder.iterdir()
        if entry.name.endswith((".py", ".html", ".js"))
    )
    built = (
        "timeline.",
        "rules.",
        "urgency.",
        "route.",
        "often.",
        "nav.",
        "hook.",
        "status.",
        "certainty",
        "js.",
        "examples.",
    )
    counted = ("integrate.", "insights.")
    unused = [
        key
        for key in words()
        if f'"{key}"' not in said and f"'{key}'" not in said
        and not key.startswith(built)
        and not (key.startswith(counted) and f'"{key.partition(".")[2]}"' in said)
    ]  # fmt: skip
    assert unused == []
    silent = {key for key in words() if key.startswith("js.") and f'"{key[3:]}"' not in said}
    assert {key for key in silent if not key.startswith("js.hook.")} <= {
        "js.critical", "js.warning", "js.info", "js.fires", "js.quiet", "js.cannot-tell",
        "js.failed", "js.changed", "js.created", "js.deleted",
    }  # fmt: skip
