"""Up or down: a number, or a quantity, moves in the sentence as it does in the abstract.

Beside a number: the movement that the Korean verb behind it tells, against the words around the
same number in the abstract. Without a number: a quantity (정확도를 높여) against all its movements
there. Refused when the abstract has only the opposite.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from prompts.statements import (
    Measured,
    Move,
    grammar,
    load_statements,
    movement,
    pattern,
    quantity_moves,
)
from tasks.verify.claims import claims_of
from tasks.verify.meaning.near import near, related
from tasks.verify.numbers import Quantity, supported
from tasks.verify.plain import quote
from tasks.verify.source import Evidence, Source

_UP = {"more": 1, "less": -1}
_VALUE = {"better": 1, "worse": -1, "faster": 1, "slower": -1}
_STEADY: tuple[Move, ...] = ("more", "less", "better")
_BEHIND, _AHEAD = 34, 24
_BEFORE, _AFTER, _BESIDE = 110, 45, 45
_TIGHT, _LOOSE, _SENTENCE = 4, 7, 40
_MOVED, _LARGE = frozenset({"percent", "times", "fraction", "plain"}), 100_000
_COUNTED = ("번", "개", "명", "편", "시간", "초", "분")


class _Moving(NamedTuple):
    """A movement of the abstract: which, where, by what word, and whether it is denied."""

    move: Move
    start: int
    word: str
    denied: bool


def turned_directions(text: str, source: Source, cites: Sequence[int]) -> Iterator[str]:
    """Movements of a normalised sentence that are the opposite ones in the abstract."""
    if not movement().search(text):
        return
    numbers = [n for n in claims_of(text).numbers if n.kind in _MOVED and n.value < _LARGE]
    for at, number in enumerate(numbers):
        if not number.text.endswith(_COUNTED) and (said := _move_behind(number, text)):
            yield from _falls_in_range(numbers[:at], number, said, text)
            yield from _beside_number(number, numbers[at + 1 :], said, text, source)
    yield from _of_quantities(text, source, cites)


def _move_behind(number: Quantity, text: str) -> re.Match[str] | None:
    """The movement that the sentence tells of the number: the first verb behind it."""
    stop = number.end + _BEHIND
    found = movement().search(text, number.end, stop)
    end = grammar("direction_clause_end").search(text, number.end, stop)
    if not found or (end and end.start() < found.start()):
        return None
    between = text[number.end : found.start()]
    attribute = found[0][-1] in "은른린" and not grammar("direction_plain").fullmatch(between)
    outside = between.count(")") > between.count("(")  # the number stood in brackets
    turned = grammar("direction_turned").match(text, found.end(), stop)
    return None if attribute or outside or turned else found


def _falls_in_range(
    before: Sequence[Quantity], number: Quantity, said: re.Match[str], text: str
) -> Iterator[str]:
    """80%에서 60%로 올랐습니다 contradicts itself."""
    for first in before[-1:]:
        joined = grammar("direction_from_to").fullmatch(text, first.end, number.start)
        rise = (number.value - first.value) * _UP.get(said.lastgroup or "", 0)
        if joined and first.kind == number.kind and first.text[-1] not in "BMK" and rise < 0:
            yield (
                f"'{quote(text[first.start : number.end])}'은(는) '{quote(said[0])}'과(와) 맞지 "
                "않습니다."
            )


def _beside_number(
    number: Quantity, after: Sequence[Quantity], said: re.Match[str], text: str, source: Source
) -> Iterator[str]:
    others = [n for n in after if n.start < said.start()]
    target = grammar("direction_target").match(text, number.end)
    if others and (target or any(n.kind != number.kind for n in others)):
        return
    begin = max(0, number.start - _AHEAD)
    inverse = grammar("direction_inverse").search(text, begin, said.end()) is not None
    good = _goodness(text[begin : number.start])
    places = [
        (place, _around(place, piece.start, piece.end))
        for place in source.places
        for piece in place.numbers
        if supported(number, (piece,))
    ]
    if places and all(
        moves and _opposes(said.lastgroup or "", good or _usual(place), moves, inverse)
        for place, moves in places
    ):
        place, moves = places[0]
        yield _detail(f"{number.text} … {said[0]}", moves[0].word, place)


def _opposes(move: str, good: int, moves: Sequence[_Moving], inverse: bool) -> bool:
    """True when every English movement is the opposite of the Korean one."""
    ups = {_UP[m.move] for m in moves if m.move in _UP}
    values = {_VALUE[m.move] for m in moves if m.move in _VALUE}
    up, value = _UP.get(move), _VALUE.get(move) or _UP[move] * good
    if value in values or up in ups:
        return False
    if up and ups and not inverse:
        return True
    return bool(value) if values else not up and not inverse and ups == {-value * good}


def _usual(place: Evidence) -> int:
    """1, unless the sentence speaks of what is better when there is less of it."""
    low = place.text.lower()
    return int(
        not any(q.good < 0 and pattern(q.en).search(low) for q in load_statements().quantities)
    )


def _goodness(before: str) -> int:
    found = {q.good for q in load_statements().quantities if pattern(q.ko).search(before)}
    return found.pop() if len(found) == 1 else 0


def _of_quantities(text: str, source: Source, cites: Sequence[int]) -> Iterator[str]:
    for verb, found, quantity in quantity_moves(text):
        denied = grammar("direction_denied").match(text, verb.end())
        move = next((move for move in _STEADY if move == verb.lastgroup), None)
        if move is None or denied or not quantity.alone or verb[0][-1] in "은른":
            continue
        mine = _sense(move, quantity)
        if any(_bears_out(place, quantity, mine) for place in source.places):
            continue
        holding = [p for p in source.places[1:] if _nouns(p, quantity)]
        close = (near if move == "better" else related)(text, source, cites)
        alone = holding if len(holding) == 1 and move != "better" else []
        for place in [p for p in holding if p in close] or alone:
            if word := _against(place, quantity, mine, found["by"] in ("을", "를")):
                yield _detail(found[0] + verb[0], word, place)
                return


def _bears_out(place: Evidence, quantity: Measured, mine: int) -> bool:
    """True when the quantity moves so there; that things get better is said in many ways."""
    most = _SENTENCE if mine == quantity.good else _LOOSE
    moves = _moves_of(place, quantity, most, moved=True)
    return any(not m.denied and _sense(m.move, quantity) == mine for m in moves)


def _against(place: Evidence, quantity: Measured, mine: int, moved: bool) -> str | None:
    """The English movement that is the opposite, or that is denied."""
    for found in _moves_of(place, quantity, _TIGHT, moved=moved):
        if _sense(found.move, quantity) == (mine if found.denied else -mine):
            return f"not {found.word}" if found.denied else found.word
    return None


def _sense(move: Move, quantity: Measured) -> int:
    """Whether it grows (1) or shrinks (-1), by which better and worse is told."""
    return _UP.get(move) or _VALUE[move] * (quantity.good or 1)


@lru_cache(maxsize=512)
def _around(place: Evidence, start: int, end: int) -> tuple[_Moving, ...]:
    """The movements right beside a number, or else those of its clause."""
    begin = max(0, start - _BEFORE)
    parts = grammar("direction_english_end").finditer(place.text, begin, start)
    begin = max((part.end() for part in parts), default=begin)
    after = grammar("direction_english_end").search(place.text, end, end + _AFTER)
    stop = after.start() if after else end + _AFTER
    moves = [m for m in _all_moves(place) if begin <= m.start < stop and not m.denied]
    low = max((n.end for n in place.numbers if n.end <= start), default=0)
    high = min((n.start for n in place.numbers if n.start >= end), default=len(place.text))
    joint = grammar("direction_joins").search(place.text, end, end + _BESIDE)
    high = min(high, joint.start() if joint else end + _BESIDE)
    beside = [m for m in moves if max(low, start - _BESIDE) <= m.start < high]
    return tuple(beside or moves)


@lru_cache(maxsize=256)
def _all_moves(place: Evidence) -> tuple[_Moving, ...]:
    low, denied = place.text.lower(), grammar("direction_negated")
    return tuple(
        _Moving(move, at, found[0], denied.search(low, max(0, at - 40), at) is not None)
        for move, forms in load_statements().moves.items()
        for found in pattern(forms.en).finditer(low)
        for at in (found.start(),)
    )


def _moves_of(place: Evidence, quantity: Measured, most: int, *, moved: bool) -> Iterator[_Moving]:
    """The movements that the quantity makes: the cost falls, or (if `moved`) reduces the cost."""
    low = place.text.lower()
    for start, end in _nouns(place, quantity):
        for found in _all_moves(place):
            falls = _is_tight(low[end : found.start], most - 2)
            behind = low[found.start + len(found.word) : start]
            if found.move in _STEADY and (
                falls or ((moved or found.denied) and _is_tight(behind, most))
            ):
                yield found


@lru_cache(maxsize=2048)
def _nouns(place: Evidence, quantity: Measured) -> tuple[tuple[int, int], ...]:
    return tuple(noun.span() for noun in pattern(quantity.en).finditer(place.text.lower()))


def _is_tight(between: str, most: int) -> bool:
    parted = grammar("direction_parted").search(between)
    return bool(between) and not parted and len(between.split()) <= most


def _detail(korean: str, english: str, place: Evidence) -> str:
    words = f"'{quote(english)}'과(와) 반대입니다: {quote(place.text)}"
    return f"'{quote(korean)}'은(는) 초록의 {words}"
