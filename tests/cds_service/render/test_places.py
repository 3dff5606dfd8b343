"""Places in sources: generic words in the language of the page, quotations as they are."""

import pytest

from cds_service.engine.pack import load_pack
from cds_service.render.places import Places

TERMS = load_pack("cards").terms


@pytest.mark.parametrize(
    ("written", "fr", "en"),
    [
        ("recommendation 8", "recommandation 8", "recommendation 8"),
        ("recommandations 2 à 4", "recommandations 2 à 4", "recommendations 2 to 4"),
        ("statements 10 et 12", "énoncés 10 et 12", "statements 10 and 12"),
        ("contre-indications, précautions", "contre-indications, précautions",
         "contraindications, precautions"),
        ("statement 13 (not more often than monthly)",
         "énoncé 13 (not more often than monthly)",
         "statement 13 (not more often than monthly)"),
        ("Soleil", "Soleil", "Sun"),
        ("Treat 2 Target", "Treat 2 Target", "Treat 2 Target"),
        ("", "", ""),
    ],
)  # fmt: skip
def test_a_place_is_told_in_both_languages(written: str, fr: str, en: str) -> None:
    assert Places(TERMS, "fr").told(written) == fr
    assert Places(TERMS, "en").told(written) == en
