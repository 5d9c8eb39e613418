"""Makes wrong texts out of right ones, by code and seeded: what the checker must refuse.

Every function takes a pair (and what it needs of the others) and gives a wrong pair, or None when
the text has nothing to spoil. Numbers and names are found by patterns of their own, not by the
checker's, so that what the checker cannot see is counted against it.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random

from benchmarks.verification.data import Pair

_DIGITS = re.compile(
    r"(?<![A-Za-z0-9.,^_/-])\d+(?:,\d{3})*(?:\.\d+)?(?![0-9A-Za-z^_]|[.,-]\d|-[A-Za-z])"
)
_NATIVE = re.compile(
    r"(?<![가-힣])(두|세|네|다섯|여섯|일곱|여덟|아홉|열)(?= (?:가지|개|단계|종류|번|배|종|명|차원))"
)
_NATIVE_WORDS = ("두", "세", "네", "다섯", "여섯", "일곱", "여덟", "아홉", "열")
_WITH_UNIT = re.compile(
    r"(?<![A-Za-z0-9.,/@-])(?<!분의 )(\d+(?:,\d{3})*(?:\.\d+)?)\s?"
    r"(천만|백만|만(?!큼)|억|조|천|[KMBT](?![A-Za-z0-9]))"
)
_THOUSANDS = re.compile(r"(?<![A-Za-z0-9.,/@-])(?:\d{1,3}(?:,\d{3})+|\d{4,6})(?![0-9A-Za-z.,^년-])")
_OTHER_UNITS = {
    "만": ("억", "천", "십만", "백만"),
    "억": ("만", "조", "십억", "백억"),
    "조": ("억", "십조", "만"),
    "천": ("만", "십만"),
    "백만": ("만", "억", "천만"),
    "천만": ("백만", "억"),
    "K": ("만", "M", "십만"),
    "M": ("만", "억", "천만"),
    "B": ("억", "M", "백억"),
    "T": ("억", "십조"),
}
_NAME = re.compile(r"(?<![A-Za-z0-9-])[A-Z][A-Za-z0-9]*(?:-[A-Za-z0-9.]+)*(?![A-Za-z0-9])")
_COINED = re.compile(r"^(?=.*[A-Z].*[A-Z]|.*[a-z].*[0-9]|.*[A-Z].*[0-9])[A-Z][A-Za-z0-9.-]{2,}$")

Mutation = Callable[[Pair, Random], Pair | None]


def number_changed(pair: Pair, random: Random) -> Pair | None:
    """One number, in digits or as a native numeral, has another value."""
    places = [(m, False) for m in _DIGITS.finditer(pair.text)]
    places += [(m, True) for m in _NATIVE.finditer(pair.text)]
    if not places:
        return None
    match, native = random.choice(places)
    if native:
        new = random.choice([word for word in _NATIVE_WORDS if word != match[0]])
    else:
        new = _other_digits(match[0], random)
    return _spliced(pair, match, new)


def unit_error(pair: Pair, random: Random) -> Pair | None:
    """One number is off by a power of ten through its unit: 만 for 억, B read as 억."""
    found = [*_WITH_UNIT.finditer(pair.text), *_THOUSANDS.finditer(pair.text)]
    if not found:
        return None
    match = random.choice(found)
    if match.re is _THOUSANDS:
        thousandth = float(match[0].replace(",", "")) / 1000
        return _spliced(pair, match, f"{thousandth:g}{random.choice(('만', '십만'))}")
    return _spliced(pair, match, match[1] + random.choice(_OTHER_UNITS[match[2]]))


def foreign_name(pair: Pair, names: Sequence[str], random: Random) -> Pair | None:
    """One name is replaced by the name that another paper has given to its own work."""
    own = re.sub("[^a-z0-9]", "", f"{pair.title} {pair.abstract}".lower())
    others = [name for name in names if re.sub("[^a-z0-9]", "", name.lower()) not in own]
    places = [m for m in _NAME.finditer(pair.text) if len(m[0]) > 2]
    return _spliced(pair, random.choice(places), random.choice(others)) if places else None


def coined_names(pairs: Sequence[Pair]) -> list[str]:
    """The names that titles introduce before a colon and that look coined: `VidEgoThink`."""
    heads = {pair.title.split(":")[0].strip() for pair in pairs if ":" in pair.title}
    return sorted(head for head in heads if _COINED.match(head))


def other_text(pair: Pair, pairs: Sequence[Pair]) -> Pair | None:
    """The text of the next other paper of the same day; None when it is the only one."""
    same_day = [other for other in pairs if other.day == pair.day]
    at = same_day.index(pair)
    others = [other for other in same_day[at:] + same_day[:at] if other.id != pair.id]
    return replace(pair, sentences=others[0].sentences) if others else None


def generic_text(pair: Pair, sentences: Sequence[str], random: Random) -> Pair:
    """Three or four sentences that would fit any paper."""
    return replace(pair, sentences=tuple(random.sample(sentences, random.choice((3, 4)))))


def _other_digits(number: str, random: Random) -> str:
    """The number with one digit replaced; the first digit never becomes 0."""
    at = random.choice([at for at, character in enumerate(number) if character.isdigit()])
    lowest = 1 if at == 0 else 0
    digit = random.choice([d for d in range(lowest, 10) if d != int(number[at])])
    return f"{number[:at]}{digit}{number[at + 1 :]}"


def _spliced(pair: Pair, match: re.Match[str], new: str) -> Pair:
    text = f"{pair.text[: match.start()]}{new}{pair.text[match.end() :]}"
    return replace(pair, sentences=tuple(text.split("\n")))
