"""English and Korean words of one meaning, by which a text and an abstract are compared."""

from collections.abc import Iterable, Sequence
from functools import cache, cached_property, lru_cache
from itertools import chain
from operator import add

from pydantic import BaseModel, ConfigDict, Field, model_validator

from prompts.glossary import fold_plural, words_of
from prompts.yaml_file import read_yaml

Pair = tuple[tuple[str, ...], tuple[str, ...]]
"""English and Korean beginnings of words of one meaning."""

_SHORT = 3
"""English beginnings up to this length stand for the whole word."""


class TopicWords(BaseModel):
    """Meanings, each by the beginnings of its English and of its Korean words.

    A meaning is named by its place in `words`; `counted` are nouns that papers count. Raises
    `ValidationError` for a beginning of one character, which would be found everywhere.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: int
    words: tuple[Pair, ...] = Field(min_length=1)
    counted: tuple[Pair, ...] = ()

    @model_validator(mode="after")
    def _has_no_empty_side(self) -> "TopicWords":
        for english, korean in (*self.words, *self.counted):
            if not english or not korean or any(len(word) < 2 for word in (*english, *korean)):
                raise ValueError(f"{english} and {korean}: both need words of two characters")
        return self

    @cached_property
    def english(self) -> dict[str, list[tuple[str, int]]]:
        """The meanings by the beginnings of their English words."""
        return _index((words for words, _ in self.words), head=_SHORT + 1)

    @cached_property
    def korean(self) -> dict[str, list[tuple[str, int]]]:
        """The meanings by the beginnings of their Korean words."""
        return _index((words for _, words in self.words), head=2)

    @cached_property
    def _korean_phrases(self) -> list[tuple[str, int]]:
        return [pair for pairs in self.korean.values() for pair in pairs if " " in pair[0]]

    def in_english(self, words: Iterable[str]) -> frozenset[int]:
        """The meanings of English words in lower case."""
        return frozenset(chain.from_iterable(map(_english_meanings, set(words))))

    def in_text(self, text: str) -> frozenset[int]:
        """The meanings of Korean text with English words in it."""
        return self.in_korean(text) | self.in_english(words_of(text))

    def in_korean(self, text: str) -> frozenset[int]:
        """The meanings of a Korean text, found anywhere in its words: compounds are common."""
        words = chain.from_iterable(map(_korean_meanings, set(text.split())))
        return frozenset(words).union(
            meaning for phrase, meaning in self._korean_phrases if phrase in text
        )


def _index(sides: Iterable[Sequence[str]], head: int) -> dict[str, list[tuple[str, int]]]:
    """Words with the place of their meaning, by their first `head` characters."""
    index: dict[str, list[tuple[str, int]]] = {}
    for meaning, words in enumerate(sides):
        for word in words:
            index.setdefault(word[:head], []).append((word, meaning))
    return index


@lru_cache(maxsize=1 << 14)
def _english_meanings(word: str) -> tuple[int, ...]:
    """The meanings of one English word; a few thousand words make up most abstracts."""
    singular = fold_plural(word)
    found = load_topic_words().english.get(singular[: _SHORT + 1], ())
    return tuple(meaning for beginning, meaning in found if singular.startswith(beginning))


@lru_cache(maxsize=1 << 15)
def _korean_meanings(word: str) -> tuple[int, ...]:
    """The meanings of one Korean word with its particles; phrases are not looked for."""
    index = load_topic_words().korean
    pairs = set(map(add, word, word[1:])) & index.keys()
    return tuple(meaning for pair in pairs for part, meaning in index[pair] if part in word)


@cache
def load_topic_words() -> TopicWords:
    """The words; raises pydantic's `ValidationError` when the file is not sound."""
    return TopicWords.model_validate(read_yaml("topic_words.yaml"))
