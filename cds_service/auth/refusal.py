"""Why a caller is refused: for the log, never for the caller."""

from __future__ import annotations

from cds_service.errors import LupusCdsError


class RefusedError(LupusCdsError):
    """The caller is not known; `issuer`, `tenant` and `jti` are what the token claimed, if any."""

    def __init__(self, why: str, issuer: str = "", tenant: str = "", jti: str = "") -> None:
        super().__init__(why)
        self.why = why
        self.issuer = issuer
        self.tenant = tenant
        self.jti = jti
