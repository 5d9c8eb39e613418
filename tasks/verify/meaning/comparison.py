"""Who beats whom: A가 B를 앞서, A는 B보다 높아, A는 B에 뒤져, against "A outperforms B".

Names in Latin letters take the roles, and two that have no name: the paper's own method, and what
it is compared with. Refused when the abstract compares the two the other way round only.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from prompts.glossary import fold_plural
from prompts.long_forms import load_long_forms
from prompts.statements import load_statements
from tasks.verify.plain import quote
from tasks.verify.source import TITLE, Evidence, Source
from tasks.verify.words import squash, tokens_of

OURS, BASE = "(ours)", "(base)"
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[-.+@][A-Za-z0-9]+)*|\d+(?:\.\d+)?[BMK](?![A-Za-z0-9])")
_BREAK = re.compile(
    r"(?:을|를|에서|으로|[가-힣]해|하여|[하되이있없쓰리지우았었했였]고|[하되리지우]면|(?<=[가-힣] )뒤|때)[, ]+"
)
_SUCH_AS = re.compile(r"(?:such as|including|\blike|e\.g\.),? ([^;]*)")
_AWAY_FROM_EQUAL = re.compile(r"\b(?:by|on|in|at|across|under|for|while|when|using|despite)\b|[;,]")
_PART = re.compile(r", |\bthat\b|\band (?=\w+ing\b)")
_APPOSED = re.compile(r"\s*(?:our|an?|the) ")
_WHERE = re.compile(
    r"\b(?:over|than|compared|by|on|in|at|across|under|using|while|when|after|despite)\b"
)
_AWAY = re.compile(
    r"\b(?:by|on|in|at|across|under|with|for|achiev\w+|reach\w+|while|when|after|using|despite|which|where|that"
    r"|without|to)\b"
)
_TOPIC = re.compile(
    r"(?:(?<![많적높낮같작좋깊넓])은|(?<![하있없않되지리기우에])(?<!에서)(?<!으로)는|(?<![차높깊같크])이|(?<![평증추])가|(?<=[A-Za-z0-9들델법식])도)(?:\s|,)"
)
_CLAUSE = re.compile(
    r"(?:지만|으며|하며|면서|했고|였고|졌고|았고|었고|는데|되고|하고|보이고|으나|지고)[,\s]|[.;]\s"
)
_END = re.compile(r"(?:을|를)(?:\s|,)")
_TO = re.compile(r"(?:에게|에)(?:는|도)? ")
_STANDARD = re.compile(
    r"보다[는도]?\s|[와과]? ?(?:에|에게)? ?(?:비해|비하여|비하면|견줘|비교해)\s|\s대비\s"
)
_ENGLISH_CLAUSE = re.compile(
    r"[;:]|\. |\bwhile\b|\bwhereas\b|\bbut\b|\bthough\b|, and (?=\w+ (?:is|are|has|have|achiev|reach|yield|show|improv))"
)
_PASSIVE = re.compile(r"ed by\b|ten by\b")
_LIKE = re.compile(
    r"\b(?:the|a|an|of|for|on|in|and|with|to|by|at|as|is|are|code|from|than)\b", re.IGNORECASE
)


_Side = frozenset[str | int]
"""Who or what is compared: names, the two that have none, and the meanings of words."""


_PRESENTS = re.compile(
    r"\b(?:introduc|propos|present|develop|call|nam|dub|term)(?:e|es|ed|ing)?,? ((?:\S+\s?){1,14})"
)
_UP_TO = re.compile(r"[,;.](?!\d)|\b(?:which|that|for|to|with|based|on|by|using|in)\b")


_REACH = 40


class Duel(NamedTuple):
    """Who is said to win, and who to lose; `words` are those that say it."""

    winners: _Side
    losers: _Side
    words: str
    wins: bool = False
    sure: bool = False


def turned_comparisons(text: str, source: Source, _cites: Sequence[int]) -> Iterator[str]:
    """Comparisons of a normalised sentence that the abstract makes the other way round."""
    if not _any_korean().search(text):
        return
    for duel in _korean_duels(text, source):
        found = _against(duel, source)
        if found:
            yield (
                f"'{quote(duel.words)}'은(는) 초록과 반대입니다. 이긴 쪽과 진 쪽을 바로잡으십시오: "
                f"{quote(found)}"
            )
            return


def _against(duel: Duel, source: Source) -> str | None:
    """The words of the abstract that turn the duel round, when none bear it out."""
    theirs = [d for place in source.places[TITLE + 1 :] for d in _english_duels(place, source)]
    winners, losers = _apart(duel)
    if not winners or any(_bears_out(winners, losers, d) for d in theirs):
        return None
    if duel.sure and (words := _only_loses(winners, losers, theirs)):
        return words
    if not losers:
        return None
    return next((d.words for d in theirs if _turns(winners, losers, d)), None) or (
        _only_equals(losers, source, theirs) if duel.wins else None
    )


def _only_equals(losers: _Side, source: Source, theirs: Sequence[Duel]) -> str | None:
    """The words by which the abstract says that the loser is merely equalled."""
    if any(_meet(losers, d.losers) for d in theirs):
        return None
    equal = _pattern(load_statements().compare.equal.en)
    wins = _pattern(load_statements().compare.win.en)
    for place in source.places[TITLE + 1 :]:
        if wins.search(place.text.lower()):
            continue
        for found in equal.finditer(place.text.lower()):
            right = place.text[found.end() : found.end() + 90]
            if _meet(losers, _sides(_AWAY_FROM_EQUAL.split(right)[0], _own(source))):
                return place.text
    return None


def _only_loses(winners: _Side, losers: _Side, theirs: Sequence[Duel]) -> str | None:
    """The words by which the abstract lets the named winner lose, and nobody else that is named."""
    if not any(isinstance(name, str) for name in winners):
        return None
    lost = [d for d in theirs if _meet(winners, d.losers - d.winners)]
    if any(_meet(winners, d.winners) for d in theirs) or _lose_too(losers, theirs):
        return None
    return lost[0].words if lost else None


def _lose_too(losers: _Side, theirs: Sequence[Duel]) -> bool:
    names = frozenset(name for name in losers if isinstance(name, str))
    return any(_meet(names, d.losers) for d in theirs)


def _apart(duel: Duel) -> tuple[_Side, _Side]:
    """Both sides without what they share: 7B and 13B of two models of one family."""
    return duel.winners - duel.losers, duel.losers - duel.winners


def _bears_out(winners: _Side, losers: _Side, other: Duel) -> bool:
    won, lost = _apart(other)
    return bool(_meet(winners, won) and _meet(losers, lost))


def _turns(winners: _Side, losers: _Side, other: Duel) -> bool:
    won, lost = _apart(other)
    if not _meet(winners, lost) or not _meet(losers, won):
        return False
    return not _meet(winners, won) and not _meet(losers, lost)


def _meet(korean: _Side, english: _Side) -> _Side:
    """What both speak of: names, where the Korean has any, else meanings."""
    names = frozenset(name for name in korean if isinstance(name, str))
    shared = (names or korean) & english
    return shared if names or 2 * len(shared) >= len(korean) else frozenset()


def _korean_duels(text: str, source: Source) -> Iterator[Duel]:
    own = _own(source)
    topic = _topic(text)
    start = 0
    for stop in [m.end() for m in _CLAUSE.finditer(text)] + [len(text)]:
        clause, start = text[start:stop], stop
        yield from _clause_duels(clause, topic, own)


def _clause_duels(clause: str, topic: str, own: frozenset[str]) -> Iterator[Duel]:
    standard = _STANDARD.search(clause)
    win = None if standard else _win().search(clause)
    if win:
        objects = [m for m in _END.finditer(clause, 0, win.start())]
        if (
            objects
            and win.start() - objects[-1].end() < 24
            and not _TOPIC.search(clause, objects[-1].end(), win.start())
        ):
            subject, loser = _parted(clause[: objects[-1].start()], topic)
            beaten = _who(loser, own)
            yield Duel(_who(subject, own), beaten, clause.strip(), wins=True, sure=OURS in beaten)
        return
    if standard:
        subject, other = _parted(clause[: standard.start()], topic)
        rest = clause[standard.end() :]
        after = _subject_behind(rest)
        subject = after or subject
        rest = _CLAUSE.split(rest)[0][:_REACH]
        better, worse = _better().search(rest), _worse().search(rest)
        if better and worse and worse[0] == "덜" and worse.start() < better.start():
            better = None
        cheap = worse and any(
            q.good < 0 and re.search(q.ko, rest) for q in load_statements().quantities
        )
        if bool(better) != bool(worse) and not cheap and not _negated(rest):
            pair = (_who(subject, own), _who(other, own))
            yield Duel(*(pair if better else pair[::-1]), clause.strip())
        return
    for lose in _lose().finditer(clause):
        objects = list(_TO.finditer(clause, 0, lose.start()))
        if objects and lose.start() - objects[-1].end() < 16:
            subject, winner = _parted(clause[: objects[-1].start()], topic)
            yield Duel(_who(winner, own), _who(subject, own), clause.strip(), sure=True)


def _negated(rest: str) -> bool:
    return re.search(r"지 (?:않|못)|없", rest) is not None


def _subject_behind(rest: str) -> str:
    found = re.match(r"(?:[^,]{0,30}?\s)?([A-Za-z][A-Za-z0-9.+-]*)(?:이|가|은|는)\s", rest)
    return found[1] if found else ""


def _parted(before: str, topic: str) -> tuple[str, str]:
    """What stands before an object, parted into subject and object."""
    ends = list(_TOPIC.finditer(before))
    if not ends:
        return topic, before
    return before[: ends[-1].start()], before[ends[-1].end() :]


def _topic(text: str) -> str:
    found = re.search(r"(?:은|는)(?:\s|,)", text)
    return text[: found.start()] if found else ""


def _who(phrase: str, own: frozenset[str]) -> _Side:
    compare = load_statements().compare
    if not phrase:
        return frozenset({OURS})
    phrase = _BREAK.split(phrase[-90:])[-1]
    found: set[str | int] = set(_names(phrase))
    if not found - own and _pattern(compare.base.ko).search(phrase):
        found.add(BASE)
    if found & own or _pattern(compare.ours.ko).search(phrase):
        found.add(OURS)
    return frozenset(found | load_long_forms().meanings.in_korean(phrase))


def _names(text: str) -> frozenset[str]:
    return frozenset(
        fold_plural(squash(name))
        for name in _NAME.findall(text)
        if len(name) > 1 and any(c.isupper() or c.isdigit() for c in name)
    )


@lru_cache(maxsize=64)
def _own(source: Source) -> frozenset[str]:
    """The name that the paper gives to what it presents: in its title, or behind "propose"."""
    head = source.title.split(":")[0] if ":" in source.title else ""
    names = set(_names(head)) if len(head.split()) < 4 else set()
    for place in source.places[1:]:
        for found in _PRESENTS.finditer(place.text):
            names |= {name for name in _names(_UP_TO.split(found[1])[0]) if len(name) > 1}
    return frozenset(names)


@lru_cache(maxsize=512)
def _english_duels(place: Evidence, source: Source) -> tuple[Duel, ...]:
    return tuple(_find_english(place.text, _own(source)))


def _find_english(text: str, own: frozenset[str]) -> Iterator[Duel]:
    compare = load_statements().compare
    low = text.lower()
    for pattern, wins in ((compare.win.en, True), (compare.lose.en, False)):
        for found in _pattern(pattern).finditer(low):
            yield _english_duel(text, low, found.start(), found.end(), wins, own)
    for found in re.finditer(
        r"\bthan\b|\bcompared (?:to|with)\b|\brelative to\b|\bover\b(?= (?:the |a |an |our |all |its )?[A-Za-z])",
        low,
    ):
        cut = max((m.end() for m in _ENGLISH_CLAUSE.finditer(low, 0, found.start())), default=0)
        before = low[cut : found.start()]
        better, worse = (
            _pattern(compare.better.en).search(before),
            _pattern(compare.worse.en).search(before),
        )
        if bool(better) != bool(worse):
            yield _english_duel(text, low, found.start(), found.end(), bool(better), own)


def _english_duel(text, low, start, end, wins, own) -> Duel:
    cut = max((m.end() for m in _ENGLISH_CLAUSE.finditer(low, 0, start)), default=0)
    stop = _ENGLISH_CLAUSE.search(low, end)
    left = _subject(text[cut:start], own)
    if not any(isinstance(name, str) for name in left):
        left |= _subject(text[:start], own)
    rest = text[end : stop.start() if stop else len(text)][:160].lstrip()
    named = _SUCH_AS.search(rest)
    right = _sides(_AWAY.split(rest)[0] + (f" {named[1]}" if named else ""), own)
    if _PASSIVE.search(low, start, end + 4) and not low.startswith("prefer", start):
        wins = not wins
    if not any(isinstance(name, str) for name in left):
        left |= {OURS}
    pair = (left, right)
    return Duel(*(pair if wins else pair[::-1]), text)


def _subject(before: str, own: frozenset[str]) -> _Side:
    """Who stands before the verb; what a preposition leads in is where it happened."""
    found: _Side = frozenset()
    for part in reversed(_PART.split(before)):
        found |= _sides(_WHERE.split(part)[0], own)
        if any(isinstance(name, str) for name in found) and not _APPOSED.match(part):
            return found
    return found


def _sides(text: str, own: frozenset[str]) -> _Side:
    compare = load_statements().compare
    found: set[str | int] = set(_names(text))
    low = text.lower()
    if _pattern(compare.base.en).search(low):
        found.add(BASE)
    if found & own or _pattern(compare.ours.en).search(low):
        found.add(OURS)
    return frozenset(found | load_long_forms().meanings.in_english(tokens_of(text)))


@cache
def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _win() -> re.Pattern[str]:
    return _pattern(load_statements().compare.win.ko)


def _lose() -> re.Pattern[str]:
    return _pattern(load_statements().compare.lose.ko)


def _better() -> re.Pattern[str]:
    return _pattern(load_statements().compare.better.ko)


def _worse() -> re.Pattern[str]:
    return _pattern(load_statements().compare.worse.ko)


@cache
def _any_korean() -> re.Pattern[str]:
    compare = load_statements().compare
    return re.compile(f"{compare.win.ko}|{compare.lose.ko}|{_STANDARD.pattern}")
