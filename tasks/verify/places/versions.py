"""Other versions (`Llama 4` for Llama 3), and results that two things share by mistake."""

import re
from collections.abc import Iterator

from tasks.verify.claims import claims_of
from tasks.verify.numbers import supported
from tasks.verify.source import Source
from tasks.verify.words import squash

PARTICLE = r"(?:들|을|를|은|는|이|가|의|에|에서|와|과|로|으로|도|만|보다|부터|까지|마다)"
_VERSION = re.compile(
    r"([A-Za-z](?<![A-Za-z0-9_.-][A-Za-z])[A-Za-z0-9_.-]*+) (\d{1,2}(?:\.\d{1,2})?|20\d\d)"
    rf"(?!만)(?=\s?(?:\Z|[^\w\s가-힣%.~+×^°/-]|\.(?!\d)|{PARTICLE}{{1,2}}(?![가-힣])|같은\s|라이선스)"
    r"|\s[A-Z][a-z]+(?![A-Za-z\d]))"
)
_REACH = 20
"""Characters from a name to its version (AIME 2024 and 2025); 10 and 40 change no verdict."""


def other_versions(text: str, source: Source) -> Iterator[str]:
    """Names with a number that the source follows by other numbers only."""
    for found in _VERSION.finditer(text):
        name = squash(found[1])
        if source.whole.words.numbered(name) and not _has_version(name, found[2], source):
            yield found[0]


def _has_version(name: str, version: str, source: Source) -> bool:
    """True when the version stands near the name; AIME 2024 is AIME24, and 3.0 may be 3."""
    short = version.removeprefix("20").removesuffix(".0") or version
    spelled = r"[^A-Za-z\d]{0,2}".join(name)
    number = rf"(?<![\d.])(?:20)?{re.escape(short)}(?:\.0)?(?!\.?\d)"
    near = re.compile(
        rf"{spelled}.{{0,{_REACH}}}?{number}|{number}.{{0,{_REACH}}}?{spelled}", re.IGNORECASE
    )
    return any(near.search(place.text) for place in source.places)


def results_said_twice(text: str, source: Source) -> Iterator[str]:
    """Results that two things have in the sentence, and one thing in the source: 71.8 and 71.8."""
    numbers = claims_of(text).numbers
    for at, number in enumerate(numbers):
        is_result = number.kind == "percent" or not number.whole
        if is_result and number[:3] in [other[:3] for other in numbers[:at]]:
            places = {
                (place, piece.start)
                for place, evidence in enumerate(source.places)
                for piece in evidence.numbers
                if supported(number, (piece,))
            }
            if len(places) == 1:
                yield number.text
