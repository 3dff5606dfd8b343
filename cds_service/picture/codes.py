"""What a code means to us: concept ids, whatever the system's URI and the code's spelling."""

from functools import lru_cache

from cds_service.picture.code_forms import (
    ATC,
    CCAM,
    CVX,
    ICD_FAMILY,
    LOINC,
    ORPHANET,
    SNOMED,
    canonical_system,
)
from cds_service.picture.code_index import code_index

__all__ = ["canonical_system", "codes_of", "concepts", "known_concepts", "known_system"]

_NOTHING: frozenset[str] = frozenset()
# Systems whose codes always name one thing: a code in none of our sets is then something else, not
# a blank. Product codes are absent because our list of products is a small part of theirs.
_SELF_EXPLAINING = ICD_FAMILY | {ATC, CCAM, CVX, LOINC, ORPHANET, SNOMED}


@lru_cache(maxsize=65_536)
def concepts(system: str | None, code: str | None) -> frozenset[str]:
    """Return the concept ids that a coding states, groups included; empty when unknown."""
    canonical = canonical_system(system)
    if canonical is None or not code:
        return _NOTHING
    return code_index().concepts(canonical, code)


def known_system(system: str | None) -> bool:
    """Tell whether a code of this system in none of our sets still names some other thing."""
    return canonical_system(system) in _SELF_EXPLAINING


def codes_of(concept: str) -> tuple[tuple[str, str], ...]:
    """Return the (system, code) pairs listed for a concept or group; empty when it has none."""
    return code_index().written.get(concept, ())


def known_concepts() -> frozenset[str]:
    """Return every concept and group id of the data contract."""
    return frozenset(code_index().written)
