"""Rule "topic": a text is about this paper and no other, even when it holds no number or name.

Points are given for what the text shares with title and abstract, and taken for what it speaks of
and they do not. Meanings are compared through word lists (`prompts/topic_words.yaml`, and the terms
of the glossary that are not common), so Korean prose and English abstract meet. A text that fits
any paper shares nothing that counts; the text of another paper speaks of other things.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tasks.records import Rule
from tasks.verify.claims import claims_of
from tasks.verify.names import is_everyday, names_name
from tasks.verify.numbers import Quantity, supported
from tasks.verify.plain import normalize
from tasks.verify.source import MAX_CHARACTERS, TITLE, Source
from tasks.verify.words import Words, squash

LEAST_POINTS = 2.5
"""Tuned on one half of the labelled texts; docs/verification.md has the distributions."""

_FOREIGN_WEIGHT = 0.7
_MOST_NAMES = 4
_MOST_NUMBERS = 2
_INTRODUCED = re.compile(r"\s*([^\s:]{2,40})\s?:\s")


@dataclass(frozen=True)
class Grounding:
    """What a text shares with its paper, each thing counted once, and what is foreign to it.

    `names` are coined ones (CamelCase, capitals, digits), `meanings` those of the word lists,
    `terms` the glossary's, `in_title` the names and meanings that the title holds.
    """

    names: int
    numbers: int
    meanings: int
    terms: int
    in_title: int
    foreign: int

    @property
    def points(self) -> float:
        """The sum that must reach LEAST_POINTS. Names and numbers alone cannot buy a topic."""
        shared = self.meanings + self.terms + self.in_title
        facts = min(self.names, _MOST_NAMES) + min(self.numbers, _MOST_NUMBERS)
        return shared + facts - _FOREIGN_WEIGHT * self.foreign


def grounding(texts: Sequence[str], source: Source) -> Grounding:
    """What the normalised sentences of a Korean text share with the paper."""
    text = "\n".join(texts)
    claims = [claims_of(sentence) for sentence in texts]
    names = {n for claim in claims for n in claim.names if _is_coined(n, source)}
    numbers = {n.value for claim in claims for n in claim.numbers if _is_known(n, source)}
    title, known, meanings = (
        source.places[TITLE],
        source.whole.meanings,
        frozenset[int]().union(*(claim.meanings for claim in claims)),
    )
    return Grounding(
        names=len(names),
        numbers=len(numbers),
        meanings=len(meanings & known),
        terms=sum(any(korean in text for korean in term.ko) for term in source.own_terms),
        in_title=len(meanings & title.meanings)
        + sum(title.words.holds(squash(name)) for name in names),
        foreign=len(meanings - known),
    )


def topic_faults(texts: Sequence[str], source: Source) -> Iterator[tuple[Rule, str]]:
    """The fault of a whole text that is about another paper, or about none."""
    if (
        grounding([normalize(text[:MAX_CHARACTERS]) for text in texts], source).points
        < LEAST_POINTS
    ):
        yield (
            "topic",
            "글 전체가 이 논문의 제목과 초록에 있는 내용을 말하지 않습니다. 다시 쓰십시오.",
        )


def absent_name(texts: Sequence[str], source: Source) -> str | None:
    """The name that the title introduces (`VidEgoThink: …`), when no text has it."""
    found = _INTRODUCED.match(source.title)
    if not found or not _looks_coined(found[1]):
        return None
    said = Words.of(normalize("\n".join(texts)[:MAX_CHARACTERS]))
    return None if said.holds(squash(found[1])) else found[1]


def _is_coined(name: str, source: Source) -> bool:
    return _looks_coined(name) and not is_everyday(name) and names_name(name, source.whole)


def _looks_coined(name: str) -> bool:
    """True for `VidEgoThink`, `MPO` and `o1`, not for `Transformer`."""
    return any(character.isupper() or character.isdigit() for character in name[1:])


def _is_known(number: Quantity, source: Source) -> bool:
    return supported(number, source.whole.numbers)
