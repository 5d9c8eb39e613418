"""What a Korean sentence claims: its numbers, and its names in Latin letters.

Everything in Latin letters counts as a name, English in brackets after its Korean rendering too.
Korean particles end a name (`GPT-4o는`).
"""

import re
from functools import lru_cache
from typing import NamedTuple

from tasks.verify.numbers import Quantity, korean_numbers

_TOKEN = re.compile(
    r"[A-Za-z0-9\u00c0-\u024f]++(?:[-_.+'’&@^][A-Za-z0-9\u00c0-\u024f]++)*+", re.ASCII
)
_MEASURE = re.compile(
    r"[0-9]++(?:\.[0-9]++)?(?:[eE]-?[0-9]++"
    r"|[KkMBTxXD]|[xX][0-9.xX]++|[KMGTkmgt]?[Bbsp]|fps|FPS|px|ms|[cmkn]?m|[km]?g|[km]?W|dB|[Kk]?Hz|bits?|st|nd|rd|th)?\Z"
)
"""Tokens that are numbers with a unit, which the number rule reads: 8B, 256x256, 40GB, 1st."""


class Claims(NamedTuple):
    """The names, each once, and the numbers of a sentence, in order."""

    names: tuple[str, ...]
    numbers: tuple[Quantity, ...]


@lru_cache(maxsize=512)
def claims_of(text: str) -> Claims:
    """The claims of a normalised sentence; single letters are no names."""
    names = (token for token in dict.fromkeys(_TOKEN.findall(text)) if _is_name(token))
    return Claims(tuple(names), tuple(korean_numbers(text)))


def _is_name(token: str) -> bool:
    if len(token) < 2 or not any(map(str.isalpha, token)) or _MEASURE.match(token):
        return False
    parts = token.split("-")  # 2D-3D, 8B-70B
    return len(parts) < 2 or not all(map(_MEASURE.match, parts))
