"""The glossary: terms of the field with their accepted and forbidden Korean renderings.

English is matched word by word in lower case, with hyphens as spaces and plurals folded, so
`fine-tuned LLMs` finds `fine-tuned LLM`. It serves the prompt (renderings for the terms that an
abstract holds) and the check (forbidden renderings, and what a text is about).
"""

import re
from collections.abc import Sequence
from functools import cache, cached_property, lru_cache

from pydantic import BaseModel, ConfigDict, Field, model_validator

from prompts.yaml_file import read_yaml

_WORD = re.compile(r"[a-z0-9]+")


class Term(BaseModel):
    """One term: English name and aliases, Korean renderings (the first is preferred).

    `forbidden` are renderings that mistake the term for another word, such as 기호 (symbol) for
    preference. `common` marks terms of so many papers that sharing one says nothing about a topic.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    en: str = Field(min_length=1)
    aliases: tuple[str, ...] = ()
    ko: tuple[str, ...] = Field(min_length=1)
    forbidden: tuple[str, ...] = ()
    common: bool = False

    @property
    def english(self) -> tuple[str, ...]:
        """The name and its aliases."""
        return (self.en, *self.aliases)


class Glossary(BaseModel):
    """All terms of glossary.yaml; no English form belongs to two of them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: int
    terms: tuple[Term, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _is_unambiguous(self) -> "Glossary":
        seen: dict[tuple[str, ...], str] = {}
        for term in self.terms:
            if any(not text.strip() for text in (*term.english, *term.ko, *term.forbidden)):
                raise ValueError(f"{term.en!r} has an empty form")
            if both := set(term.ko) & set(term.forbidden):
                raise ValueError(f"{term.en!r} accepts and forbids {both}")
            for form in {fold_words(form) for form in term.english}:
                if form in seen:
                    raise ValueError(f"{' '.join(form)!r} is in {seen[form]!r} and {term.en!r}")
                seen[form] = term.en
        return self

    @cached_property
    def _index(self) -> dict[str, list[tuple[tuple[str, ...], int]]]:
        """The places of the terms by the first word of each form; few words begin one."""
        index: dict[str, list[tuple[tuple[str, ...], int]]] = {}
        for place, term in enumerate(self.terms):
            for form in dict.fromkeys(map(fold_words, term.english)):
                index.setdefault(form[0], []).append((form, place))
        return index

    def terms_in(self, text: str) -> tuple[Term, ...]:
        """The terms that the English text holds, each once, in the order of the glossary."""
        return self.terms_of(fold_words(text))

    def terms_of(self, words: Sequence[str]) -> tuple[Term, ...]:
        """The same for words that are folded already (see `fold_words`)."""
        index = self._index
        found = {
            place
            for at, word in enumerate(words)
            if word in index
            for form, place in index[word]
            if tuple(words[at : at + len(form)]) == form
        }
        return tuple([self.terms[place] for place in sorted(found)])


def fold_words(text: str) -> tuple[str, ...]:
    """The words of English text in lower case (see `words_of`), singular."""
    return tuple(map(fold_plural, words_of(text)))


def words_of(text: str) -> list[str]:
    """The words of English text in lower case; anything but letters and digits parts."""
    return _WORD.findall(text.lower())


@lru_cache(maxsize=1 << 14)
def fold_plural(word: str) -> str:
    """The lower-case word without its plural ending; both sides of a comparison need it."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 2 and word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word


@cache
def load_glossary() -> Glossary:
    """The glossary; raises pydantic's `ValidationError` when the file is not sound."""
    return Glossary.model_validate(read_yaml("glossary.yaml"))
