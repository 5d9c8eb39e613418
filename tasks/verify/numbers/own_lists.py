"""Counts what a Korean sentence lists next to a count: A, B, C의 세 가지; 세 가지(A, B, C)."""

import re
from collections.abc import Iterator

from tasks.verify.numbers.quantity import Quantity

_LEADS_TO_COUNT = re.compile(
    r"(?:의|라는|[은인]|등|같은|까지|[진된]|걸친|해당하는|아우르는|포함한|묶은|나눈|,|-)"
    r"\s?(?:총|모두|주요|핵심|이렇게)?\s?\Z"
)
_LEAST_COMMAS = 2
"""So many make a list even where nothing leads from it to the count: A, B, C 세 모델."""

_NAMES_THE_LIST = re.compile(r"라는\s\Z")
_OF_THE_LIST = re.compile(r"의\s\Z")
_STRUCTURE = re.compile(r"\s?(?:단계|축|요소|갈래|부분|측면|과정)|(?<=단계)")
_OPENS_LIST = re.compile(r"[^,.()]{0,24}?(?:\(|:|[,은는]?\s?즉,?\s)")
_ENDS_LIST = re.compile(r"[.;:()]")
_CLAUSE = re.compile(
    r"[가-힣](?:하여|되어|만들어|(?<=[한은]\s)뒤|(?<=[한은]\s)후|고|며|서|면|나|만|데|도록|므로|니까|해|통해|따라),\s"
    r"|[가-힣](?:하고|하며|위해|통해|따라)\s|[.;:]"
)
_ASIDES = re.compile(r"\([^()]*+\)|[\"'“”‘’]")
_COMMA = re.compile(
    r"\s?,(?!\d{3})\s?(?:(?:그리고|및|또는)\s)?|\s(?:그리고|및|또는)\s|(?<=\S)[·/](?=\S)"
)
_PLAIN_COMMA = re.compile(r",(?!\d{3})")
_LONG_ITEM = 30
_ALONE = re.compile(
    r"(?:[을를은는이가도로와과]|모두|다|전부|사이|으로|에서|의\s(?:장점|균형|관계|차이))(?![가-힣])|\s(?:모두|다|전부|사이|간)"
)
_PAIR_BEFORE = re.compile(
    r"[가-힣A-Za-z\d)](?:[와과]|\s(?:및|그리고|또는))\s[^\s,.;:]++(?:\s[^\s,.;:]++){0,2}?"
    r"(?<![한는인된을를에서고할])(?:,|의|이?라는|이?란|등)?\s(?:이\s)?\Z"
)
_FIRM_COMMA = re.compile(r"\s?,(?!\d{3})\s?(?:(?:그리고|및|또는)\s)?|\s(?:그리고|및|또는)\s")
_JOINT = re.compile(r"(?<=[가-힣A-Za-z\d)])[와과]\s")
_MAY_LEAD_IN = re.compile(r"\s*[가-힣]*[한즉히만저선편서고은는에를을로면]\Z")  # 또한, 여기서는


def lists_itself(claim: Quantity, korean: str) -> bool:
    """True when the sentence lists so many things right before its count, or after it."""
    return any(claim.value in ways for ways in _lists(claim, korean))


def contradicts_own_list(claim: Quantity, korean: str) -> bool:
    """True for A, B, C라는 두 가지: the list is what is counted, and has another length."""
    named = _NAMES_THE_LIST.search(korean, 0, claim.start) or (
        _OF_THE_LIST.search(korean, 0, claim.start) and _STRUCTURE.match(korean, claim.end)
    )
    if not named:
        return False
    ways = set().union(*_lists(claim, korean))
    if max(ways, default=0) <= _LEAST_COMMAS or min(ways) <= claim.value <= max(ways):
        return False
    # 이해, 문서, 화면 end like clauses, and a mark within an item (쿼리·키) may part nothing.
    part = _ASIDES.sub("", korean[: claim.start]).rstrip(", ")
    fewest = min(ways | {len(_FIRM_COMMA.split(_CLAUSE.split(part)[-1]))})
    return not fewest <= claim.value <= max(_ways_to_count(part))


def points_back(claim: Quantity, korean: str) -> bool:
    """True for 두 가지를 without a noun, and for A와 B 두 가지: both point at two things named."""
    return (
        claim.value == 2
        and claim.kind == "count"
        and bool(_ALONE.match(korean, claim.end) or _PAIR_BEFORE.search(korean, 0, claim.start))
    )


def _lists(claim: Quantity, korean: str) -> Iterator[set[int]]:
    """The ways to count the list before the number, and the one behind it."""
    commas = korean.count(",", 0, claim.start)
    if commas >= _LEAST_COMMAS or _LEADS_TO_COUNT.search(korean, 0, claim.start):
        before = _ASIDES.sub("", korean[: claim.start]).rstrip(", ")
        yield _ways_to_count(_CLAUSE.split(before)[-1])
    if opened := _OPENS_LIST.match(korean, claim.end):
        yield _ways_to_count(_ENDS_LIST.split(korean[opened.end() :])[0])


def _ways_to_count(part: str) -> set[int]:
    """A, B와 C are three; of A와 B의 C, D the first two may be one item, and 또한, A, B are two."""
    items = _COMMA.split(part)
    clauses = _PLAIN_COMMA.split(part)  # where items are clauses, 및 joins words within one
    joints = len(_JOINT.findall(part))
    least = len(items) - bool(len(items) > _LEAST_COMMAS and _MAY_LEAD_IN.match(items[0]))
    in_last = bool(_JOINT.search(items[-1]))
    ways = {least, len(items), len(items) + joints, len(items) + in_last}
    if max(map(len, clauses)) > _LONG_ITEM:
        ways.add(len(clauses))
    return ways - {1}
