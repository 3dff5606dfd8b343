"""Which drug an order names, from its codes first and its words second."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from cds_service.picture.code_forms import ATC, canonical_system, normalised
from cds_service.picture.code_index import code_index
from cds_service.picture.codes import concepts, known_system
from cds_service.picture.drug_names import ingredient_concepts, name_of, named_in
from cds_service.picture.drug_products import product_of
from cds_service.picture.drug_site import systemic_by_atc, systemic_by_words
from cds_service.picture.strength import Strength, stated_strength

__all__ = ["DrugIdentity", "Strength", "identify"]

Coding = tuple[str | None, str | None, str | None]  # system, code, display

_ATC_SUBSTANCE_LENGTH = 7


@dataclass(frozen=True, slots=True)
class DrugIdentity:
    """A drug as an order states it; identified without concepts is another, known drug."""

    concepts: frozenset[str]
    identified: bool
    label: str
    strength: Strength | None
    systemic: bool | None
    contradictory: bool = False


def identify(codings: Sequence[Coding], text: str | None) -> DrugIdentity:
    """Return what codings (system, code, display) and text say of a drug; codes win over words."""
    return _identify(tuple(codings), text)


# Labels of drugs, not of people, and the same few in every chart: each is read once.
@lru_cache(maxsize=8192)
def _identify(codings: tuple[Coding, ...], text: str | None) -> DrugIdentity:
    texts = (text, *(display for _, _, display in codings))
    labels = [label for label in texts if label and label.strip()]
    coded = [found for system, code, _ in codings if (found := concepts(system, code))]
    atc = [
        normalised(ATC, code)
        for system, code, _ in codings
        if code and canonical_system(system) == ATC
    ]
    names = [named_in(label) for label in labels]
    by_name = frozenset[str]().union(*(name.concepts for name in names))
    systemic = _systemic(codings, atc, labels)
    if coded:
        said = frozenset[str]().union(*coded)
        found = said | _narrower(said, by_name)
    elif any(len(code) == _ATC_SUBSTANCE_LENGTH for code in atc):
        # A substance of none of our sets is another drug, or one of ours in a local form (D07).
        found = frozenset[str]()
    else:
        # A cream is named like its ingredient but joins no group: groups speak of the whole body.
        found = by_name if systemic is False else code_index().with_groups(by_name)
    return DrugIdentity(
        concepts=found,
        identified=bool(found) or any(name.some_drug for name in names) or _names_another(codings),
        label=_label(labels, found, codings),
        strength=_strength(codings, labels),
        systemic=systemic,
        contradictory=_contradictory(coded),
    )


def _narrower(said: frozenset[str], by_name: frozenset[str]) -> frozenset[str]:
    """Return named concepts that refine coded ones, as "Myfortic" does mycophenolic acid."""
    above, most_specific = code_index().groups_above, _most_specific(said)
    refining = {name for name in by_name if above.get(name, frozenset()) & most_specific}
    return code_index().with_groups(refining)


def _most_specific(said: frozenset[str]) -> frozenset[str]:
    above = code_index().groups_above
    return said.difference(*(above.get(concept, frozenset()) for concept in said))


def _contradictory(coded: Sequence[frozenset[str]]) -> bool:
    ingredients = [found for drug in coded if (found := drug & ingredient_concepts())]
    return any(one.isdisjoint(other) for one in ingredients for other in ingredients)


def _names_another(codings: Sequence[Coding]) -> bool:
    # An ATC group ("L04A") only narrows the field: it does not say which drug.
    return any(
        code is not None
        and known_system(system)
        and (canonical_system(system) != ATC or len(normalised(ATC, code)) >= _ATC_SUBSTANCE_LENGTH)
        for system, code, _ in codings
    )


def _label(labels: Sequence[str], found: frozenset[str], codings: Sequence[Coding]) -> str:
    codes = (code for _, code, _ in codings)
    return next(
        (text.strip() for text in (*labels, name_of(_most_specific(found)), *codes) if text), ""
    )


def _strength(codings: Sequence[Coding], labels: Sequence[str]) -> Strength | None:
    products = [product for system, code, _ in codings if (product := product_of(system, code))]
    stated = {product.strength for product in products} or {
        strength for label in labels if (strength := stated_strength(label))
    }
    return stated.pop() if len(stated) == 1 else None


def _systemic(codings: Sequence[Coding], atc: Sequence[str], labels: Sequence[str]) -> bool | None:
    forms = [product.form for system, code, _ in codings if (product := product_of(system, code))]
    for said in (
        *map(systemic_by_words, forms),
        systemic_by_atc(atc),
        *map(systemic_by_words, labels),
    ):
        if said is not None:
            return said
    return None
