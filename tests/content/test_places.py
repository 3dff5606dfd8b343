"""What was read of each source is told in French too."""

import pytest

from cds_service.engine.pack import load_pack
from cds_service.render.places import places_of

PACK = load_pack("cards")


@pytest.mark.parametrize("source", PACK.sources)
def test_what_was_read_of_a_source_has_words_in_french(source: str) -> None:
    read = PACK.sources[source].read
    if read == "page":
        return
    told = places_of(PACK, "fr").told(read)
    assert told != read, f"terms.yaml lacks place.… for {read!r}"
    assert places_of(PACK, "en").told(read) == read
