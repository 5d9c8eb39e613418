"""Numbers spelled in English words: twenty-five, three million, twice, one third, dozens of."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal

from tasks.verify.numbers.latin import SCALES
from tasks.verify.numbers.quantity import HALF, Kind, Quantity

_ONES = {
    word: Decimal(value)
    for value, word in enumerate(
        (
            *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
            *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen"),
            *("seventeen", "eighteen", "nineteen"),
        )
    )
}
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ONES |= {word: Decimal(10 * value) for value, word in enumerate(_TENS, 2)}
_BIG = ("hundred", "thousand", "million", "billion", "trillion")
_ORDINALS = {
    word: Decimal(place)
    for place, word in enumerate(
        (
            *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"),
            *("ninth", "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth"),
            *("sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth"),
        ),
        1,
    )
}
_PARTS = {"half": Decimal(2), "halves": Decimal(2), "quarter": Decimal(4), "quarters": Decimal(4)}
_PARTS |= {word + plural: n for word, n in _ORDINALS.items() if n > 2 for plural in ("", "s")}

_GROUPS: tuple[tuple[str, str, Kind], ...] = (
    ("single once", "1", "count"),
    ("both pair pairs paired dual couple bipedal", "2", "count"),
    ("twice double doubles doubled doubling", "2", "times"),
    ("trio triplet triplets", "3", "count"),
    ("thrice triple triples tripled tripling", "3", "times"),
    ("quadruped quadrupeds quadrupedal", "4", "count"),
    ("quadruple quadruples quadrupled quadrupling", "4", "times"),
    ("decade", "10", "plain"),
    ("dozen", "12", "count"),
    ("half halve halves halved halving", "0.5", "fraction"),
    ("quarter", "0.25", "fraction"),
    ("tens dozens decades", "10", "vague"),
    ("hundreds", "100", "vague"),
    ("thousands", "1000", "vague"),
)
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september"),
    *("october", "november", "december"),
)
_MAY_BE_VERBS = frozenset({"may", "march"})
_SINGLE: dict[str, tuple[Decimal, Kind]] = {
    month: (Decimal(place), "ordinal") for place, month in enumerate(_MONTHS, 1)
}
_SINGLE |= {
    word: (Decimal(value), kind) for words, value, kind in _GROUPS for word in words.split()
}


def _one_of(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


def _beginning(words: Iterable[str]) -> str:
    """The first two letters of all words as a pattern: it rules out most of a text at once."""
    letters: defaultdict[str, set[str]] = defaultdict(set)
    for word in words:
        letters[word[0]].add(word[1])
    return "|".join(f"{first}[{''.join(sorted(rest))}]" for first, rest in sorted(letters.items()))


_ANY = _one_of([*_ONES, *_BIG])
_AFTER_BIG = "".join(rf"(?<!{word})" for word in _BIG)
# Twenty-five, three hundred and five; but neither "four and eight" nor "two-three" is one number.
_JOINT = (
    rf"(?:(?<=ty)[\s-]|[\s-](?=(?:{_one_of(_BIG)})(?![a-z]))|(?!{_AFTER_BIG})(?:[\s-]|\sand\s))"
)
_SEQUENCE = rf"(?P<sequence>(?:{_ANY})(?:{_JOINT}(?:{_ANY})(?![a-z]))*+)"
_OF_SCALE = rf"\s(?:of\s)?(?P<scale{{}}>{_one_of(_BIG)})s?"
_PHRASE = re.compile(
    rf"[^a-z\d](?={_beginning([*_ONES, *_BIG, *_ORDINALS, *_SINGLE, 'factor', 'order'])})"
    r"(?<!\d[\s-])(?P<factor>factors?\sof\s)?+"
    rf"(?:{_SEQUENCE}(?:(?P<plural>s)(?:{_OF_SCALE.format(1)})?|[\s-]?(?P<fold>fold|times)"
    rf"|[\s-](?P<part>{_one_of(_PARTS)})|(?P<orders>[\s-]orders[\s-]of))?"
    rf"|(?P<ordinal>{_one_of(_ORDINALS)})(?:ly)?|(?P<single>{_one_of(_SINGLE)})(?:{_OF_SCALE.format(2)})?"
    r"|(?P<magnitude>orders?[\s-]of[\s-]magnitude))(?![a-z])"
)
THE_FIRST = "the first"
_THE_FIRST = re.compile(rf"{THE_FIRST}(?![\s-](?:stage|step|phase|level|round|pass)|ly)")
"""The first of its kind: no first of a sequence."""


def spelled_numbers(text: str) -> Iterator[Quantity]:
    """The numbers in words, in order; a number of things is a count.

    "A third" gives the place and the share.
    """
    lowered = text.lower()
    if len(lowered) != len(text):  # İ becomes two characters
        lowered = text
    # Every match begins with the character before its first word.
    for match in _PHRASE.finditer(f" {lowered}"):
        start, end = match.start(), match.end() - 1
        if match["single"] in _MAY_BE_VERBS and text[start].islower():
            continue
        value, kind = _reading(match)
        half_width = Decimal(0) if kind == "fraction" else HALF
        if _THE_FIRST.match(lowered, max(0, start - len(THE_FIRST) + len("first"))):
            start = end - len(THE_FIRST)
        yield Quantity(value, half_width, kind, "exact", text[start:end], start, end)
        if kind == "ordinal" and lowered.endswith(("a ", "a-"), 0, start):
            share = text[start - 2 : end]
            yield Quantity(1 / value, Decimal(0), "fraction", "exact", share, start - 2, end)


def _reading(match: re.Match[str]) -> tuple[Decimal, Kind]:
    if match["sequence"]:
        return _sequence_reading(match)
    if match["ordinal"]:
        return _ORDINALS[match["ordinal"]], "ordinal"
    if match["magnitude"]:
        return Decimal(10), "times"
    value, kind = _SINGLE[match["single"]]
    return value * _scale(match), kind


def _sequence_reading(match: re.Match[str]) -> tuple[Decimal, Kind]:
    value = _value(re.split(r"[\s-]", match["sequence"]))
    if match["plural"]:
        return value * _scale(match), "vague"
    if match["part"]:
        return value / _PARTS[match["part"]], "fraction"
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
            section += _ONES.get(word, Decimal(0))
    return total + section


def _scale(match: re.Match[str]) -> Decimal:
    """The factor of "hundreds of thousands" and "a dozen million"."""
    word = match["scale1"] or match["scale2"]
    return SCALES[word] if word else Decimal(1)
