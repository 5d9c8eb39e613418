"""Up or down: a number, or a quantity, moves in the sentence as it does in the abstract.

Beside a number: the movement that the Korean verb behind it tells, against the words around the
same number in the abstract. Without a number: a quantity (정확도를 높여) against all its movements
there. Refused when the abstract has only the opposite.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from prompts.statements import Measured, Move, load_statements
from tasks.verify.claims import claims_of
from tasks.verify.meaning.near import near, related
from tasks.verify.numbers import Quantity, supported
from tasks.verify.plain import quote
from tasks.verify.source import Evidence, Source

_UP = {"more": 1, "less": -1}
_VALUE = {"better": 1, "worse": -1, "faster": 1, "slower": -1}
_BEHIND, _AHEAD = 34, 24
_BEFORE, _AFTER, _BESIDE = 110, 45, 45
_MOVED = frozenset({"percent", "times", "fraction", "plain"})
_TIGHT, _LOOSE, _SENTENCE = 4, 7, 40
_PARTED = re.compile(r"[;.:()]|\b(?:as|when|while|if|but|than|although)\b")
_LARGE = 100_000
_TARGET = re.compile(r"(?:%|점|배)?(?:포인트|p)?(?:으?로)[ ,]")
_JOINS = re.compile(r"\band\b|,|\bacross\b|\bwhile\b")
_DENIED = re.compile(r"[가-힣]{0,3}(?:지(?:는|도|조차)? ?(?:않|못|말)| ?없이|기 어렵|기 힘)")
_CLAUSE_END = re.compile(
    r"[.;!?]|(?:지만|으며|하며|면서|였고|했고|았고|었고|습니다|는데|ㄴ데|되고|하고|으나)(?![가-힣])"
)
_ENGLISH_END = re.compile(
    r"[.;!?](?!\d)|, (?:while|whereas|but|with|and)\b(?! \+?\d)|\bwhile\b|\bwhereas\b|\bdespite\b|\balthough\b|\bbut\b|\bcompared\b|\bwithout\b"
)
_NEGATED = re.compile(
    r"(?:\bnot?\b(?! only| just| merely| simply)|n't|\bnever\b|\bfails? to\b|\bcannot\b|\bwithout\b|\bhardly\b|\bneither\b|\brather than\b|\binstead of\b|\bunable to\b|\bnor\b|\bprevent\w*)(?: \w+){0,2} ?\Z"
)
_TURNED = re.compile(
    r"[가-힣]*?(?:지 (?:않|못|는 않|도 않)|기(?:는|가)? (?:어렵|힘들)|는 데 (?:실패|한계))"
)
_FROM_TO = re.compile(r"(?:%|점|배)?(?:포인트|p)?에서\s?(?:약 |무려 |단 )?\Z")
_PLAIN = re.compile(r"(?:\s?(?:%p?|포인트|p|점|배|이상|가량|정도|이나|나|더|만큼|까지|씩))*\s?")
_INVERSE = re.compile(
    r"속도|효율|처리량|압축|빠르|빨라|배속|절약|절감|우위|앞[서섰선]|격차|차이|거꾸로|반대"
)

Moves = tuple[tuple[Move, int, str, bool], ...]
_STEADY = ("more", "less", "better")


def turned_directions(text: str, source: Source, cites: Sequence[int]) -> Iterator[str]:
    """Movements of a normalised sentence that are the opposite ones in the abstract."""
    if not _korean().search(text):
        return
    numbers = claims_of(text).numbers
    for at, number in enumerate(numbers):
        if (
            number.kind in _MOVED
            and number.value < _LARGE
            and not number.text.endswith(("번", "개", "명", "편", "시간", "초", "분"))
            and (said := _move_behind(number, text))
        ):
            yield from _beside_number(number, at, numbers, said, text, source)
    yield from _of_quantities(text, source, cites)


def _beside_number(number, at, numbers, said, text, source) -> Iterator[str]:
    move, word = said
    before = text[max(0, number.start - _AHEAD) : number.start]
    verb = text.find(word, number.end)
    if at and _FROM_TO.match(text[numbers[at - 1].end : number.start]):
        first = numbers[at - 1]
        rises = number.value - first.value
        alone = verb < 0 or not any(number.end <= n.start < verb for n in numbers)
        if (
            alone
            and first.kind == number.kind
            and first.text[-1] not in "BMK"
            and rises
            and rises * _UP.get(move, 0) < 0
        ):
            yield f"'{quote(text[first.start : number.end])}'은(는) '{quote(word)}'과(와) 맞지 않습니다."
            return
    inverse = bool(_INVERSE.search(before) or _INVERSE.search(text, number.end, verb + len(word)))
    others = [
        n for n in numbers[at + 1 :] if n.start < verb and n.kind in _MOVED and n.value < _LARGE
    ]
    if others and (_TARGET.match(text, number.end) or any(n.kind != number.kind for n in others)):
        return
    good = _goodness(before)
    places = [
        (place, moves)
        for place in source.places
        for piece in place.numbers
        if supported(number, (piece,))
        for moves in [_around(place, piece.start, piece.end)]
    ]
    if places and all(
        moves and _opposes(move, good or _kind(p, moves), moves, inverse) for p, moves in places
    ):
        place, moves = places[0]
        yield _detail(f"{number.text} … {word}", moves[0][2], place)


def _opposes(move: Move, good: int, moves: Moves, inverse: bool) -> bool:
    """True when every English movement is the opposite of the Korean one."""
    ups = {_UP[m] for m, *_ in moves if m in _UP}
    values = {_VALUE[m] for m, *_ in moves if m in _VALUE}
    up, value = _UP.get(move), _VALUE.get(move) or _UP[move] * good
    if value in values:
        return False
    if up in ups:
        return False
    if up and ups and not inverse:
        return True
    if values:
        return bool(value)
    return not up and not inverse and bool(good) and ups == {-value * good}


def _move_behind(number: Quantity, text: str) -> tuple[Move, str] | None:
    """The movement that the sentence tells of the number: the first verb behind it."""
    piece = text[number.end : number.end + _BEHIND]
    end = _CLAUSE_END.search(piece)
    found = _korean().search(piece, 0)
    if (
        not found
        or piece.count(")", 0, found.start()) > piece.count("(", 0, found.start())
        or (end and end.start() < found.start())
    ):
        return None
    between = piece[: found.start()]
    if _TURNED.match(piece, found.end()) or (
        found[0][-1] in "은른린" and not _PLAIN.fullmatch(between)
    ):
        return None
    return found.lastgroup, found[0]


def _of_quantities(text: str, source: Source, cites: Sequence[int]) -> Iterator[str]:
    for found in _quantity_move().finditer(text):
        move = next(m for m in _UP | _VALUE if found[m])
        if move not in _STEADY or _DENIED.match(text, found.end()) or found[0][-1] in "은른":
            continue
        quantity = _which(found["what"])
        mine = _sense(move, quantity)
        if any(
            _sense(m, quantity) == mine
            for p in source.places
            for m, *_ in _agreeing(p, quantity, mine)
        ):
            continue
        for place in _speaking_of(quantity, text, source, cites, sure=move == "better"):
            against = _against(place, quantity, mine, found["by"] in ("을", "를"))
            if against:
                yield _detail(found[0], against, place)
                return


def _speaking_of(
    quantity: Measured, text: str, source: Source, cites, *, sure: bool
) -> Sequence[Evidence]:
    """The sentences that speak of the quantity and of what the Korean sentence speaks of."""
    holding = [p for p in source.places[1:] if re.search(quantity.en, p.text.lower())]
    close = (near if sure else related)(text, source, cites)
    kept = [place for place in holding if place in close]
    return kept or (holding if len(holding) == 1 and not sure else [])


def _against(place: Evidence, quantity: Measured, mine: int, moved: bool) -> str | None:
    """The English movement that is the opposite, or that is denied."""
    for move, _, word, denied in _near_noun(place, quantity, _TIGHT, moved):
        if _sense(move, quantity) == (mine if denied else -mine):
            return f"not {word}" if denied else word
    return None


def _sense(move: Move, quantity: Measured) -> int:
    """Whether it grows (1) or shrinks (-1), by which better and worse is told."""
    return _UP.get(move) or _VALUE[move] * (quantity.good or 1)


def _kind(place: Evidence, moves: Moves) -> int:
    """1, unless the sentence speaks of what is better when there is less of it."""
    low = place.text.lower()
    return (
        0 if any(q.good < 0 and re.search(q.en, low) for q in load_statements().quantities) else 1
    )


def _goodness(before: str) -> int:
    found = {q.good for q in load_statements().quantities if re.search(q.ko, before)}
    return found.pop() if len(found) == 1 else 0


@lru_cache(maxsize=512)
def _around(place: Evidence, start: int, end: int) -> Moves:
    """The movements in the clause of a number, of which those that are negated are turned."""
    text = place.text
    before = text[max(0, start - _BEFORE) : start]
    cut = max((m.end() for m in _ENGLISH_END.finditer(before)), default=0)
    begin = max(0, start - _BEFORE) + cut
    after = _ENGLISH_END.search(text, end, end + _AFTER)
    stop = after.start() if after else end + _AFTER
    moves = tuple(m for m in _moves(place) if begin <= m[1] < stop)
    others = [n for n in place.numbers if n.start != start]
    low = max((n.end for n in others if n.end <= start), default=0)
    high = min((n.start for n in others if n.start >= end), default=len(text))
    joint = _JOINS.search(text, end, end + _BESIDE)
    high = min(high, joint.start() if joint else end + _BESIDE)
    beside = tuple(m for m in moves if max(low, start - _BESIDE) <= m[1] < high)
    return beside or moves


@lru_cache(maxsize=256)
def _all_moves(place: Evidence) -> Moves:
    """The movements of a sentence: which, where, by what word, and whether it is denied."""
    low = place.text.lower()
    return tuple(
        (
            move,
            found.start(),
            found[0],
            bool(_NEGATED.search(low, max(0, found.start() - 40), found.start())),
        )
        for move, form in _english()
        for found in form.finditer(low)
    )


def _moves(place: Evidence) -> Moves:
    return tuple(move for move in _all_moves(place) if not move[3])


def _agreeing(place: Evidence, quantity: Measured, mine: int) -> Moves:
    """The movements that bear a sentence out; that things get better is said in many ways."""
    near_by = _near_noun(place, quantity, _SENTENCE if mine == quantity.good else _LOOSE)
    return tuple(move for move in near_by if not move[3])


def _near_noun(place: Evidence, quantity: Measured, most: int, moved: bool = True) -> Moves:
    """The movements that the quantity makes: the cost falls, or (if `moved`) reduces the cost."""
    low = place.text.lower()
    nouns = [(m.start(), m.end()) for m in re.finditer(quantity.en, low)]
    return tuple(
        move
        for move in _all_moves(place)
        for start, end in nouns
        if move[0] in _STEADY
        and (
            _is_tight(low[end : move[1]], most - 2)
            or ((moved or move[3]) and _is_tight(low[move[1] + len(move[2]) : start], most))
        )
    )


def _is_tight(between: str, most: int) -> bool:
    return bool(between) and not _PARTED.search(between) and len(between.split()) <= most


def _detail(korean: str, english: str, place: Evidence) -> str:
    return (
        f"'{quote(korean)}'은(는) 초록의 '{quote(english)}'과(와) 반대입니다: {quote(place.text)}"
    )


@cache
def _korean() -> re.Pattern[str]:
    moves = load_statements().moves
    return re.compile("|".join(f"(?P<{move}>{forms.ko})" for move, forms in moves.items()))


@cache
def _english() -> tuple[tuple[Move, re.Pattern[str]], ...]:
    return tuple((m, re.compile(f.en)) for m, f in load_statements().moves.items())


@cache
def _quantity_move() -> re.Pattern[str]:
    nouns = "|".join(q.ko for q in load_statements().quantities)
    moves = _korean().pattern
    return re.compile(
        rf"(?P<what>{nouns})[가-힣]{{0,2}}?(?P<by>을|를|이|가|은|는|도|까지|까지도)? (?:크게 |더 |더욱 |대폭 |뚜렷이 |현저히 |모두 |함께 |오히려 |상당히 |효과적으로 |일관되게 )*(?:{moves})"
    )


@cache
def _which(word: str) -> Measured:
    return next(
        q
        for q in load_statements().quantities
        if re.fullmatch(q.ko.replace("(?<!불)", "").replace("(?<!비)", ""), word)
    )
