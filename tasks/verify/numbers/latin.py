"""Numbers in digits as both languages write them: 1,000, 2.42B, 45 million, 10^5, 1e-4.

Digits are all decimal digits of Unicode, so that a full-width １２ is read as 12. Every repetition
in the patterns is possessive or bounded: reading takes time linear in the text.
"""

import re
from decimal import Decimal
from functools import lru_cache
from unicodedata import is_normalized, normalize

from tasks.verify.numbers.quantity import HALF

# Begins with a character class, so that the search skips to the next digit at once.
NUMERAL = r"(?:[\d.](?:(?<=\d)\d*+(?:,\d{3}(?!\d))*+(?:\.\d++)?+|(?<![\w.]\.)(?<=\.)\d++))"
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_POWER = (
    r"(?:\s?\^\s?\{?\s?-?\d{1,3}\}?|⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}"
    r"|의\s?\d{1,2}\s?(?:제곱(?!근)|승(?![가-힣]{2})))"
)
_WORDS = r"(?:[Hh]undred|[Tt]housand|[Mm]illion|[Bb]illion|[Tt]rillion)"
LATIN = re.compile(
    rf"(?P<numeral>{NUMERAL})"
    rf"(?:[eE](?P<exponent>[-+]?\d{{1,3}})(?![A-Za-z\d])|(?P<power>{_POWER})"
    rf"|\s{{0,6}}[×x*·]\s{{0,6}}10(?P<science>{_POWER}))?+"
    rf"(?P<scale>(?:[KkMBbT]|bn)(?![A-Za-z\d])|\s{{1,3}}[KkMBT](?![A-Za-z\d-])|\s?-?\s?{_WORDS}s?(?![A-Za-z]))?+"
)
SCALES = {
    "hundred": Decimal(100),
    "k": Decimal(10) ** 3,
    "thousand": Decimal(10) ** 3,
    "m": Decimal(10) ** 6,
    "million": Decimal(10) ** 6,
    "b": Decimal(10) ** 9,
    "bn": Decimal(10) ** 9,
    "billion": Decimal(10) ** 9,
    "t": Decimal(10) ** 12,
    "trillion": Decimal(10) ** 12,
}
_LONGEST_NUMERAL = 40
"""Longer runs of digits are cut: no number of a paper has so many, and arithmetic stays small."""

_TEX = re.compile(r"\\(?:times|%|sim|approx|,|[{}]|text(?:bf|it)?|math[a-z]{1,3})|[$~]")
_TEX_SIGNS = {r"\times": "×", r"\%": "%", r"\sim": "~", r"\approx": "≈", "~": "~"}
# Hugging Face's abstracts have lost LaTeX's backslashes: 4times4, 5pm0.3, 20sim40, sim10.
_LOST_TEX = re.compile(
    r"(?<=\d)(?:times|pm|cdot|div|sim)(?=\d|\s?[A-Z]|\s10\^)|(?<![A-Za-z])(?:sim|approx)(?=\d)"
)
_LOST_SIGNS = {"times": "×", "pm": "±", "cdot": "·", "div": "÷", "sim": "~", "approx": "≈"}
_FULL_WIDTH_SIGN = re.compile(r"[\uff01-\uff5e]")
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


LONGEST_TEXT = 100_000
"""Characters read of a text, fifty times an abstract: no input may take long."""
MOST_NUMBERS = 200
"""Numbers read of a sentence: claims times evidence are compared."""


def clean(text: str) -> str:
    r"""The NFC form with LaTeX's `\times`, `\%` and `$` and full-width signs as plain ones.

    Keeps the length of the NFC form, so offsets stay true. Cuts at `LONGEST_TEXT`.
    """
    text = text[:LONGEST_TEXT]
    if not text.isascii():
        text = text if is_normalized("NFC", text) else normalize("NFC", text)
        text = text.translate(_FULL_WIDTH) if _FULL_WIDTH_SIGN.search(text) else text
    if "\\" in text or "$" in text:
        text = _TEX.sub(lambda sign: _TEX_SIGNS.get(sign[0], "").rjust(len(sign[0])), text)
    return _LOST_TEX.sub(lambda sign: _LOST_SIGNS[sign[0]].rjust(len(sign[0])), text)


def numeral(digits: str) -> tuple[Decimal, Decimal]:
    """Value and half-width of digits with thousands separators and decimals."""
    return _decimal(digits.replace(",", "")[:_LONGEST_NUMERAL])


@lru_cache(maxsize=1 << 12)
def _decimal(digits: str) -> tuple[Decimal, Decimal]:
    value = Decimal(digits)
    return value, HALF.scaleb(int(value.as_tuple().exponent))


def latin_value(match: re.Match[str]) -> tuple[Decimal, Decimal]:
    """Value and half-width of a match of LATIN."""
    value, half_width = numeral(match["numeral"])
    if match["exponent"]:
        factor = Decimal(10) ** int(match["exponent"])
    elif match["science"]:
        factor = Decimal(10) ** _power(match["science"])
    elif match["power"]:
        value = value ** _power(match["power"]) if value else value
        return value, value / 2
    else:
        factor = scale_of(match)
    return value * factor, half_width * factor


def scale_of(match: re.Match[str]) -> Decimal:
    """The factor of the K, B or million of a match of LATIN; 1 without one."""
    if not match["scale"]:
        return Decimal(1)
    return SCALES[match["scale"].strip(" -\n\t").lower().removesuffix("s")]


def _power(text: str) -> int:
    """The exponent in `^{-3}`, `⁻³` or 의 3제곱."""
    digits = "".join(sign for sign in text.translate(_SUPERSCRIPTS) if sign.isdecimal())
    return -int(digits) if "-" in text or "⁻" in text else int(digits)
