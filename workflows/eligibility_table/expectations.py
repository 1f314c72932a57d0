"""What the author of the table expects, and how far the answers agree with it."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from django.utils.translation import gettext as _

from evaluations.eligibility import Finding, Verdict
from workflows.eligibility_table import cells as cell
from workflows.eligibility_table.cells import Unreadable
from workflows.eligibility_table.names import family

_SAID = {
    "FAIL": ("fail", "failed", "不符合", "不合格", "不通过", "未通过", "不满足", "否", "no", "×", "✗", "✘", "f"),
    "NEEDS_HUMAN": ("needshuman", "human", "needsahuman", "人工", "需人工", "人工核查", "需人工核查", "人工认定", "人工审核", "待核实", "需核实", "待核查", "存疑", "待定"),
    "PASS": ("pass", "passed", "通过", "符合", "合格", "满足", "是", "yes", "√", "✓", "✔", "p"),
    "-": ("-", "—", "/", "na", "notapplicable", "不适用", "不涉及", "免", "豁免", "waived"),
}  # fmt: skip
_KNOWN = {cell.plain(word) or word: verdict for verdict, words in _SAID.items() for word in words}
OVERALL = ""
_WORST_FIRST = (Verdict.FAIL, Verdict.NEEDS_HUMAN, Verdict.PASS)


def expected(cells: Mapping[str, Any]) -> dict[str, str]:
    """Rule, family or "" for the whole -> PASS, FAIL, NEEDS_HUMAN or "-". Raises Unreadable."""
    found = {}
    for name, value in cells.items():
        written = cell.bare(value) or cell.text(value)
        if name.startswith("expected.") and written:
            rule = name.removeprefix("expected.")
            verdict = _KNOWN.get(cell.plain(written) or written)
            if verdict is None:
                words = {"column": rule or name, "value": written}
                sentence = _(
                    "Column “%(column)s”: “%(value)s” is no verdict; write PASS, FAIL, NEEDS_HUMAN or -."
                )
                raise Unreadable(sentence % words)
            found[rule] = verdict
    return found


def worst(verdicts: Iterable[Verdict]) -> Verdict | None:
    said = set(verdicts)
    return next((verdict for verdict in _WORST_FIRST if verdict in said), None)


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    rule: str
    expected: str
    found: str
    sentence: str


def answer_to(
    rule: str, findings: Iterable[Finding], unsaid: frozenset[str] = frozenset()
) -> tuple[str, str]:
    """Verdict and sentence for a rule, a family of rules (X13), or the whole (""); "-" for none.

    ``unsaid``: rules for which the table has no column; a family speaks without them if it can.
    """
    own = [f for f in findings if rule in (OVERALL, f.rule_id)]
    if not own:
        members = [f for f in findings if family(f.rule_id) == rule]
        own = [f for f in members if f.rule_id not in unsaid] or members
    verdict = worst(finding.verdict for finding in own)
    if verdict is None:
        return "-", ""
    told = [f.sentence for f in own if f.verdict is verdict]
    return verdict.name, " ".join(told[:3])


def differences(
    wanted: Mapping[str, str], findings: tuple[Finding, ...], unsaid: frozenset[str]
) -> list[Difference]:
    found = []
    for rule, verdict in wanted.items():
        said, sentence = answer_to(rule, findings, unsaid)
        if said != verdict:
            found.append(Difference(rule=rule, expected=verdict, found=said, sentence=sentence))
    return found
