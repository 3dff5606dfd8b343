"""A patient named on a FHIR server: read from it, or a clear word on why not."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import Visit, visit
from tests.browser.record_server import PATIENT, record_server
from tests.browser.running import running

UNLISTED, DEAF = "http://127.0.0.1:1/fhir", "http://127.0.0.1:9/fhir"
WORDS = {
    "fr": {"unlisted": "n'est pas dans la liste", "deaf": "injoignable", "none": "introuvable"},
    "en": {"unlisted": "not among those", "deaf": "cannot be reached", "none": "not found"},
}


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The service, and the base of the FHIR server on its list."""
    folder = tmp_path_factory.mktemp("record")
    with record_server() as record:
        clients = folder / "clients.toml"
        clients.write_text(
            '[[client]]\nname = "ehr"\nissuer = "https://ehr.example"\n'
            f'fhir_servers = ["{record.base}", "{DEAF}"]\n'
        )
        with running(folder, str(clients)) as origin:
            yield origin, record.base


@pytest.fixture(params=["fr", "en"])
def found(
    request: pytest.FixtureRequest, chromium: Browser, servers: tuple[str, str]
) -> Iterator[Visit]:
    context, opened = visit(chromium, servers[0], request.param)
    yield opened
    context.close()
    assert opened.outside == []
    # The browser itself complains of every answer that is not 200.
    assert [c for c in opened.complaints if "412" not in c] == []


def name(visit: Visit, server: str, patient: str) -> Page:
    page = visit.open("/")
    page.click(".own summary")
    page.fill("#server", server)
    page.fill("#patient", patient)
    page.click("#own button.primary")
    visit.settled()
    return page


def test_a_patient_on_a_listed_server_is_read_and_advised(
    found: Visit, servers: tuple[str, str]
) -> None:
    page = name(found, servers[1], f"Patient/{PATIENT}")
    expect(page.locator("#bench")).to_be_visible()
    expect(page.locator("#chart")).to_contain_text("62 kg")
    row = page.locator("#why [data-rule=gc-maintenance-above-5]")
    row.locator("summary").click()
    row.locator("button.resource").first.click()
    expect(page.locator("#resource-json")).to_contain_text("FHIR")


@pytest.mark.parametrize("what", ["unlisted", "deaf", "none"])
def test_what_cannot_be_read_is_said_in_words(
    found: Visit, servers: tuple[str, str], what: str
) -> None:
    server = {"unlisted": UNLISTED, "deaf": DEAF, "none": servers[1]}[what]
    page = name(found, server, "nobody")
    language = page.locator("html").get_attribute("lang") or ""
    expect(page.locator("#problem")).to_contain_text(WORDS[language][what])
    expect(page.locator("#bench")).to_be_hidden()


def test_a_record_that_cannot_be_read_leaves_the_open_one_as_it_is(
    found: Visit, servers: tuple[str, str]
) -> None:
    page = name(found, servers[1], PATIENT)
    page.click("#picker > summary")
    page.fill("#patient", "nobody")
    page.click("#own button.primary")
    found.settled()
    expect(page.locator("#problem")).to_be_visible()
    page.click("#sign")
    found.settled()
    expect(page.locator("#problem")).to_be_hidden()
    assert PATIENT in (page.locator("#request").text_content() or "")


def test_the_listed_servers_are_offered(found: Visit, servers: tuple[str, str]) -> None:
    offered = found.open("/").locator("#servers option")
    values = [one.get_attribute("value") for one in offered.all()]
    assert values == sorted([servers[1], DEAF])
