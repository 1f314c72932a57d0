"""Everybody who could knock at an office page."""

from evaluations.models import User
from evaluations.roles import Role
from tests import cast
from tests.remembered import remembered


@remembered
def everybody(city: cast.City, call=None) -> dict[str, User | None]:
    """One visitor of every kind, by name."""
    return {
        "nobody": None,
        "stranger": city.stranger,
        "applicant": cast.applicant("申小请").user,
        "employer": city.clerk,
        "district": city.district,
        "acceptance": city.acceptance,
        "office": city.office,
        "leader": city.leader,
        "printer": city.printer,
        "auditor": cast.official("审计甲", Role.AUDITOR),
        "admin": cast.official("管理甲", Role.SYSADMIN),
        "expert": cast.official("评委甲", Role.EXPERT),
    }
