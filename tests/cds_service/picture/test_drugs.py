"""Which drug an order names, from codes and words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cds_service.picture.drugs import Strength, identify

ATC = "http://www.whocc.no/atc"
CIS = "https://smt.esante.gouv.fr/terminologie-bdpm"
RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
SNOMED = "http://snomed.info/sct"


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("CORTANCYL 5 mg, comprimé", "med.prednisone"),
        ("Solupred 20 mg", "med.prednisolone"),
        ("Hydrocortancyl 2,5 %", "med.prednisolone"),
        ("Médrol 16 mg", "med.methylprednisolone"),
        ("SOLU-MEDROL 500 mg", "med.methylprednisolone"),
        ("Solumédrol", "med.methylprednisolone"),
        ("méthylprednisolone", "med.methylprednisolone"),
        ("Célestène", "med.betamethasone"),
        ("Dectancyl", "med.dexamethasone"),
        ("sulfate d'hydroxychloroquine", "med.hydroxychloroquine"),
        ("PLAQUENIL", "med.hydroxychloroquine"),
        ("Imurel", "med.azathioprine"),
        ("Novatrex", "med.methotrexate"),
        ("Imeth", "med.methotrexate"),
        ("Endoxan", "med.cyclophosphamide"),
        ("Benlysta", "med.belimumab"),
        ("Saphnelo", "med.anifrolumab"),
        ("Lupkynis", "med.voclosporin"),
        ("Advagraf", "med.tacrolimus"),
        ("Néoral", "med.ciclosporin"),
        ("Truxima", "med.rituximab"),
        ("Gazyvaro", "med.obinutuzumab"),
        ("Bactrim forte", "med.cotrimoxazole"),
        ("Zyloric", "med.allopurinol"),
        ("Adénuric", "med.febuxostat"),
        ("Arava", "med.leflunomide"),
        ("CellCept", "med.mycophenolate.mofetil"),
        ("Myfortic", "med.mycophenolate.sodium"),
        ("Sotyktu", "med.investigational.deucravacitinib"),
        ("CAR-T anti-CD19", "med.investigational.car-t"),
        ("ianalumab", "med.investigational.ianalumab"),
    ],
)
def test_names_and_brands_are_recognised(text: str, concept: str) -> None:
    drug = identify([], text)
    assert concept in drug.concepts
    assert drug.identified


def test_a_name_inside_another_name_is_not_read() -> None:
    assert "med.prednisolone" not in identify([], "méthylprednisolone").concepts
    assert "med.prednisolone" not in identify([], "methyl-prednisolone").concepts
    assert "med.chloroquine" not in identify([], "hydroxychloroquine").concepts
    assert "med.cortisone" not in identify([], "hydrocortisone").concepts


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("prednisone", "med.systemic-glucocorticoid"),
        ("CellCept", "med.immunosuppressant"),
        ("Lupkynis", "med.calcineurin-inhibitor"),
        ("MabThera", "med.anti-cd20"),
        ("Plaquenil", "med.antimalarial"),
        ("ramipril 5 mg", "med.raas-blocker"),
        ("Seroplex", "med.qt.contraindicated-with-hcq"),
        ("Shingrix", "vac.zoster-recombinant"),
        ("Stamaril", "vac.live"),
    ],
)
def test_a_name_brings_its_groups(text: str, group: str) -> None:
    assert group in identify([], text).concepts


def test_codes_win_over_text() -> None:
    drug = identify([(ATC, "H02AB07", "prednisone")], "Plaquenil")
    assert drug.concepts == {"med.prednisone", "med.systemic-glucocorticoid"}


def test_a_name_may_refine_a_code_that_leaves_the_form_open() -> None:
    drug = identify([(ATC, "L04AA06", "mycophenolic acid")], "MYFORTIC 360 mg")
    assert {"med.mycophenolate", "med.mycophenolate.sodium"} <= drug.concepts


def test_a_name_does_not_add_a_sister_drug_to_a_code() -> None:
    assert "med.prednisone" not in identify([(ATC, "H02AB06", None)], "prednisone").concepts


def test_two_codes_of_different_ingredients_are_a_contradiction() -> None:
    drug = identify([(ATC, "H02AB07", None), (RXNORM, "5521", None)], None)
    assert drug.contradictory
    assert {"med.prednisone", "med.hydroxychloroquine"} <= drug.concepts


def test_a_group_code_beside_its_ingredient_is_no_contradiction() -> None:
    drug = identify([(ATC, "H02AB", None), (RXNORM, "8640", None)], None)
    assert not drug.contradictory


def test_another_drug_is_identified_without_concepts() -> None:
    for drug in (identify([(ATC, "N02BE01", "paracetamol")], None), identify([], "Doliprane 1 g")):
        assert drug.identified
        assert drug.concepts == frozenset()


@pytest.mark.parametrize(
    ("codings", "text"),
    [
        ([], None),
        ([], "selon protocole"),
        ([(CIS, "99999999", None)], None),
        ([("http://example.org/local", "X1", None)], None),
        ([(ATC, "L04A", None)], None),
    ],
)
def test_what_says_nothing_is_not_identified(
    codings: list[tuple[str | None, str | None, str | None]], text: str | None
) -> None:
    assert not identify(codings, text).identified


def test_a_snomed_code_we_do_not_list_is_read_by_its_display() -> None:
    assert "med.methotrexate" in identify([(SNOMED, "387381009", "Methotrexate")], None).concepts


@pytest.mark.parametrize(
    ("text", "strength"),
    [
        ("CORTANCYL 5 mg, comprimé", Strength(5, "unit")),
        ("PROGRAF 0,5 mg, gélule", Strength(0.5, "unit")),
        ("BENLYSTA 400 mg, poudre pour solution à diluer", Strength(400, "unit")),
        ("SOLUMEDROL 1 g", Strength(1000, "unit")),
        ("alfacalcidol 0,25 microgrammes", Strength(0.00025, "unit")),
        ("Prednisone 10 MG/ML", Strength(10, "mL")),
        ("NIVAQUINE 25 mg/5 ml, sirop", Strength(5, "mL")),
        ("mycophénolate 1 000 mg", Strength(1000, "unit")),
        ("Prednisone 5 mg/jour", None),
        ("Prednisone 20 mg par jour", None),
        ("Prednisone 20 mg le matin", None),
        ("Prednisone 20 mg x 2", None),
        ("BACTRIM 800 mg/160 mg", None),
        ("BACTRIM 400/80 mg", None),
        ("Prednisone 20 mg et 5 mg", None),
        ("Belimumab 10 mg/kg", None),
        ("Plaquenil", None),
        ("Methotrexate 1,000 mg", None),
    ],
)
def test_a_strength_is_read_when_the_label_states_exactly_one(
    text: str, strength: Strength | None
) -> None:
    assert identify([], text).strength == strength


def test_a_coded_product_gives_its_strength_whatever_the_text() -> None:
    drug = identify([(CIS, "62390849", None)], "Cortancyl 5 mg")
    assert drug.strength == Strength(20, "unit")
    assert identify([(RXNORM, "979092", None)], None).strength == Strength(200, "unit")


@pytest.mark.parametrize(
    ("code", "text", "systemic"),
    [
        ("H02AB07", None, True),
        ("D07AA02", None, False),
        ("R03BA02", None, False),
        ("A07EA06", None, False),
        ("S01BA04", None, False),
        (None, "hydrocortisone crème", False),
        (None, "dexaméthasone collyre", False),
        (None, "prednisone comprimé", True),
        (None, "prednisone", None),
    ],
)
def test_local_forms_are_told_from_systemic_ones(
    code: str | None, text: str | None, systemic: bool | None
) -> None:
    assert identify([(ATC, code, None)] if code else [], text).systemic is systemic


def test_a_cream_joins_no_group_of_systemic_drugs() -> None:
    drug = identify([], "hydrocortisone crème 1 %")
    assert drug.concepts == {"med.hydrocortisone"}


def test_the_label_is_text_then_display_then_the_name_of_the_code_then_the_code() -> None:
    coding = (ATC, "H02AB07", "prednisone")
    assert identify([coding], "Cortancyl").label == "Cortancyl"
    assert identify([coding], None).label == "prednisone"
    assert identify([(ATC, "H02AB07", None)], " ").label == "prednisone"
    assert identify([(ATC, "J01EE01", None)], None).label == "cotrimoxazole"
    assert identify([(ATC, "M01AE01", None)], None).label == "M01AE01"
    assert identify([], None).label == ""


@given(st.text(max_size=60))
def test_no_text_raises(text: str) -> None:
    identify([(ATC, text, text)], text)
