"""What stands around a Korean number: its counter or unit, and how loosely it is meant."""

import re
from typing import cast

from tasks.verify.numbers.quantity import Bound, Kind

# 개념, 배치, 번역, 명령: nouns that only begin like a counter.
COUNTERS = (
    "가지|개(?!골|월|선|방|발|념|인|체)|번(?!역|호)|명(?!령|시|확|제|칭)"
    "|배(?!치|열|경|포)|단계|종류"
)
_KIND = re.compile(
    r"\s{0,6}(?P<percent>%p?|퍼센트|프로(?=포인트|\s|$))"
    r"|\s{0,6}(?P<times>배(?!치|열|경|포)|[xX×](?![A-Za-z\d]|\s{0,6}\d))"
    r"|\s?(?P<ordinal>번째|단계|째|차(?![원이례량])|세대|위(?![한해치험협])|월"
    r"|(?:st|nd|rd|th)(?![A-Za-z]))"
    rf"|\s?(?P<count>{COUNTERS})"
    r"|(?P<name>\s?차원|[\s-]?비트|-?bit)"
)
_ABOUT_BEFORE = re.compile(r"(?:약|거의|대략|근)\s?\Z")
_ABOVE = (
    r"이상(?![적치현징한하탐값])|초과|[을를]?\s?(?:(?:조금|살짝|약간|훌쩍)\s)?(?:넘|상회|웃[도돌돕]|돌파)"
    r"|여(?=\s|[개명장건배만억])|남짓"
)
_BELOW = (
    r"이하|미만|이내|에\s가[까깝]|가까[이운]|에?\s?(?:육박|근접)|[를을에]?(?:도|조차)?\s?(?:넘기지\s)?못"
    r"|도\s(?:채\s)?(?:안\s|[가-힣]{1,4}지\s않)"
)
_BOUND_AFTER = re.compile(
    r"\s?(?:[가-힣A-Za-z]{1,6}\s?)??"
    rf"(?:(?P<above>{_ABOVE})|(?P<below>{_BELOW})|(?P<about>가량|정도(?![가를로])|안팎|내외))"
)


def kind_of(text: str, start: int, end: int) -> tuple[Kind, int]:
    """The kind of the number there, and the end of the counter or unit that shows it."""
    if unit := _KIND.match(text, end):
        return cast(Kind, unit.lastgroup), unit.end()
    before = text[start - 1 : start]
    if before == "제":
        return "ordinal", end
    return "times" if before in ("x", "×") and not text[
        start - 2 : start - 1
    ].isdigit() else "plain", end


def bound_of(text: str, start: int, end: int) -> Bound:
    """How loosely the number there is meant: 약 before it, 이상 or 미만 behind its noun."""
    if after := _BOUND_AFTER.match(text, end):
        return cast(Bound, after.lastgroup)
    return "about" if _ABOUT_BEFORE.search(text, max(0, start - 5), start) else "exact"
