"""Settings from the environment (`LUPUS_CDS_...`) and an optional `.env`."""

from __future__ import annotations

from typing import Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from cds_service.auth.loopback import is_loopback, unsafe_because
from cds_service.errors import SettingsError

_SHORTEST_KEY = 16


class Settings(BaseSettings):
    """Every setting of the service; each has a safe default."""

    model_config = SettingsConfigDict(
        env_prefix="LUPUS_CDS_", env_file=".env", extra="ignore", frozen=True
    )

    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=1, le=65_535)
    workers: int = Field(default=2, ge=1)
    database_url: str = "sqlite:///var/lupus-cds.db"
    hash_key: str = Field(default="", repr=False)
    retention_days: int = Field(default=400, ge=1)
    public_url: str = ""
    auth: Literal["off", "jwt"] = "off"
    clients: str = ""
    max_cards: int = Field(default=3, ge=0)
    language: Literal["fr", "en"] = "fr"
    cors_origins: str = ""
    fetch_budget_ms: int = Field(default=300, ge=0)
    max_body_mb: int = Field(default=16, ge=1)
    allow_open: bool = False
    content: str = "cards"
    timezone: str = "Europe/Paris"

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError):
            raise ValueError("not a time zone: use a name such as Europe/Paris") from None
        return name

    @field_validator("hash_key")
    @classmethod
    def _long_enough(cls, key: str) -> str:
        if key and len(key) < _SHORTEST_KEY:
            raise ValueError(f"shorter than {_SHORTEST_KEY} characters: use openssl rand -hex 32")
        return key

    @property
    def max_body_bytes(self) -> int:
        """The largest body accepted, in bytes."""
        return self.max_body_mb * 1024 * 1024

    @property
    def origins(self) -> frozenset[str]:
        """The web origins whose pages may call the service; `*` for any."""
        return frozenset(part.strip() for part in self.cors_origins.split(",") if part.strip())


def load_settings(**chosen: Any) -> Settings:
    """Settings from the environment, `chosen` first; raises SettingsError naming the setting."""
    try:
        return Settings(**chosen)
    except ValidationError as error:
        told = "; ".join(
            f"LUPUS_CDS_{'_'.join(map(str, one['loc'])).upper()}: {one['msg']}"
            for one in error.errors()
        )
        raise SettingsError(told) from None


def refuse_unsafe(settings: Settings) -> None:
    """Raise SettingsError when these settings would leave the service open by mistake."""
    if settings.auth == "jwt":
        _require_for_tokens(settings)
        return
    if not settings.allow_open and not is_loopback(settings.host):
        raise SettingsError(
            f"LUPUS_CDS_HOST={settings.host} would be open to the network without authentication: "
            "bind 127.0.0.1, set LUPUS_CDS_AUTH=jwt, "
            "or set LUPUS_CDS_ALLOW_OPEN=1 if a proxy protects it"
        )


def _require_for_tokens(settings: Settings) -> None:
    url = settings.public_url
    why = unsafe_because(url) if url else "it is not set"
    if not why and "?" in url:
        why = "it has a query"
    if why:
        raise SettingsError(
            f"LUPUS_CDS_PUBLIC_URL={url}: {why}; LUPUS_CDS_AUTH=jwt needs the address under which "
            "clients call the service, because their tokens name it (https://cds.example.org)"
        )
    if not settings.clients:
        raise SettingsError(
            "LUPUS_CDS_CLIENTS is not set: "
            "LUPUS_CDS_AUTH=jwt needs the TOML file of trusted clients"
        )
