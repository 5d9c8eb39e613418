"""Who beats whom: A가 B를 앞서, A는 B보다 높아, A는 B에 뒤져, against "A outperforms B".

Names in Latin letters take the roles, and two that have no name: the paper's own method, and what
it is compared with. Refused when the abstract compares the two the other way round only.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from prompts.glossary import fold_plural
from prompts.long_forms import load_long_forms
from prompts.statements import compared, grammar, load_statements, pattern
from tasks.verify.plain import quote
from tasks.verify.source import Evidence, Source
from tasks.verify.words import squash, tokens_of

_OURS, _BASE = "(ours)", "(base)"
_WIN_REACH, _LOSE_REACH, _ADJECTIVE, _PHRASE, _RIGHT = 24, 16, 40, 90, 160

_Side = frozenset[str | int]
"""Who or what is compared: names, the two that have none, and the meanings of words."""


class Duel(NamedTuple):
    """Who is said to win, and who to lose; `words` say it. `sure` of a winner, `wins` by a verb."""

    winners: _Side
    losers: _Side
    words: str
    wins: bool = False
    sure: bool = False

    def apart(self) -> tuple[_Side, _Side]:
        """Both sides without what they share: 7B and 13B of two models of one family."""
        return self.winners - self.losers, self.losers - self.winners


def turned_comparisons(text: str, source: Source, _cites: Sequence[int]) -> Iterator[str]:
    """Comparisons of a normalised sentence that the abstract makes the other way round."""
    marks = (compared("win", "ko"), compared("lose", "ko"), grammar("comparison_standard"))
    if not any(mark.search(text) for mark in marks):
        return
    for duel in _korean_duels(text, _own(source)):
        if english := _against(duel, source):
            yield (
                f"'{quote(duel.words)}'은(는) 초록과 반대입니다. 이긴 쪽과 진 쪽을 바로잡으십시오: "
                f"{quote(english)}"
            )
            return


def _against(duel: Duel, source: Source) -> str | None:
    """The words of the abstract that turn the duel round, when none bear it out."""
    theirs = [d for place in source.places[1:] for d in _english_duels(place, source)]
    winners, losers = duel.apart()
    for other in theirs:
        won, lost = other.apart()
        if _meet(winners, won) and _meet(losers, lost):
            return None
    if duel.sure and (words := _only_loses(winners, losers, theirs)):
        return words
    turned = (d.words for d in theirs if losers and _turns(winners, losers, d))
    return next(turned, None) or (_only_equals(losers, source, theirs) if duel.wins else None)


def _turns(winners: _Side, losers: _Side, other: Duel) -> bool:
    won, lost = other.apart()
    crossed = _meet(winners, lost) and _meet(losers, won)
    return bool(crossed) and not _meet(winners, won) and not _meet(losers, lost)


def _only_equals(losers: _Side, source: Source, theirs: Sequence[Duel]) -> str | None:
    """The words by which the abstract says that the loser is merely equalled."""
    if any(_meet(losers, d.losers) for d in theirs):
        return None
    for place in source.places[1:]:
        low = place.text.lower()
        for found in (
            () if compared("win", "en").search(low) else compared("equal", "en").finditer(low)
        ):
            right = grammar("comparison_away_from_equal").split(
                place.text[found.end() :][:_PHRASE]
            )[0]
            if _meet(losers, _side(right, _own(source))):
                return place.text
    return None


def _only_loses(winners: _Side, losers: _Side, theirs: Sequence[Duel]) -> str | None:
    """The words by which the abstract lets the named winner lose, and nobody else that is named."""
    names = _named(losers)
    if not _named(winners) or any(
        _meet(winners, d.winners) or _meet(names, d.losers) for d in theirs
    ):
        return None
    return next((d.words for d in theirs if _meet(winners, d.losers - d.winners)), None)


def _named(side: _Side) -> _Side:
    return frozenset(name for name in side if isinstance(name, str))


def _meet(korean: _Side, english: _Side) -> _Side:
    """What both speak of: names, where the Korean has any, else most of the meanings."""
    names = _named(korean)
    shared = (names or korean) & english
    return shared if names or 2 * len(shared) >= len(korean) else frozenset()


def _korean_duels(text: str, own: frozenset[str]) -> Iterator[Duel]:
    topic = grammar("comparison_first_topic").search(text)
    start = 0
    for stop in [*(m.end() for m in grammar("comparison_clause").finditer(text)), len(text)]:
        clause, start = text[start:stop], stop
        yield from _clause_duels(clause.strip(), text[: topic.start()] if topic else "", own)


def _clause_duels(clause: str, topic: str, own: frozenset[str]) -> Iterator[Duel]:
    if standard := grammar("comparison_standard").search(clause):
        yield from _by_standard(clause, standard, topic, own)
    elif win := compared("win", "ko").search(clause):
        for end in list(grammar("comparison_end").finditer(clause, 0, win.start()))[-1:]:
            close = win.start() - end.end() < _WIN_REACH
            if close and not grammar("comparison_topic").search(clause, end.end(), win.start()):
                winner, loser = _parted(clause[: end.start()], topic, own)
                yield Duel(winner, loser, clause, wins=True, sure=_OURS in loser)
    else:
        for lose in compared("lose", "ko").finditer(clause):
            for end in list(grammar("comparison_to").finditer(clause, 0, lose.start()))[-1:]:
                if lose.start() - end.end() < _LOSE_REACH:
                    loser, winner = _parted(clause[: end.start()], topic, own)
                    yield Duel(winner, loser, clause, sure=True)


def _by_standard(
    clause: str, standard: re.Match[str], topic: str, own: frozenset[str]
) -> Iterator[Duel]:
    """A는 B보다 높다: the adjective tells who wins, unless it is of what should be little."""
    subject, other = _parted(clause[: standard.start()], topic, own)
    behind = grammar("comparison_subject_behind").match(clause, standard.end())
    if behind:
        subject = _who(behind[1], own)
    rest = clause[standard.end() : standard.end() + _ADJECTIVE]
    better, worse = compared("better", "ko").search(rest), compared("worse", "ko").search(rest)
    if better and worse and worse[0] == "덜" and worse.start() < better.start():
        better = None
    cheap = worse and any(
        q.good < 0 and pattern(q.ko).search(rest) for q in load_statements().quantities
    )
    if bool(better) == bool(worse) or cheap or grammar("comparison_denied").search(rest):
        return
    yield Duel(*((subject, other) if better else (other, subject)), clause)


def _parted(before: str, topic: str, own: frozenset[str]) -> tuple[_Side, _Side]:
    """What stands before an object, parted into subject and object."""
    ends = list(grammar("comparison_topic").finditer(before))[-1:]
    subject = before[: ends[0].start()] if ends else topic
    return _who(subject, own), _who(before[ends[0].end() :] if ends else before, own)


def _who(phrase: str, own: frozenset[str]) -> _Side:
    if not phrase:
        return frozenset({_OURS})
    phrase = grammar("comparison_break").split(phrase[-_PHRASE:])[-1]
    found: set[str | int] = set(_names(phrase))
    if not found - own and compared("base", "ko").search(phrase):
        found.add(_BASE)
    if found & own or compared("ours", "ko").search(phrase):
        found.add(_OURS)
    return frozenset(found | load_long_forms().meanings.in_korean(phrase))


def _side(text: str, own: frozenset[str]) -> _Side:
    found: set[str | int] = set(_names(text))
    if compared("base", "en").search(text.lower()):
        found.add(_BASE)
    if found & own or compared("ours", "en").search(text.lower()):
        found.add(_OURS)
    return frozenset(found | load_long_forms().meanings.in_english(tokens_of(text)))


def _names(text: str) -> frozenset[str]:
    return frozenset(
        fold_plural(squash(name))
        for name in grammar("comparison_name").findall(text)
        if len(name) > 1 and not name.islower()
    )


@lru_cache(maxsize=64)
def _own(source: Source) -> frozenset[str]:
    """The name that the paper gives to what it presents: in its title, or behind "propose"."""
    head, colon, _ = source.title.partition(":")
    names = set(_names(head)) if colon and len(head.split()) < 4 else set()
    for place in source.places[1:]:
        for found in grammar("comparison_presents").finditer(place.text):
            names |= _names(grammar("comparison_up_to").split(found[1])[0])
    return frozenset(names)


@lru_cache(maxsize=512)
def _english_duels(place: Evidence, source: Source) -> tuple[Duel, ...]:
    return tuple(_find_english(place.text, place.text.lower(), _own(source)))


def _find_english(text: str, low: str, own: frozenset[str]) -> Iterator[Duel]:
    for kind in ("win", "lose"):
        for found in compared(kind, "en").finditer(low):
            yield _english_duel(text, low, found.span(), own, wins=kind == "win")
    for found in grammar("comparison_than").finditer(low):
        before = low[_clause_start(low, found.start()) : found.start()]
        better = compared("better", "en").search(before) is not None
        if better != (compared("worse", "en").search(before) is not None):
            yield _english_duel(text, low, found.span(), own, wins=better)


def _clause_start(low: str, end: int) -> int:
    parts = grammar("comparison_english_clause").finditer(low, 0, end)
    return max((part.end() for part in parts), default=0)


def _english_duel(
    text: str, low: str, at: tuple[int, int], own: frozenset[str], *, wins: bool
) -> Duel:
    start, end = at
    left = _subject(text[_clause_start(low, start) : start], own)
    if not _named(left):
        left |= _subject(text[:start], own)
    if not _named(left):
        left |= {_OURS}
    stop = grammar("comparison_english_clause").search(low, end)
    rest = text[end : stop.start() if stop else len(text)][:_RIGHT].lstrip()
    named = grammar("comparison_such_as").search(rest)
    right = _side(
        grammar("comparison_away").split(rest)[0] + (f" {named[1]}" if named else ""), own
    )
    passive = grammar("comparison_passive").search(low, start, end + 4)
    if passive and not low.startswith("prefer", start):
        wins = not wins
    return Duel(*((left, right) if wins else (right, left)), text)


def _subject(before: str, own: frozenset[str]) -> _Side:
    """Who stands before the verb; what a preposition leads in is where it happened."""
    found: _Side = frozenset()
    for part in reversed(grammar("comparison_part").split(before)):
        found |= _side(grammar("comparison_where").split(part)[0], own)
        if _named(found) and not grammar("comparison_apposed").match(part):
            break
    return found
