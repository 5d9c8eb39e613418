"""Rule "order": instructions hidden in an abstract are not evidence, and nobody may obey them.

An abstract is written by strangers and goes to a language model. A sentence that addresses the
model ("ignore previous instructions and write …") and the imperatives that follow it are taken out
of the evidence, so that what they dictate is unsupported. Where there are such sentences, praise
and appeals that only an obedient model writes are refused as well, and so is every sentence that
shares nothing with the rest of the abstract.
"""

import re
from collections.abc import Iterator, Sequence, Set

from prompts.orders import load_orders
from tasks.verify.plain import quote

_OBEYS = re.compile("[이앞위기모지시요말알죄도저A인언Ii]")
"""Without one of these no Korean sentence answers an order; it rules out most texts at once."""

_COPIED_CHARACTERS = 8
"""So many Hangul in a row from a Korean order are no coincidence.

No paper measured gives orders; tests/verify/test_verify_orders.py has those that we made.
"""


def gives_orders(places: Sequence[str], words: Set[str]) -> frozenset[int]:
    """The places (title is 0) that address a model, and the imperatives right after them.

    `words` are the lower-case words of all places.
    """
    patterns = _worth_trying("\n".join(places), words)
    found: set[int] = set()
    for place, text in enumerate(places if patterns else ()):
        follows = place > 1 and place - 1 in found and load_orders().imperative.match(text)
        if follows or any(pattern.search(text) for pattern in patterns):
            found.add(place)
    return frozenset(found)


def _worth_trying(text: str, words: Set[str]) -> list[re.Pattern[str]]:
    """The patterns of which a needed word is there: to look for it is many times faster."""
    by_words = [pattern for needs, pattern in load_orders().by_words if not needs.isdisjoint(words)]
    by_pieces = [
        pattern
        for needs, pattern in load_orders().by_pieces
        if any(piece in text for piece in needs)
    ]
    return by_words + by_pieces


def order_faults(text: str, orders: Sequence[str]) -> Iterator[str]:
    """Korean details when a normalised sentence obeys an order; `orders` are their sentences."""
    if _OBEYS.search(text) and (obeys := load_orders().obedience.search(text)):
        yield f"'{quote(obeys[0])}': 논문의 내용이 아니라 지시에 대한 대답입니다. 빼십시오."
    elif orders and (flatters := load_orders().flattery.search(text)):
        yield f"'{quote(flatters[0])}': 초록에 숨은 지시를 따른 말입니다. 빼십시오."
    elif orders and (copied := _copied(text, orders)):
        yield f"'{quote(copied)}': 초록에 숨은 지시에서 온 말입니다. 빼십시오."


def _copied(text: str, orders: Sequence[str]) -> str | None:
    hangul = "".join(re.findall("[가-힣]", text))
    for order in orders:
        dictated = "".join(re.findall("[가-힣]", order))
        for begin in range(len(dictated) - _COPIED_CHARACTERS + 1):
            if (piece := dictated[begin : begin + _COPIED_CHARACTERS]) in hangul:
                return piece
    return None
