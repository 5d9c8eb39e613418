"""Checks every Korean sentence against the abstract; docs/verification.md explains each rule.

Pure code: no model, no network. A `Source` (source.py) is what an abstract says; each rule has its
own file (names, citations, language, terms, markup, orders, topic; numbers is a package) and
check.py puts them together.

Beside each threshold stands what changes one step lower and one step higher. As they are, 20 of
712 texts tuned on are refused, and 37 of 2,280 changed numbers and 15 of 3,505 generic texts pass;
what a text does not say, stays (`python -m benchmarks.verification --thresholds`).
"""

from tasks.verify.check import check_text, verify_digest
from tasks.verify.english import differing_statement
from tasks.verify.insight import verify_insight
from tasks.verify.lines import check_line, check_lines
from tasks.verify.repair import repair_request
from tasks.verify.version import CHECKER_VERSION
from tasks.verify.veto import Known, vetoes

__all__ = [
    "CHECKER_VERSION",
    "Known",
    "check_line",
    "check_lines",
    "check_text",
    "differing_statement",
    "repair_request",
    "verify_digest",
    "verify_insight",
    "vetoes",
]
