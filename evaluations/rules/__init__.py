"""The vocabulary in which a programme is written.

Pure data: every class is a frozen, JSON-able structure, so that a call can
freeze its rules on the day it opens and read them back years later.
"""

from evaluations.rules.conditions import (
    AgeAtLeast,
    AgeAtMost,
    AnswerIs,
    Condition,
    ContestLine,
    ContestRank,
    EmployedInCity,
    FactIs,
    MinimumNumber,
    NoTitleHeld,
    RowsAtLeast,
    SkillGradeAtLeast,
)
from evaluations.rules.process import (
    Ballot,
    Bucket,
    CertificateText,
    Clock,
    Criterion,
    Parameter,
    Places,
    Rubric,
    Step,
    Tenure,
    Track,
    Unit,
)
from evaluations.rules.programme import Programme, canonical, edition_hash, read
from evaluations.rules.questions import Choice, Page, Question, Table, Text, Upload, When

__all__ = [
    "AgeAtLeast",
    "AgeAtMost",
    "AnswerIs",
    "Ballot",
    "Bucket",
    "CertificateText",
    "Choice",
    "Clock",
    "Condition",
    "ContestLine",
    "ContestRank",
    "Criterion",
    "EmployedInCity",
    "FactIs",
    "MinimumNumber",
    "NoTitleHeld",
    "Page",
    "Parameter",
    "Places",
    "Programme",
    "Question",
    "RowsAtLeast",
    "Rubric",
    "SkillGradeAtLeast",
    "Step",
    "Table",
    "Tenure",
    "Text",
    "Track",
    "Unit",
    "Upload",
    "When",
    "canonical",
    "edition_hash",
    "read",
]
