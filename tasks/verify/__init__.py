"""Checks every Korean sentence against the abstract; docs/verification.md explains each rule.

Pure code: no model, no network. A `Source` (source.py) is what an abstract says; each rule has its
own file (names, citations, language, terms, markup, orders, topic; numbers is a package) and
check.py puts them together.
"""

from tasks.verify.check import check_text, verify_digest
from tasks.verify.insight import verify_insight
from tasks.verify.lines import check_line, check_lines
from tasks.verify.repair import repair_request
from tasks.verify.version import CHECKER_VERSION

__all__ = [
    "CHECKER_VERSION",
    "check_line",
    "check_lines",
    "check_text",
    "repair_request",
    "verify_digest",
    "verify_insight",
]
