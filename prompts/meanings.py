"""Finds meanings in words: lists of English beginnings and Korean renderings, indexed."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain
from operator import add

from prompts.glossary import fold_plural

Pair = tuple[tuple[str, ...], tuple[str, ...]]
"""English and Korean beginnings of words of one meaning."""

_SHORT = 3
"""English beginnings up to this length stand for the whole word."""


class Meanings:
    """Pairs of beginnings; a meaning is named by the place of its pair.

    Words are looked up once: a few thousand make up most abstracts and digests.
    """

    def __init__(self, pairs: Sequence[Pair]) -> None:
        english = _index((words for words, _ in pairs), head=_SHORT + 1)
        korean = _index((words for _, words in pairs), head=2)
        self._phrases = [pair for found in korean.values() for pair in found if " " in pair[0]]

        @lru_cache(maxsize=1 << 14)
        def of_english(word: str) -> tuple[int, ...]:
            singular = fold_plural(word)
            found = english.get(singular[: _SHORT + 1], ())
            return tuple(meaning for beginning, meaning in found if singular.startswith(beginning))

        @lru_cache(maxsize=1 << 15)
        def of_korean(word: str) -> tuple[int, ...]:
            heads = set(map(add, word, word[1:])) & korean.keys()
            return tuple(
                meaning for head in heads for part, meaning in korean[head] if part in word
            )

        self._of_english, self._of_korean = of_english, of_korean

    def in_english(self, words: Iterable[str]) -> frozenset[int]:
        """The meanings of English words in lower case."""
        return frozenset(chain.from_iterable(map(self._of_english, set(words))))

    def in_korean(self, text: str) -> frozenset[int]:
        """The meanings of a Korean text, found anywhere in its words: compounds are common."""
        found = frozenset(chain.from_iterable(map(self._of_korean, set(text.split()))))
        if " " not in text:
            return found
        return found.union(meaning for phrase, meaning in self._phrases if phrase in text)


def _index(sides: Iterable[Sequence[str]], head: int) -> dict[str, list[tuple[str, int]]]:
    """Words with the place of their meaning, by their first `head` characters."""
    index: dict[str, list[tuple[str, int]]] = {}
    for meaning, words in enumerate(sides):
        for word in words:
            index.setdefault(word[:head], []).append((word, meaning))
    return index
