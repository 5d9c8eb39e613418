"""What else a Korean number may mean than its digits say: 70%대, 두 배 반, 0.38만, 10명 중 8명.

Asked only about a number that the English does not hold as it is (see `otherwise.py`).
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from tasks.verify.numbers.korean_units import BIG, SMALL
from tasks.verify.numbers.quantity import Quantity, Read

_ONE, _TEN, _HUNDRED, _MYRIAD = Decimal(1), Decimal(10), Decimal(100), BIG["만"]
_CENTURY = Decimal(2000)
_A_HALF, _HALF_SHOWN = Decimal("0.5"), Decimal("0.05")

_PLACE_BEHIND = re.compile(r"\s?(?:등|호|급|인칭|학년|분기|세기|세대|번|차|자|장|부|기|회|판|층)")
_VERSION_BEHIND = re.compile(r"\s?(?:버전|판)")
_YEAR_OF_NAME = re.compile(r"[A-Z]{3,}[^.;]{0,12}\Z")
_VERSION_BEFORE = re.compile(
    r"(?:버전|레벨|그림|표|[vV]|[vV]ersion|라마|젬마|큐원|퀜|제미나이|클로드|소네트|오푸스|지피티|미스트랄"
    r"|디퓨전|딥시크|그록|소라|플럭스|위스퍼)\s?\Z"
)
# 만 is "only" before a verb, and after a decimal below one.
_ONLY = re.compile(
    r"\s(?:떨어|낮|높|줄|늘|감소|증가|하락|상승|차이|뒤|앞|모자|부족|필요|사용|쓰|써|걸|있)"
)
_AND_A_HALF = re.compile(
    r"\s?(?:시간|년|배|개월|주|일)?\s?반(?![가-힣])|\s?(?:시간|년|배)?\s반(?=[을이의에으])"
)
_DECADE = re.compile(r"\s?(?:점|%|퍼센트|분|초|개)?\s?대(?:의|로|에|를|이|까지|\s|[,.]|\Z)")
_ONE_OF = re.compile(
    r"\s?[가-힣]{0,2}\s?(?:(?:중|가운데)\s?(?:한|하나|1)|에\s(?:한|하나|1)[^.,]{0,4}(?:꼴|정도))"
)
_OF_ALL = re.compile(r"[가-힣]{0,2}\s?(?:(?:중|가운데)(?:에서|의)?|에\s)\s?(?:[가-힣]{1,4}\s?)?")
_PART_OF = re.compile(
    r"(?P<digits>(?<![\d,])\d[\d,]{0,14}+)?+(?P<units>[십백천만억]{0,4}+)분의\s?(?P<over>\d{1,9})"
)


def other_readings(claim: Quantity, korean: Read) -> Iterator[Quantity]:
    """The number as a place, a version, a year, a share, and as what 만 and 반 make of it."""
    text, end = korean.text, claim.end
    if claim.kind == "plain" and claim.whole:
        if _PLACE_BEHIND.match(text, end):  # 3인칭, 2분기
            yield claim._replace(kind="ordinal")
        if text.startswith("분기", end):
            yield claim._replace(kind="name")
        if _TEN <= claim.value < _HUNDRED and text.startswith("년", end):
            yield claim._replace(value=_CENTURY + claim.value)
    version = _VERSION_BEFORE.search(text, 0, claim.start) or _VERSION_BEHIND.match(text, end)
    if claim.kind == "plain" and version:
        yield claim._replace(kind="name")  # 버전 2, 라마 3.1
    in_century = _CENTURY + _TEN < claim.value < _CENTURY + _HUNDRED
    if in_century and text[end : end + 1] != "년" and _YEAR_OF_NAME.search(text, 0, claim.start):
        yield claim._replace(value=claim.value - _CENTURY, kind="name")  # AIME 2024 for AIME24
    if claim.text.endswith("만") and (claim.text.startswith("0.") or _ONLY.match(text, end)):
        yield claim._replace(value=claim.value / _MYRIAD, half_width=claim.half_width / _MYRIAD)
    if _AND_A_HALF.match(text, end):
        yield claim._replace(value=claim.value + _A_HALF, half_width=_HALF_SHOWN)
    for share in (share_of(claim, korean), _part(claim, text)):
        if share is not None:
            yield claim._replace(value=share, half_width=Decimal(0), kind="fraction")


def in_decade(claim: Quantity, korean: Read, english: Read) -> bool:
    """True for 70%대 and 72.3%."""
    if not _DECADE.match(korean.text, claim.end):
        return False
    beyond = claim.value + 2 * claim.rounded_half_width
    return any(
        piece.kind in ("plain", "percent") and claim.value <= piece.value < beyond
        for piece in english.numbers
    )


def share_of(claim: Quantity, korean: Read) -> Decimal | None:
    """0.8 for both numbers of 10명 중 8명, 0.25 for 네 번 중 한 번 (한 is no number of its own)."""
    if claim.value > 1 and _ONE_OF.match(korean.text, claim.end):
        return _ONE / claim.value
    for whole, part in zip(korean.numbers, korean.numbers[1:], strict=False):
        of_all = _OF_ALL.fullmatch(korean.text, whole.end, part.start)
        if of_all and claim in (whole, part) and whole.value > part.value:
            return part.value / whole.value
    return None


def _part(claim: Quantity, text: str) -> Decimal | None:
    """0.001 for both numbers of 천분의 1, 0.0001 for those of 1만분의 1."""
    for found in _PART_OF.finditer(text):
        if found.start() <= claim.start < found.end():
            under = Decimal((found["digits"] or "1").replace(",", "") or 1)
            for unit in found["units"]:
                under *= SMALL.get(unit) or BIG[unit]
            return Decimal(found["over"]) / under if under else None
    return None
