"""Which rule needs which profile and which of its elements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from cds_service.engine.pack import Pack
from cds_service.publish.profile_source import Element, ProfileSource, profile_sources
from cds_service.publish.reads import Reads, reads_of


@dataclass(frozen=True)
class Needs:
    """The profiles of the contract and what the rules of a pack read of them."""

    profiles: tuple[ProfileSource, ...]
    reads: Mapping[str, Reads]

    def reads_profile(self, rule: str, profile: ProfileSource) -> bool:
        """Whether a rule may read a resource of a profile; no rule reads a data type."""
        read = self.reads[rule]
        if profile.concepts:
            return not read.concepts.isdisjoint(profile.concepts)
        return not read.attributes.isdisjoint(profile.facets)

    def reads_element(self, rule: str, profile: ProfileSource, element: Element) -> bool:
        """Whether a rule may read an element; never, when all that read the profile need it."""
        asked = self.reads[rule].attributes
        return not asked.isdisjoint(element.feeds) and self.reads_profile(rule, profile)

    def rules_for(self, profile: ProfileSource) -> tuple[str, ...]:
        """The rules that may read a resource of a profile."""
        return tuple(rule for rule in self.reads if self.reads_profile(rule, profile))

    def rules_of(self, profile: ProfileSource, element: Element) -> tuple[str, ...]:
        """The rules that may read an element; empty when all that read the profile need it."""
        return tuple(rule for rule in self.reads if self.reads_element(rule, profile, element))

    @cached_property
    def group_of(self) -> Mapping[str, ProfileSource]:
        """Concept -> the profile of the group of results it belongs to."""
        return {concept: p for p in self.profiles for concept in p.concepts}


def needs_of(pack: Pack) -> Needs:
    """What the rules of a pack need of the data contract."""
    return Needs(profile_sources(), reads_of(pack))
