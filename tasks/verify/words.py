"""English text as a string without gaps, in which a name is found however it is spelled.

`Open-Scholar`, `open scholar` and `OpenScholars` all become `openscholar`; a name is found when
it begins and ends where words do. So case, plural, hyphen and space need no rule of their own.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from prompts.glossary import fold_plural
from tasks.verify.plain import without_accents

_PART = re.compile(r"[A-Za-z0-9\u00c0-\u024f\u0370-\u03ff]+")
_LETTER_THEN_DIGIT = re.compile(r"[a-z](?=[0-9])")
_TIMES = re.compile(r"[0-9]x\Z")  # 8xH100


def tokens_of(text: str) -> list[str]:
    """The words of a normalised text in lower case, parted by anything but letters and digits."""
    return _PART.findall(without_accents(text).lower())


def squash(name: str) -> str:
    """The name in lower case without anything but letters and digits."""
    name = without_accents(name)
    return (name if name.isalnum() else "".join(_PART.findall(name))).lower()


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text, run together in lower case.

    `bounds` holds the offsets at which words begin and end, `singulars` those at which a singular
    ends. Letters before a digit (`Qwen` of `Qwen2`) end a word, too.
    """

    flat: str
    bounds: frozenset[int]
    singulars: frozenset[int]

    @classmethod
    def of(cls, tokens: Sequence[str]) -> "Words":
        """Run the words of a text together (see `tokens_of`)."""
        ends = list(accumulate(map(len, tokens), initial=0))
        singulars = [
            ends[place] + len(fold_plural(token))
            for place, token in enumerate(tokens)
            if token[-1] == "s"
        ]
        return cls("".join(tokens), frozenset(ends), frozenset(singulars))

    def holds(self, squashed: str) -> bool:
        """True when the squashed name, or its singular, stands in the text as whole words."""
        return self._find(squashed) or self._find(fold_plural(squashed))

    def numbered(self, name: str) -> bool:
        """True when a number stands right after the name, at some place: `Llama 3`."""
        return any(self.flat[end : end + 1].isdigit() for _, end in self._places(name))

    def _places(self, name: str) -> Iterator[tuple[int, int]]:
        at = self.flat.find(name) if name else -1
        while at >= 0:
            yield at, at + len(name)
            at = self.flat.find(name, at + 1)

    def holds_word_like(self, squashed: str) -> bool:
        """True when a word of the text shares its stem with this one: quantize, quantization."""
        stem = squashed[: max(5, len(squashed) * 3 // 5)]
        return len(squashed) >= 4 and self._find(stem, whole=False)

    def _find(self, squashed: str, *, whole: bool = True) -> bool:
        at = self.flat.find(squashed) if squashed else -1
        while at >= 0:
            if self._begins(at) and (not whole or self._ends(at + len(squashed))):
                return True
            at = self.flat.find(squashed, at + 1)
        return False

    def _begins(self, at: int) -> bool:
        return at in self.bounds or _TIMES.match(self.flat, max(0, at - 2), at) is not None

    def _ends(self, at: int) -> bool:
        if at in self.bounds or at in self.singulars:
            return True
        return _LETTER_THEN_DIGIT.match(self.flat, at - 1) is not None
