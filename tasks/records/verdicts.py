"""What was judged: why a sentence or a digest may not be published."""

from typing import Literal

from tasks.records.base import Record

Rule = Literal[
    "number", "name", "citation", "language", "term", "markup", "order", "missing", "topic",
    "meaning",
]  # fmt: skip
"""Why a sentence or a digest is refused; docs/verification.md explains each rule."""


class Refusal(Record):
    """One reason not to publish a sentence, with a Korean detail for the model and the reader.

    `section` and `index` (from 0) locate the sentence; both are None for the digest as a whole,
    and `section` is "title_ko" or "fields" for those two.
    """

    rule: Rule
    text: str
    detail: str
    section: str | None = None
    index: int | None = None


class Verdict(Record):
    """The result of checking one text; `checker` names the version of the rules."""

    refusals: tuple[Refusal, ...] = ()
    checker: str

    @property
    def ok(self) -> bool:
        """True when nothing was refused."""
        return not self.refusals
