"""Numbers spelled in English words: twenty-five, three million, twice, one third, dozens of."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache

from prompts.numbers import EnglishNumberWords, Kind, load_number_words
from tasks.verify.numbers.latin import SCALES
from tasks.verify.numbers.quantity import HALF, Quantity

_BIG = ("hundred", "thousand", "million", "billion", "trillion")


class _Lexicon:
    """The words with their values, and the pattern that finds them."""

    def __init__(self, words: EnglishNumberWords) -> None:
        self.ones = {word: Decimal(value) for value, word in enumerate(words.ones)}
        self.ones |= {word: Decimal(10 * value) for value, word in enumerate(words.tens, 2)}
        self.ordinals = {word: Decimal(place) for place, word in enumerate(words.ordinals, 1)}
        halves = ("half", "halves", "quarter", "quarters")
        self.parts = dict(zip(halves, map(Decimal, (2, 2, 4, 4)), strict=True))
        self.parts |= {
            word + plural: n for word, n in self.ordinals.items() if n > 2 for plural in ("", "s")
        }
        self.single: dict[str, tuple[Decimal, Kind]] = {
            month: (Decimal(place), "ordinal") for place, month in enumerate(words.months, 1)
        }
        self.single |= {w: (group.value, group.kind) for group in words.single for w in group.words}
        self.may_be_verbs = words.may_be_verbs
        self.phrase = _phrase(self.ones, self.ordinals, self.parts, self.single)


@cache
def _lexicon() -> _Lexicon:
    return _Lexicon(load_number_words().english)


def _one_of(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


def _beginning(words: Iterable[str]) -> str:
    """The first two letters of all words as a pattern: it rules out most of a text at once."""
    letters: defaultdict[str, set[str]] = defaultdict(set)
    for word in words:
        letters[word[0]].add(word[1])
    return "|".join(f"{first}[{''.join(sorted(rest))}]" for first, rest in sorted(letters.items()))


def _phrase(
    ones: Iterable[str], ordinals: Iterable[str], parts: Iterable[str], single: Iterable[str]
) -> re.Pattern[str]:
    """Twenty-five, three hundred and five; but neither "four and eight" nor "two-three"."""
    any_ = _one_of([*ones, *_BIG])
    after_big = "".join(rf"(?<!{word})" for word in _BIG)
    joint = (
        rf"(?:(?<=ty)[\s-]|[\s-](?=(?:{_one_of(_BIG)})(?![a-z]))|(?!{after_big})(?:[\s-]|\sand\s))"
    )
    of_scale = rf"\s(?:of\s)?(?P<scale{{}}>{_one_of(_BIG)})s?"
    first_letters = _beginning([*ones, *_BIG, *ordinals, *single, "factor", "order"])
    return re.compile(
        rf"[^a-z\d](?={first_letters})(?<!\d[\s-])(?P<factor>factors?\sof\s)?+"
        rf"(?:(?P<sequence>(?:{any_})(?:{joint}(?:{any_})(?![a-z]))*+)"
        rf"(?:(?P<plural>s)(?:{of_scale.format(1)})?|[\s-]?(?P<fold>fold|times)"
        rf"|[\s-](?P<part>{_one_of(parts)})|(?P<orders>[\s-]orders[\s-]of))?"
        rf"|(?P<ordinal>{_one_of(ordinals)})(?:ly)?|(?P<single>{_one_of(single)})(?:{of_scale.format(2)})?"
        r"|(?P<magnitude>orders?[\s-]of[\s-]magnitude))(?![a-z])"
    )


def spelled_numbers(text: str) -> Iterator[Quantity]:
    """The numbers in words, in order; a number of things is a count.

    "A third" gives the place and the share.
    """
    lowered = text.lower()
    if len(lowered) != len(text):  # İ becomes two characters
        lowered = text
    # Every match begins with the character before its first word.
    for match in _lexicon().phrase.finditer(f" {lowered}"):
        start, end = match.start(), match.end() - 1
        if match["single"] in _lexicon().may_be_verbs and text[start].islower():
            continue
        value, kind = _reading(match)
        half_width = Decimal(0) if kind == "fraction" else HALF
        yield Quantity(value, half_width, kind, text[start:end], start, end)
        if kind == "ordinal" and lowered.endswith(("a ", "a-"), 0, start):
            share = text[start - 2 : end]
            yield Quantity(1 / value, Decimal(0), "fraction", share, start - 2, end)


def _reading(match: re.Match[str]) -> tuple[Decimal, Kind]:
    if match["sequence"]:
        return _sequence_reading(match)
    if match["ordinal"]:
        return _lexicon().ordinals[match["ordinal"]], "ordinal"
    if match["magnitude"]:
        return Decimal(10), "times"
    value, kind = _lexicon().single[match["single"]]
    return value * _scale(match), kind


def _sequence_reading(match: re.Match[str]) -> tuple[Decimal, Kind]:
    value = _value(re.split(r"[\s-]", match["sequence"]))
    if match["plural"]:
        return value * _scale(match), "vague"
    if match["part"]:
        return value / _lexicon().parts[match["part"]], "fraction"
    if match["orders"]:
        return Decimal(10) ** int(min(value, Decimal(99))), "times"
    return value, "times" if match["fold"] or match["factor"] else "count"


def _value(words: list[str]) -> Decimal:
    """Three hundred and twenty-five thousand: big words close a section."""
    total = section = Decimal(0)
    for word in words:
        if word == "hundred":
            section = (section or 1) * SCALES[word]
        elif word in SCALES:
            total += (section or 1) * SCALES[word]
            section = Decimal(0)
        else:
            section += _lexicon().ones.get(word, Decimal(0))
    return total + section


def _scale(match: re.Match[str]) -> Decimal:
    """The factor of "hundreds of thousands" and "a dozen million"."""
    word = match["scale1"] or match["scale2"]
    return SCALES[word] if word else Decimal(1)
