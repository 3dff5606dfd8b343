"""HealthChain's trivial order-sign service, as its documentation shows: one card, always the same.

It runs in an environment of its own, see `install.py`.
"""

from __future__ import annotations

from healthchain.gateway import (  # type: ignore[import-not-found] # not in our environment
    CDSHooksService,
    HealthChainAPI,
)
from healthchain.models import (  # type: ignore[import-not-found] # as above
    Card,
    CDSRequest,
    CDSResponse,
)

service = CDSHooksService()


@service.hook("order-sign", id="lupus-order-sign")
def sign(request: CDSRequest) -> CDSResponse:  # noqa: ARG001 (part of the hook)
    """Answer one card, whatever was sent."""
    return CDSResponse(
        cards=[
            Card(
                summary="Dose above the target",
                indicator="warning",
                detail="Constant.",
                source={"label": "constant"},
            )
        ]
    )


app = HealthChainAPI()
app.register_service(service)
