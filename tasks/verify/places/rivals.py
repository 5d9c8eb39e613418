"""A number whose place another number of the abstract fits better.

A changed number is seldom one that the abstract does not have: small ones are everywhere in it. So
each place of the abstract where the number stands is held against its place in the Korean sentence
(`surroundings.py`), and so are its rivals: numbers of the same sort that the sentence leaves out.
It is refused when a rival fits much better than the number itself.
"""

from collections.abc import Iterator, Sequence

from tasks.verify.claims import claims_of
from tasks.verify.numbers import Quantity, supported
from tasks.verify.numbers.quantity import HALF
from tasks.verify.places.surroundings import Place, best_fit, fit
from tasks.verify.source import Source

_MARGIN = 2.5
"""By so much a rival must fit better, so that one word in common is no verdict.

Of 1,800 fresh texts tuned on 79 are refused at 3.5, 81 at 3, 82 at 2.5, 87 at 2, and of 6,695
changed numbers 160, 146, 135, 121 pass. At 2 the claims lose a paper, too.
"""

_MOST, _SMALL, _FEW_DIGITS = 1_000, 100, 2
"""Larger and longer numbers are nowhere by chance; nobody takes 600 for 20.

_MOST at 100,000: 21 texts; _SMALL at 1,000: 36 numbers pass; _FEW_DIGITS at 1: 38 pass.
"""

_MOST_CLAIMS, _MOST_NUMBERS = 16, 120
"""A flood has more, and no text measured: they bound the time."""

_COUNTS = frozenset({"count", "plain", "ordinal"})
_SHARES = frozenset({"fraction", "times"})
_NO_CLAIM = frozenset({"vague", "name"})
_SAY_LITTLE = frozenset(
    {"one", "single", "once", "another", "1", "both", "pair", "pairs", "paired", "couple", "dual"}
    | {"zero", "half", "hundred", "thousand", "million", "billion"}
)
"""Numbers of the abstract that a sentence may well leave out."""


def outdone_numbers(text: str, source: Source) -> Iterator[str]:
    """The numbers of a normalised sentence whose place fits another number of the source."""
    claims = claims_of(text).numbers
    asked = [claim for claim in claims if _is_asked_about(claim)]
    if asked and not _is_flood(claims, source):
        held = _held(claims, source)
        for claim in asked:
            own, rivals = _sides(claim, text, held)
            rival = best_fit(claim, text, rivals)
            if rival >= _MARGIN and rival - best_fit(claim, text, own) >= _MARGIN:
                yield claim.text


def _is_flood(claims: Sequence[Quantity], source: Source) -> bool:
    return len(claims) > _MOST_CLAIMS or len(source.whole.numbers) > _MOST_NUMBERS


def _is_asked_about(claim: Quantity) -> bool:
    """False for names and ranks, which other rules read, and for what is large."""
    if claim.kind == "ordinal":
        return claim.text.endswith("단계")
    return claim.value < _MOST and claim.kind not in _NO_CLAIM


_Held = list[tuple[Place, list[Quantity]]]


def _held(claims: Sequence[Quantity], source: Source) -> _Held:
    """Each number of the source with the numbers of the sentence that it supports."""
    return [
        ((place, number), [claim for claim in claims if supported(claim, (number,))])
        for place in source.places
        for number in place.numbers
    ]


def _sides(claim: Quantity, text: str, held: _Held) -> tuple[list[Place], list[Place]]:
    """Where the source has the number, and where it has one that may have been meant."""
    own = [place for place, supporting in held if claim in supporting]
    rivals = [place for place, supporting in held if not supporting and _is_alike(claim, place[1])]
    if not rivals:
        return own, []
    if not own:
        return [], rivals
    if len(own) < sum(other[:3] == claim[:3] for other in claims_of(text).numbers):
        return [place for place in own if _is_of(claim, text, place)], rivals
    most = _FEW_DIGITS if claim.kind in _COUNTS and claim.half_width >= HALF else 1
    return own, rivals if claim.digits_shown <= most else []


def _is_alike(claim: Quantity, number: Quantity) -> bool:
    """True when the number could stand where the claim does."""
    if number.text.lower() in _SAY_LITTLE or number.kind in _NO_CLAIM or number.kind == "ordinal":
        return False
    if number.value >= (_SMALL if claim.value < _SMALL else _MOST):
        return False
    if number.half_width != claim.half_width and min(number.half_width, claim.half_width) < HALF:
        return False
    if claim.kind == number.kind or {claim.kind, number.kind} <= _SHARES:
        return True
    return claim.whole and number.whole and {claim.kind, number.kind} <= _COUNTS


def _is_of(claim: Quantity, text: str, place: Place) -> bool:
    """False when the sentence has the number of two things, and the other fits the place better."""
    best = fit(claim, text, place)
    for other in claims_of(text).numbers:
        if other[:3] == claim[:3] and other is not claim:
            others = fit(other, text, place)
            if others > best or (others == best and other.start < claim.start):
                return False
    return True
