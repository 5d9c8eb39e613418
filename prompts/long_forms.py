"""Long forms of well-known acronyms, and the words of long forms in both languages."""

from functools import cache, cached_property

from pydantic import BaseModel, ConfigDict, Field

from prompts.meanings import Meanings, Pair
from prompts.topic_words import load_topic_words
from prompts.yaml_file import read_yaml


class LongForms(BaseModel):
    """What acronyms stand for (`LLM`: large language model), when an abstract does not say it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: int
    long_forms: dict[str, tuple[str, ...]] = Field(min_length=1)
    words: tuple[Pair, ...] = Field(min_length=1)
    small: frozenset[str] = frozenset()

    @cached_property
    def meanings(self) -> Meanings:
        """The words of long forms, and those of topic_words.yaml."""
        topics = load_topic_words()
        return Meanings((*self.words, *topics.words, *topics.counted, *topics.beside_numbers))


@cache
def load_long_forms() -> LongForms:
    """The list; raises pydantic's `ValidationError` when the file is not sound."""
    return LongForms.model_validate(read_yaml("long_forms.yaml"))
