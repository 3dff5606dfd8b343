"""The only door a rule may use: the case it is given, the verdicts it may answer."""

from cds_service.engine.case import Call, Case
from cds_service.engine.proposal import (
    ChangeDraft,
    DraftOrder,
    PlannedDose,
    Proposal,
    RecommendVaccine,
    RequestService,
    WithdrawDraft,
)
from cds_service.engine.verdict import (
    CannotTell,
    ChartText,
    Concern,
    Fact,
    Fires,
    Quantity,
    Quiet,
    Slot,
    Term,
    Verdict,
)
from cds_service.picture.courses import Course, course_on, courses
from cds_service.picture.picture import Picture
from cds_service.picture.problems import Problem
from cds_service.picture.procedures import Act
from cds_service.picture.records import Record
from cds_service.picture.results import Finding, Measure, Result
from cds_service.picture.stay import DAY_HOSPITAL, HOSPITAL
from cds_service.picture.step import Step
from cds_service.picture.treatment import STOPPING, Treatment
from cds_service.picture.treatments import Stop
from cds_service.picture.vaccines import Vaccine
from cds_service.picture.values import (
    NOTHING,
    Amount,
    Gap,
    Known,
    Unknown,
    all_true,
    any_true,
    total,
)

__all__ = [
    "DAY_HOSPITAL",
    "HOSPITAL",
    "NOTHING",
    "STOPPING",
    "Act",
    "Amount",
    "Call",
    "CannotTell",
    "Case",
    "ChangeDraft",
    "ChartText",
    "Concern",
    "Course",
    "DraftOrder",
    "Fact",
    "Finding",
    "Fires",
    "Gap",
    "Known",
    "Measure",
    "Picture",
    "PlannedDose",
    "Problem",
    "Proposal",
    "Quantity",
    "Quiet",
    "RecommendVaccine",
    "Record",
    "RequestService",
    "Result",
    "Slot",
    "Step",
    "Stop",
    "Term",
    "Treatment",
    "Unknown",
    "Vaccine",
    "Verdict",
    "WithdrawDraft",
    "all_true",
    "any_true",
    "course_on",
    "courses",
    "total",
]
