"""English and Korean words of one meaning, by which a text and an abstract are compared."""

from collections.abc import Iterable
from functools import cache, cached_property
from importlib.resources import files

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

_SHORT = 3
"""English beginnings up to this length stand for the whole word."""


class TopicWords(BaseModel):
    """Meanings, each by the beginnings of its English and of its Korean words.

    A meaning is named by its place in `words`. Raises `ValidationError` for a Korean beginning of
    one character, which would be found everywhere.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: int
    words: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _has_no_empty_side(self) -> "TopicWords":
        for english, korean in self.words:
            if not english or not korean or any(len(word) < 2 for word in (*english, *korean)):
                raise ValueError(f"{english} and {korean}: both need words of two characters")
        return self

    @cached_property
    def _english(self) -> dict[str, list[int]]:
        return _index((word, at) for at, (words, _) in enumerate(self.words) for word in words)

    @cached_property
    def _korean(self) -> dict[str, list[tuple[str, int]]]:
        index: dict[str, list[tuple[str, int]]] = {}
        for at, (_, words) in enumerate(self.words):
            for word in words:
                index.setdefault(word[:2], []).append((word, at))
        return index

    def in_english(self, words: Iterable[str]) -> frozenset[int]:
        """The meanings of folded English words (see `prompts.glossary.fold_words`)."""
        found: set[int] = set()
        for word in set(words):
            found.update(self._english.get(word, ()))
            for length in range(_SHORT + 1, len(word)):
                found.update(self._english.get(word[:length], ()))
        return frozenset(found)

    def in_korean(self, text: str) -> frozenset[int]:
        """The meanings of a Korean text, found anywhere in its words: compounds are common."""
        return frozenset(
            meaning
            for at in range(len(text) - 1)
            for word, meaning in self._korean.get(text[at : at + 2], ())
            if text.startswith(word, at)
        )


def _index(pairs: Iterable[tuple[str, int]]) -> dict[str, list[int]]:
    index: dict[str, list[int]] = {}
    for word, at in pairs:
        index.setdefault(word, []).append(at)
    return index


@cache
def load_topic_words() -> TopicWords:
    """The words; raises pydantic's `ValidationError` when the file is not sound."""
    text = files("prompts").joinpath("topic_words.yaml").read_text("utf-8")
    return TopicWords.model_validate(yaml.safe_load(text))
