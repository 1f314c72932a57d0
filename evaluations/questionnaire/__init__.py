"""The applicant's answers, judged and shown by the programme's own data. Pure."""

from evaluations.questionnaire.asked import (
    asked,
    blank,
    contests_named,
    visible_items,
    visible_pages,
)
from evaluations.questionnaire.cleaning import clean
from evaluations.questionnaire.correction import (
    Field,
    Restricted,
    field_paths,
    opened,
    restrict,
)
from evaluations.questionnaire.differences import Difference, differences
from evaluations.questionnaire.problems import Problem, problems
from evaluations.questionnaire.summary import Files, Grid, Line, SummaryPage, summary

__all__ = [
    "Difference",
    "Field",
    "Files",
    "Grid",
    "Line",
    "Problem",
    "Restricted",
    "SummaryPage",
    "asked",
    "blank",
    "clean",
    "contests_named",
    "differences",
    "field_paths",
    "opened",
    "problems",
    "restrict",
    "summary",
    "visible_items",
    "visible_pages",
]
