"""Words that make statements: status, scope, negation, direction, comparison, in both languages.

The Korean and English forms are regular expressions, for Korean says them by its endings.
"""

import re
from functools import cache, cached_property
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from prompts.meanings import Meanings, Pair
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
    """What may grow or shrink; `good` is 1 when more of it is better, -1 when less is, else 0."""

    good: Literal[-1, 0, 1]


Move = Literal["more", "less", "better", "worse", "faster", "slower"]
"""Where something goes."""


class Comparing(BaseModel):
    """Words of comparisons: who wins, loses or equals whom; baselines and the paper's own method."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    win: Forms
    lose: Forms
    equal: Forms
    better: Forms
    worse: Forms
    base: Forms
    ours: Forms


class Negation(Forms):
    """What negates, and (`any_en`) what may make English negative without such a word."""

    any_en: str = Field(min_length=1)
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
    compare: Comparing
    predicates: tuple[Pair, ...] = Field(min_length=1)
    negation: Negation
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
    return re.compile(text)


@cache
def load_statements() -> Statements:
    """The words; raises pydantic's `ValidationError` when the file is not sound."""
    return Statements.model_validate(read_yaml("statements.yaml"))
