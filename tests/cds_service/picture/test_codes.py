"""What codes mean, whatever their spelling and their system's URI."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cds_service.picture.codes import (
    canonical_system,
    codes_of,
    concepts,
    known_concepts,
    known_system,
)

CIM10 = "https://smt.esante.gouv.fr/terminologie-cim-10"
ICD10CM = "http://hl7.org/fhir/sid/icd-10-cm"
SNOMED = "http://snomed.info/sct"
ATC = "http://www.whocc.no/atc"
CIS = "https://smt.esante.gouv.fr/terminologie-bdpm"
CIP = "http://data.esante.gouv.fr/ansm/medicament/Presentation"
UCD = "http://data.esante.gouv.fr/ansm/medicament/UCD"


@pytest.mark.parametrize(
    "uri",
    [
        CIM10,
        CIM10 + "/",
        "urn:oid:2.16.840.1.113883.6.3",
        "http://hl7.org/fhir/sid/icd-10",
    ],
)
def test_every_uri_of_cim10_has_one_canonical_form(uri: str) -> None:
    assert canonical_system(uri) == CIM10


def test_the_case_of_the_substance_system_does_not_matter() -> None:
    one = canonical_system("http://data.esante.gouv.fr/ansm/medicament/CodeSMS")
    assert one == canonical_system("http://data.esante.gouv.fr/ansm/medicament/codeSMS")
    assert one is not None


@pytest.mark.parametrize("uri", [None, "", "http://example.org/local"])
def test_an_unknown_system_has_no_canonical_form(uri: str | None) -> None:
    assert canonical_system(uri) is None
    assert concepts(uri, "M32.1") == frozenset()


@pytest.mark.parametrize(
    "code", ["M32", "M32.1", "M321", "m32.1", "M32.1+8", "M32.1†", "M32.1*", "M32.9", " M32.8 "]
)
def test_lupus_is_read_in_every_french_spelling(code: str) -> None:
    assert "cond.sle" in concepts(CIM10, code)


@pytest.mark.parametrize("code", ["M32.0", "M320", "m32.0+8"])
@pytest.mark.parametrize("system", [CIM10, ICD10CM])
def test_drug_induced_lupus_is_not_systemic_lupus(system: str, code: str) -> None:
    assert concepts(system, code) == {"cond.sle.drug-induced"}


@pytest.mark.parametrize("code", ["201436003", "80258006", "200936003", "7119001", "95609003"])
def test_other_lupus_concepts_do_not_prove_systemic_lupus(code: str) -> None:
    assert "cond.sle" not in concepts(SNOMED, code)


def test_a_who_class_proves_nephritis_and_lupus() -> None:
    assert concepts(SNOMED, "76521009") == {"cond.ln.class-iii", "cond.ln", "cond.sle"}


@pytest.mark.parametrize("code", ["N08.5", "N16.4", "G05.8"])
def test_asterisk_codes_prove_nothing_alone(code: str) -> None:
    found = concepts(CIM10, code)
    assert all(concept.endswith("manifestation-only") for concept in found)
    assert found


def test_the_us_glomerular_code_is_nephritis_and_another_organ_is_not_neuropsychiatric() -> None:
    assert concepts(ICD10CM, "M32.14") == {"cond.ln", "cond.sle"}
    assert concepts(ICD10CM, "M32.19") == {"cond.sle"}


@pytest.mark.parametrize("code", ["536", "ORPHA:536", "orpha:536"])
@pytest.mark.parametrize("system", ["https://www.orpha.net", "http://www.orpha.net/"])
def test_orphanet_codes_may_carry_their_prefix(system: str, code: str) -> None:
    assert concepts(system, code) == {"cond.sle"}


@pytest.mark.parametrize(
    ("code", "concept"),
    [
        ("C50.9", "cond.malignancy"),
        ("O24.4", "cond.pregnancy"),
        ("Z35", "cond.pregnancy"),
        ("X61", "cond.suicidality"),
        ("N18.3", "cond.ckd"),
        ("B02.9", "cond.infection"),
        ("J18.1", "cond.infection.serious"),
        ("D68.6", "cond.aps.possible"),
        ("M31.6", "cond.gca"),
        ("Z94.0", "cond.transplant"),
        ("Z97.5", "cond.iud"),
    ],
)
def test_icd_families_match_by_prefix(code: str, concept: str) -> None:
    assert concept in concepts(CIM10, code)


def test_a_history_of_cancer_is_not_cancer() -> None:
    assert concepts(CIM10, "Z85.3") == {"cond.malignancy.history"}


def test_unspecified_hepatitis_is_not_hepatitis_b() -> None:
    assert concepts(CIM10, "B19.9") == {"cond.hepatitis.unspecified"}


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("L04AA26", "med.belimumab"),
        ("L04AG04", "med.belimumab"),
        ("L04AA51", "med.anifrolumab"),
        ("L01XC02", "med.anti-cd20"),
        ("h02ab07", "med.systemic-glucocorticoid"),
        ("C09AA05", "med.raas-blocker"),
        ("A10BD20", "med.sglt2"),
        ("M01AE01", "med.nsaid"),
        ("J01EE01", "med.trimethoprim"),
        ("J01FA09", "med.cyp3a4.strong"),
        ("N06AB10", "med.qt.contraindicated-with-hcq"),
        ("L04AF07", "med.investigational"),
        ("G02BB01", "med.estrogen-contraceptive"),
        ("J07BK02", "vac.live"),
    ],
)
def test_atc_codes_old_and_new_give_the_drug_and_its_groups(code: str, expected: str) -> None:
    assert expected in concepts(ATC, code)


@pytest.mark.parametrize("code", ["H02AB071", "C09", "L04AA", "D07AA02", "A07EA06"])
def test_a_code_that_is_no_substance_of_ours_gives_nothing(code: str) -> None:
    assert not {"med.prednisone", "med.acei", "med.mycophenolate"} & concepts(ATC, code)


def test_the_recombinant_zoster_vaccine_is_not_live() -> None:
    assert concepts(ATC, "J07BK03") == {"vac.zoster-recombinant"}


def test_emergency_contraception_is_not_contraception_in_use() -> None:
    assert concepts(ATC, "G03AD01") == {"med.emergency-contraceptive"}


def test_cvx_codes_match_with_or_without_leading_zero() -> None:
    cvx = "http://hl7.org/fhir/sid/cvx"
    assert concepts(cvx, "3") == concepts(cvx, "03") == {"vac.live.mmr", "vac.live"}


@pytest.mark.parametrize(
    ("system", "code"),
    [
        (CIS, "65592934"),
        (CIP, "3400958087585"),
        (CIP, "5808758"),
        (CIS, "3400958087585"),
        (UCD, "3400893866047"),
        (UCD, "9386604"),
        ("https://smt.esante.gouv.fr/terminologie-cip_ucd", "5808758"),
    ],
)
def test_french_products_are_read_under_every_code_and_uri(system: str, code: str) -> None:
    assert "med.belimumab" in concepts(system, code)


def test_the_inverse_ratio_is_not_proteinuria() -> None:
    loinc = "http://loinc.org"
    assert concepts(loinc, "2890-2") == {"obs.upcr"}
    assert concepts(loinc, "16285-9") == {"obs.creat-over-prot.not-upcr"}


def test_hydroxychloroquine_in_blood_and_serum_stay_apart() -> None:
    loinc = "http://loinc.org"
    assert concepts(loinc, "95921-3").isdisjoint(concepts(loinc, "3684-8"))


@pytest.mark.parametrize(
    ("system", "known"), [(ATC, True), (CIM10, True), (SNOMED, True), (CIS, False), (None, False)]
)
def test_only_complete_systems_identify_by_themselves(system: str | None, known: bool) -> None:
    assert known_system(system) is known


def test_codes_of_a_group_are_those_of_its_members() -> None:
    assert (ATC, "L01FA01") in codes_of("med.anti-cd20")
    assert (CIS, "67767535") in codes_of("med.antimalarial")
    assert codes_of("med.investigational.ianalumab") == ()
    assert codes_of("no.such.concept") == ()


@pytest.mark.parametrize("concept", sorted(known_concepts()))
def test_every_listed_code_leads_back_to_its_concept(concept: str) -> None:
    for system, code in codes_of(concept):
        assert concept in concepts(system, code), (system, code)


@given(st.sampled_from([CIM10, ATC, CIP, SNOMED, "http://loinc.org", None]), st.text(max_size=20))
def test_no_text_in_place_of_a_code_raises(system: str | None, code: str) -> None:
    assert isinstance(concepts(system, code), frozenset)
