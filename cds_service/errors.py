"""Every error the service raises on purpose: what happened, why, and what to do about it."""

from __future__ import annotations


class LupusCdsError(Exception):
    """Base of all errors raised on purpose."""


class InvalidRequestError(LupusCdsError):
    """The body is not a CDS Hooks request for this service; `where` is a JSON path."""

    def __init__(self, what: str, where: str = "$") -> None:
        super().__init__(f"{what} (at {where})")
        self.what = what
        self.where = where


class MissingDataError(LupusCdsError):
    """Data without which nothing can be said were neither sent nor fetchable."""

    def __init__(self, missing: tuple[tuple[str, str], ...]) -> None:
        self.missing = missing
        named = "; ".join(f"{key}: {why}" for key, why in missing)
        super().__init__(f"required data are missing: {named}")


class UnknownServiceError(LupusCdsError):
    """No CDS service has this id."""

    def __init__(self, service_id: str) -> None:
        super().__init__(f"there is no CDS service {service_id!r}")
        self.service_id = service_id


class ContentError(LupusCdsError):
    """The knowledge pack is broken; the message names the file and what to mend."""


class SettingsError(LupusCdsError):
    """The settings contradict each other or would be unsafe."""


class RefusedError(LupusCdsError):
    """The caller is not let in; why, and what the token claimed, is for the log only."""

    def __init__(self, why: str, issuer: str = "", tenant: str = "", jti: str = "") -> None:
        super().__init__(why)
        self.why = why
        self.issuer = issuer
        self.tenant = tenant
        self.jti = jti


class KeySetError(LupusCdsError):
    """The key set of an issuer cannot be read or fetched; the message is for the log."""


class StoreLostError(LupusCdsError):
    """The store cannot be reached, or is not one of ours; `why` holds no data."""

    def __init__(self, why: str) -> None:
        super().__init__(f"the store is not available: {why}")
        self.why = why
