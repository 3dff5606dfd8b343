"""Which database URLs are accepted, and that a wrong one never shows its password."""

import pytest

from cds_service.errors import SettingsError
from cds_service.store.address import address


@pytest.mark.parametrize("start", ["postgres", "postgresql", "postgresql+psycopg"])
def test_postgresql_goes_by_several_names(start: str) -> None:
    assert address(f"{start}://u:p@h/d").drivername == "postgresql+psycopg"


@pytest.mark.parametrize(
    "url",
    [
        "mysql://u:hidden@h/d", "sqlite://", "sqlite:///:memory:", "no url: hidden",
        "oracle://u:hidden@h", "postgresql://u:hidden@h:port/d",
    ],
)  # fmt: skip
def test_other_databases_are_refused_without_telling_the_password(url: str) -> None:
    with pytest.raises(SettingsError, match="LUPUS_CDS_DATABASE_URL") as told:
        address(url)
    assert "hidden" not in str(told.value)
