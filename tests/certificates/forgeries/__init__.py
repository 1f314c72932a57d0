"""Forged certificates: every class is a function from a genuine file to a false one.

``variant`` is a number that chooses where and how; the same number gives the same forgery.
"""

from tests.certificates.forgeries import raw, revisions, tools
from tests.certificates.forgeries.genuine import FORGERIES, Genuine

__all__ = ["FORGERIES", "Genuine", "raw", "revisions", "tools"]
