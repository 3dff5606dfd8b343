"""What can stop a cohort run."""

from __future__ import annotations

from cds_service.errors import LupusCdsError


class CohortError(LupusCdsError):
    """The run cannot start or go on; the message says why and what to do."""
