"""Words that make statements: status, scope, negation, direction, comparison, in both languages.

The Korean and English forms are regular expressions, for Korean says them by its endings.
"""

import re
from collections.abc import Iterator
from functools import cache, cached_property
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from prompts.meanings import Meanings, Pair
from prompts.quick import quick
from prompts.topic_words import load_topic_words
from prompts.yaml_file import read_yaml


class Claim(BaseModel):
    """What a sentence may say only where the evidence says it: "first", "all", "will be released".

    `where` is the evidence: the whole `paper`, or the sentences that the claim rests on (`near`).
    `unless` are Korean forms of the same words that claim nothing.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=1)
    ko: str = Field(min_length=1)
    en: str = Field(min_length=1)
    where: Literal["paper", "near"] = "paper"
    needs: str = ""


class Forms(BaseModel):
    """Korean and English forms of one meaning."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    ko: str = Field(min_length=1)
    en: str = Field(min_length=1)


class Measured(Forms):
    """What may grow or shrink; `good` is 1 when more of it is better, -1 when less is, else 0.

    What is not `alone` is said of too much to be asked about without a number.
    """

    good: Literal[-1, 0, 1]
    alone: bool = True


_REACH = 24
"""Characters between a quantity and its verb: 정확도를 효과적으로 높여."""

Move = Literal["more", "less", "better", "worse", "faster", "slower"]
"""Where something goes."""


Side = Literal["win", "lose", "equal", "better", "worse", "base", "ours"]
"""Words of comparisons: who wins, loses or equals whom; baselines and the paper's own method."""


class Negation(Forms):
    """What negates, and (`any_en`) what may make English negative without such a word."""

    any_en: str = Field(min_length=1)
    words: frozenset[str]
    denies: str = Field(min_length=1)
    does: str = Field(min_length=1)
    by_means: str = Field(min_length=1)
    others: str = Field(min_length=1)
    nothing: str = Field(min_length=1)


class Statements(BaseModel):
    """All words of statements.yaml."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: int
    claims: tuple[Claim, ...] = Field(min_length=1)
    moves: dict[Move, Forms] = Field(min_length=6)
    quantities: tuple[Measured, ...] = Field(min_length=1)
    compare: dict[Side, Forms] = Field(min_length=7)
    predicates: tuple[Pair, ...] = Field(min_length=1)
    negation: Negation
    grammar: dict[str, str]
    several: str = Field(min_length=1)
    every: str = Field(min_length=1)

    @cached_property
    def meanings(self) -> Meanings:
        """What may be negated: the predicates, and the words of topic_words.yaml."""
        topics = load_topic_words()
        return Meanings((*self.predicates, *topics.words, *topics.counted, *topics.beside_numbers))


@cache
def pattern(text: str) -> re.Pattern[str]:
    """The pattern of a form, compiled once."""
    return quick(text)


@cache
def load_statements() -> Statements:
    """The words; raises pydantic's `ValidationError` when the file is not sound."""
    return Statements.model_validate(read_yaml("statements.yaml"))


@cache
def grammar(name: str) -> re.Pattern[str]:
    """A pattern of the grammar, compiled once."""
    return quick(load_statements().grammar[name])


@cache
def compared(kind: Side, language: Literal["ko", "en"]) -> re.Pattern[str]:
    """The words of a side of comparisons in one language, compiled once."""
    forms = load_statements().compare[kind]
    return quick(forms.ko) if language == "ko" else re.compile(forms.en)


@cache
def movement() -> re.Pattern[str]:
    """A Korean word of any movement; the group that matched is the `Move`."""
    moves = load_statements().moves.items()
    return quick("|".join(f"(?P<{move}>{forms.ko})" for move, forms in moves))


def quantity_moves(text: str) -> Iterator[tuple[re.Match[str], re.Match[str], Measured]]:
    """The quantities that move in a Korean text (정확도를 크게 높여), each with its movement."""
    quantities = load_statements().quantities
    for verb in movement().finditer(text):
        found = _quantity().search(text, max(0, verb.start() - _REACH), verb.start())
        if found:
            number = next(n for n in range(len(quantities)) if found[f"q{n}"])
            yield verb, found, quantities[number]


@cache
def _quantity() -> re.Pattern[str]:
    nouns = "|".join(f"(?P<q{n}>{q.ko})" for n, q in enumerate(load_statements().quantities))
    return quick(rf"(?:{nouns}){load_statements().grammar['direction_behind_quantity']}\Z")
