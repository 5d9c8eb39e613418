"""Reads the numbers of a Korean sentence that are claims: strict about value, silent about names.

No claims are: digits in names (GPT-4o, 3D, A100), list enumerators (`1)`, `(2)`, ①), 한 and 하나
("a, one"), 첫 번째, and words that only look like numbers (이 방법, 세계, 사용, 구조).
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from itertools import islice

from prompts.numbers import Kind, load_number_words
from tasks.verify.numbers.enumerators import enumerator_places
from tasks.verify.numbers.korean_units import SPELLED, kind_of, one_of, read_spelled, read_terms
from tasks.verify.numbers.latin import (
    LATIN,
    LONGEST_TEXT,
    MOST_NUMBERS,
    NUMERAL,
    clean,
    latin_value,
    numeral,
)
from tasks.verify.numbers.quantity import HALF, Quantity


@cache
def _native_values() -> dict[str, Decimal]:
    words = load_number_words().korean
    values = {word: Decimal(value) for value, word in enumerate(words.native, 1)}
    values |= {word: Decimal(10 * value) for value, word in enumerate(words.native_tens, 1)}
    return values | {"스무": values["스물"]}


@cache
def _candidate() -> re.Pattern[str]:
    words = load_number_words().korean
    counters, things = one_of(words.counters), one_of(words.things)
    native = (
        rf"(?:(?P<ten>스무|{one_of(words.native_tens)})(?P<one>{one_of(words.native)})?"
        rf"|(?P<unit>두(?=\s?(?:{counters}|{things}))"
        rf"|(?:{one_of(words.native[2:])})(?:(?=\s[가-힣])|(?=(?:{counters})))))"
        rf"(?(ten)(?=\s?(?:{counters}|차원)))"
    )
    beginnings = "".join(sorted({word[0] for word in _native_values()}))
    return re.compile(  # the first line rules out most of a text at once
        rf"(?=[A-Za-zα-ω\d.{beginnings}절수일이삼사오육칠팔구십백천만억조])"
        r"(?:(?P<name>(?!x\d)[A-Za-zα-ω][A-Za-z\d]*+(?:[-_.@/:][A-Za-z\d]++)*+"
        r"(?:(?<=[A-Z])\(\d\))?)"
        r"|(?P<digits>\d|(?<![\w.])\.\d)"
        rf"|(?<![가-힣\d])(?:(?P<native>{native})|(?P<half>절반)|(?P<spelled>{SPELLED})))"
    )


_BARE = re.compile(
    r"(?![가-힣%-])|-[A-Z][a-z]|-\d[\d.]*[BM](?![A-Za-z\d])|(?:[을를이가은는의와과에로도]|에서|보다|까지|부터|으로)(?![가-힣]{2})"
)
_LATIN_TAIL = re.compile(r"[A-Za-z\d]++(?:-[A-Za-z\d]++)*+")
# Lower-case words and these are units (8epoch, 24GB); other letters make a name (3D, 4o, 6DoF).
_UNIT_LETTERS = re.compile(
    r"(?:(?:[a-z]{2,}|[KMGTP]i?B|[kMG]?Hz|FPS|GPUs?|[sWhmpxX]|dB|[TGMP]?FLOPs?)(?![A-Za-z\d])"
    r"|x(?=\d))"
)
_PART = re.compile(rf"분의\s?(?P<numeral>{NUMERAL})")
_SLASH = re.compile(rf"/(?P<numeral>{NUMERAL})(?![A-Za-z/])")
_RANGE = re.compile(r"\s?(?:~|-|–|—|에서|부터)\s?")
_REST = Quantity(Decimal(0), Decimal(0), "vague", "…", LONGEST_TEXT, LONGEST_TEXT)
_ONE_TERM = re.compile(rf"(?P<numeral>{NUMERAL})(?P<unit>[가-힣A-Za-z%\s]*)")


def korean_numbers(text: str) -> tuple[Quantity, ...]:
    """The numbers that a Korean sentence claims, in order. Both ends of a range are numbers.

    Above `LONGEST_TEXT` characters or `MOST_NUMBERS` numbers, the rest of the text counts as one
    number that nothing supports.
    """
    too_long = len(text) > LONGEST_TEXT
    text = clean(text)
    claims = list(islice(_claims(text), MOST_NUMBERS))
    if too_long or len(claims) == MOST_NUMBERS:
        claims.append(_REST)
    for place in range(len(claims) - 1):
        claims[place] = _with_unit_of_next(text, *claims[place : place + 2])
    return tuple(claims)


def _claims(text: str) -> Iterator[Quantity]:
    position, name_end = 0, -1
    while candidate := _candidate().search(text, position):
        start, position = candidate.span()
        if candidate["name"]:
            name_end = position
        elif not candidate["digits"]:
            spelled = _spelled(candidate)
            position = spelled.end
            yield spelled
        elif start not in enumerator_places(text):
            after_name = text[name_end:start] == " "
            claim, position = _in_digits(text, start, after_name=after_name)
            if claim:
                yield claim


def _spelled(match: re.Match[str]) -> Quantity:
    """세 가지, 절반, 삼백만, 수백만."""
    text, start, end = match.string, *match.span()
    if match["native"]:
        words = (match["ten"], match["one"], match["unit"])
        value = sum((_native_values()[word] for word in words if word), Decimal(0))
        claim = _quantity(text, start, end, value, HALF)
        return claim._replace(kind="count") if claim.kind == "plain" else claim
    if match["half"]:
        return _quantity(text, start, end, HALF, Decimal(0), "fraction")
    kind: Kind = "vague" if match["spelled"].startswith("수") else "plain"
    return _quantity(text, start, end, *read_spelled(match["spelled"]), kind)


def _in_digits(text: str, start: int, *, after_name: bool) -> tuple[Quantity | None, int]:
    """The number whose digits start there, and where to go on; None when it is a name (3D, 4o)."""
    if terms := read_terms(text, start):
        claim = _quantity(text, start, terms.end, terms.value, terms.half_width)
        return claim, claim.end
    match = LATIN.match(text, start)
    if match is None:
        return None, start + 1
    end = match.end()
    tail = _LATIN_TAIL.match(text, end)
    if tail and not _UNIT_LETTERS.match(text, end):
        return None, tail.end()
    value, half_width = latin_value(match)
    bare = after_name and not match["scale"] and _BARE.match(text, end)
    claim = _fraction(text, start, end, value) or _quantity(
        text, start, end, value, half_width, "name" if bare else "plain"
    )
    return claim, claim.end


def _fraction(text: str, start: int, end: int, first: Decimal) -> Quantity | None:
    """3분의 1 and 1/3; None when it is neither, or divides by zero."""
    part = _PART.match(text, end) or _SLASH.match(text, end)
    if part is None:
        return None
    second, _ = numeral(part["numeral"])
    over, under = (first, second) if part.re is _SLASH else (second, first)
    if not under:
        return None
    return _quantity(text, start, part.end(), over / under, Decimal(0), "fraction")


def _quantity(
    text: str, start: int, end: int, value: Decimal, half_width: Decimal, kind: Kind = "plain"
) -> Quantity:
    if kind == "plain":
        kind, end = kind_of(text, start, end)
    return Quantity(value, half_width, kind, text[start:end], start, end)


def _with_unit_of_next(text: str, first: Quantity, second: Quantity) -> Quantity:
    """Gives the 2 of 2~3만, 2~3B and 2~3배 the unit that only the second end shows."""
    low, high = _ONE_TERM.fullmatch(first.text), _ONE_TERM.fullmatch(second.text)
    if not low or not high or low["unit"] or first.kind == "name":
        return first
    if second.kind in ("fraction", "name"):
        return first
    shown, _ = numeral(high["numeral"])
    if first.value >= shown or not _RANGE.fullmatch(text[first.end : second.start]):
        return first
    factor = second.value / shown
    return first._replace(
        value=first.value * factor, half_width=first.half_width * factor, kind=second.kind
    )
