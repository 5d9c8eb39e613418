"""English and Korean words of one meaning, by which a text and an abstract are compared."""

from collections.abc import Iterable
from functools import cache, cached_property

from pydantic import BaseModel, ConfigDict, Field, model_validator

from prompts.glossary import words_of
from prompts.meanings import Meanings, Pair
from prompts.yaml_file import read_yaml


class TopicWords(BaseModel):
    """Meanings, each by the beginnings of its English and of its Korean words.

    `words` tell what a text is about; `counted` are nouns that papers count; `beside_numbers` are
    words that say too little to tell one paper from another, but do tell its numbers apart.
    Raises `ValidationError` for a beginning of one character, which would be found everywhere.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: int
    words: tuple[Pair, ...] = Field(min_length=1)
    counted: tuple[Pair, ...] = ()
    beside_numbers: tuple[Pair, ...] = ()

    @model_validator(mode="after")
    def _has_no_empty_side(self) -> "TopicWords":
        for english, korean in (*self.words, *self.counted, *self.beside_numbers):
            if not english or not korean or any(len(word) < 2 for word in (*english, *korean)):
                raise ValueError(f"{english} and {korean}: both need words of two characters")
        return self

    @cached_property
    def topics(self) -> Meanings:
        """What a text is about."""
        return Meanings(self.words)

    @cached_property
    def all(self) -> Meanings:
        """Every word that may stand near a number."""
        return Meanings((*self.words, *self.counted, *self.beside_numbers))

    def in_english(self, words: Iterable[str]) -> frozenset[int]:
        """The topics of English words in lower case."""
        return self.topics.in_english(words)

    def in_korean(self, text: str) -> frozenset[int]:
        """The topics of a Korean text."""
        return self.topics.in_korean(text)

    def in_text(self, text: str) -> frozenset[int]:
        """The topics of Korean text with English words in it."""
        return self.in_korean(text) | self.in_english(words_of(text))


@cache
def load_topic_words() -> TopicWords:
    """The words; raises pydantic's `ValidationError` when the file is not sound."""
    return TopicWords.model_validate(read_yaml("topic_words.yaml"))
