"""The electronic-licence face of a certificate: GB/T 36903 metadata, GB/T 36904 identifier.

The type code has to be assigned by the competent authority. Until a city has one, the code says
TEST, and the record says so too.
"""

import re
from typing import Any

from stdnum.iso7064 import mod_37_36

from certificates import conf
from certificates.facts import Award
from certificates.models import Status

#: Root of licence identifiers in published examples (domain brief 5.3, [S111][S112]).
ROOT = "1.2.156.3005.2"
#: Status codes of the housing ministry's licence standard, the best published table [S113].
STATUS_CODES = {
    Status.VALID: "01",
    Status.SUSPENDED: "02",
    Status.REVOKED: "03",
    Status.SUPERSEDED: "04",
    Status.EXPIRED: "05",
}


def identifier(*, type_code: str, issuer_code: str, serial: str, version: int) -> str:
    """``root.type.issuer.serial.version.check``; the check covers all but the root and the dots."""
    parts = (type_code, issuer_code, re.sub(r"[^0-9A-Z]", "", serial.upper()), f"{version:03d}")
    return ".".join([ROOT, *parts, mod_37_36.calc_check_digit("".join(parts))])


def metadata(award: Award, *, number: str, version: int, code: str) -> dict[str, Any]:
    """证照元数据, with the words of the standard as keys."""
    type_code, issuer_code = conf.licence_type_code(), conf.issuer_code()
    data = {
        "证照名称": award.title,
        "证照类型代码": type_code,
        "证照编号": number,
        "证照标识": identifier(
            type_code=type_code, issuer_code=issuer_code, serial=number, version=version
        ),
        "证照颁发机构": award.issuers[0],
        "证照颁发机构代码": issuer_code,
        "证照颁发日期": award.issued_on.isoformat(),
        "证照有效期起始日期": award.tenure_from.isoformat() if award.tenure_from else "",
        "证照有效期截止日期": award.tenure_until.isoformat() if award.tenure_until else "",
        "持证主体": award.holder_name,
        "查验码": code,
        "证照版本号": f"{version:03d}",
    }
    if version > 1:
        # A licence that replaces another names it [S113].
        data["原证照标识"] = identifier(
            type_code=type_code, issuer_code=issuer_code, serial=number, version=version - 1
        )
    if type_code.startswith("TEST"):
        data["说明"] = "证照类型代码和颁发机构代码为占位测试代码，未经主管部门赋码"
    return data
