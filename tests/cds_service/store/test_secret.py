"""The secret behind the hashes is made once and is for its owner only."""

import stat
import threading
from pathlib import Path

import pytest

from cds_service.errors import SettingsError, StoreLostError
from cds_service.settings import load_settings
from cds_service.store.secret import hashed, secret_in
from cds_service.store.store import Store


def test_a_missing_secret_is_made_for_its_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "store.key"
    secret = secret_in(file)
    assert len(secret) == 32
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert secret_in(file) == secret
    assert list(tmp_path.iterdir()) == [file]


def test_many_makers_end_with_one_secret(tmp_path: Path) -> None:
    found: list[bytes] = []
    makers = [
        threading.Thread(target=lambda: found.append(secret_in(tmp_path / "key"))) for _ in range(8)
    ]
    for maker in makers:
        maker.start()
    for maker in makers:
        maker.join()
    assert len(found) == 8
    assert len(set(found)) == 1


@pytest.mark.parametrize("content", ["", "zz", "00ff"])
def test_a_broken_secret_is_told_not_used(tmp_path: Path, content: str) -> None:
    file = tmp_path / "key"
    file.write_text(content)
    with pytest.raises(StoreLostError, match="key"):
        secret_in(file)


def test_the_secret_lies_next_to_the_database(tmp_path: Path) -> None:
    Store(f"sqlite:///{tmp_path / 'lupus.db'}").prepare()
    assert (tmp_path / "lupus.key").exists()


def test_without_a_database_nothing_is_made(tmp_path: Path) -> None:
    with pytest.raises(StoreLostError, match="no database file"):
        Store(f"sqlite:///{tmp_path / 'none' / 'lupus.db'}").patient_key("", "", "1")
    assert list(tmp_path.iterdir()) == []


def test_kinds_of_hashes_never_meet() -> None:
    assert hashed(b"k" * 16, "a", "b", "c") != hashed(b"k" * 16, "ab", "c")


def test_a_short_secret_in_the_settings_is_refused() -> None:
    with pytest.raises(SettingsError, match="LUPUS_CDS_HASH_KEY"):
        load_settings(hash_key="short")


def test_without_a_secret_and_a_place_for_one_postgresql_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "var").write_text("no folder")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SettingsError, match="LUPUS_CDS_HASH_KEY"):
        Store("postgresql://nobody@127.0.0.1:1/none").prepare()
