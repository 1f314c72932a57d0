"""The cast: a small fictitious city, its people, a call, and walkers that bring a case to a status."""

from tests.cast.again import (
    answer_recheck,
    ask_again,
    refused_before_the_list,
    through_again,
)
from tests.cast.cases import attach, draft, file, opine, passing_detail, to_the_list
from tests.cast.city import City, contest, desk_call, fresh, fresh_call, reserving
from tests.cast.lists import cancel, close, decide, object_to, promulgate, propose, publicise
from tests.cast.moments import (
    CLOSED,
    DECIDED,
    DRAFTED,
    EARLY,
    EXAMINED,
    FILED,
    OBJECTED,
    POSTED,
    PROMULGATED,
    PROPOSED,
)
from tests.cast.people import applicant, credit_code, grant, id_number, official, organisation, user
from tests.cast.walks import walked

__all__ = [
    "CLOSED",
    "City",
    "DECIDED",
    "DRAFTED",
    "EARLY",
    "EXAMINED",
    "FILED",
    "OBJECTED",
    "POSTED",
    "PROMULGATED",
    "PROPOSED",
    "answer_recheck",
    "applicant",
    "ask_again",
    "attach",
    "cancel",
    "close",
    "contest",
    "credit_code",
    "decide",
    "desk_call",
    "draft",
    "file",
    "fresh",
    "fresh_call",
    "grant",
    "id_number",
    "object_to",
    "official",
    "opine",
    "organisation",
    "passing_detail",
    "promulgate",
    "propose",
    "publicise",
    "refused_before_the_list",
    "reserving",
    "through_again",
    "to_the_list",
    "user",
    "walked",
]
