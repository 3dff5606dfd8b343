"""Settings that would leave the service open by mistake are refused."""

import pytest

from cds_service.app import create_app
from cds_service.errors import SettingsError
from cds_service.settings import Settings, load_settings, refuse_unsafe


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "ehr.example.org", ""])
def test_an_open_service_on_the_network_is_refused(host: str) -> None:
    with pytest.raises(SettingsError, match="LUPUS_CDS_HOST"):
        create_app(Settings(host=host, content="tests.toy_pack"))


def test_an_open_service_on_the_network_may_be_asked_for() -> None:
    refuse_unsafe(Settings(host="0.0.0.0", allow_open=True))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.0.0.53"])
def test_loopback_needs_no_permission(host: str) -> None:
    refuse_unsafe(Settings(host=host))


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LUPUS_CDS_PORT", "9000")
    monkeypatch.setenv("LUPUS_CDS_CORS_ORIGINS", "https://a.example, https://b.example,")
    settings = load_settings()
    assert settings.port == 9000
    assert settings.origins == {"https://a.example", "https://b.example"}


@pytest.mark.parametrize(
    ("name", "value"),
    [("PORT", "eighty"), ("MAX_CARDS", "-1"), ("AUTH", "maybe"), ("TIMEZONE", "Mars/Olympus")],
)
def test_a_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"LUPUS_CDS_{name}", value)
    with pytest.raises(SettingsError, match=f"LUPUS_CDS_{name}"):
        load_settings()
