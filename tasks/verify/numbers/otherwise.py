"""A second look at a number that the English does not hold as a value: is it said otherwise?

Nearly every true number has been found before, so this may take its time, and the first reading
stays as strict as it is fast. Each test is one way in which true sentences differ from the source.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from tasks.verify.numbers.comparison import supported
from tasks.verify.numbers.latin import SCALES
from tasks.verify.numbers.measures import has_measure, measure_of
from tasks.verify.numbers.quantity import Quantity, Read
from tasks.verify.numbers.readings import in_decade, other_readings, share_of

_ONE, _HUNDRED, _MYRIAD = Decimal(1), Decimal(100), Decimal(10_000)
_TOO_LARGE = Decimal(10) ** 12  # for anybody to write it otherwise
_HALF, _NEARLY, _ROUGHLY = Decimal("0.5"), Decimal("0.05"), Decimal("0.2")

# English that has a number in it without any word for it; what english_words.py reads is left out.
_COMPOUNDS = {
    value: re.compile(rf"(?<![A-Za-z])(?:{words})", re.IGNORECASE)
    for value, words in {
        1: r"mono(?:cular|lingual|modal)|uni(?:modal|directional)|egocentric",
        2: r"stereo|secondary"
        r"|bi(?:-|lingual|modal|manual|nocular|nary|partite|directional|level|lateral|variate)"
        r"|duo\b|dyad|twin|quadratic|dichotom",
        3: r"tri(?:-|plane|modal|lingual|ads?\b|partite|angul|chotom)|ternary|cubic",
        4: r"quad(?!rat)|quartet|quartic|quaternary|tetra",
        5: r"quint|penta",
        6: r"sextu|sextet|hexa",
        7: r"hepta|septet|septup",
        8: r"octa|octet|octuple",
    }.items()
}
_BECOMES = re.compile(r"\s?(?:수준)?(?:으로|로|까지)")
_IN_A_STAGE = re.compile(
    r"(?:에서|에|는|은|로|가|인)|[:,]|의?(?:\s[가-힣]{1,5}){1,2}(?:에서|은|는)[\s,]"
)
"""What follows 1단계 where it is one of several stages, and not how many there are."""
_LABELS = re.compile(r"1단계.*2단계", re.DOTALL)
_STAGES = re.compile(r"[\s-](?:stage|step|phase|level|part|tier)", re.IGNORECASE)
_RANKED = re.compile(r"1\s?[위등]")
_TOP = re.compile(
    r"\b(?:top|highest|best|leading|leads|first place|winner|won|state-of-the-art|SOTA)\b"
    r"|#\s?1\b|No\.\s?1\b",
    re.IGNORECASE,
)
_TO_TIMES = re.compile(r"\s?(?:to|or|-|\u2013)\s?[\w.]+[\s-]?(?:times|fold|x)\b")

_PART_OF_SCALE = re.compile(
    r"\b(?P<part>half|quarter)\s(?:of\s)?an?\s(?P<scale>hundred|thousand|million|billion|trillion)",
    re.IGNORECASE,
)
_AND_A_HALF = re.compile(r"\sand\sa\shalf\b|-and-a-half\b", re.IGNORECASE)
_TIMES = re.compile(r"[\s-](?:times|fold)\b", re.IGNORECASE)
_ONE_IN = re.compile(r"\s(?:in|out\sof)\s(?:every\s)?", re.IGNORECASE)


def said_otherwise(claim: Quantity, korean: Read, english: Sequence[Read]) -> bool:
    """True when one of the English sentences says the number in another form than its value."""
    others, measure = tuple(other_readings(claim, korean)), measure_of(claim, korean)
    return any(
        any(supported(other, part.numbers) for other in others)
        or _as_compound(claim, part.text)
        or _as_growth(claim, part)
        or supported(claim, _composed(part))
        or _as_rank(claim, korean.text, part.text)
        or _as_stage(claim, korean.text, part)
        or _as_share(claim, korean, part)
        or in_decade(claim, korean, part)
        or (measure is not None and has_measure(measure, part.text))
        for part in english
    )


def _as_compound(claim: Quantity, english: str) -> bool:
    """세 언어 for "trilingual", 2차 for "quadratic", 100만 for 100w, 256×256 for 256^2."""
    counts = claim.kind in ("count", "plain", "ordinal") and claim.whole
    if not counts or not 0 < claim.value < _TOO_LARGE:
        return False
    if words := _COMPOUNDS.get(int(claim.value)):
        return words.search(english) is not None
    if not claim.value % _MYRIAD:
        return re.search(rf"(?<![\w.,]){claim.value / _MYRIAD:f}w\b", english) is not None
    return re.search(rf"(?<![\w.,]){claim.value:f}\s?\^\s?\{{?[234]\b", english) is not None


def _as_growth(claim: Quantity, english: Read) -> bool:
    """두 배로 for "by 100%", 두 배 넘게 for "by 112%", 2배에서 for "two to four times"."""
    if claim.kind == "percent":  # 100% 늘려 for "doubles"
        whole = claim.value / _HUNDRED + _ONE
        return any(piece.kind == "times" and piece.value == whole for piece in english.numbers)
    if claim.kind != "times":
        return False
    growth = (claim.value - _ONE) * _HUNDRED
    most = growth + _HUNDRED / 4 if claim.bound == "above" else growth
    return any(
        (piece.kind == "percent" and _HUNDRED <= growth <= piece.value <= most)
        or (piece.value == claim.value and _TO_TIMES.match(english.text, piece.end))
        for piece in english.numbers
    )


def _composed(english: Read) -> Iterator[Quantity]:
    """Half a million, two and a half, one in five: numbers of several words."""
    for found in _PART_OF_SCALE.finditer(english.text):
        part = _HALF if found["part"].lower() == "half" else _HALF / 2
        value = part * SCALES[found["scale"].lower()]
        yield Quantity(value, _HALF, "plain", "exact", found[0], *found.span())
    for piece in english.numbers:
        if more_than := _AND_A_HALF.match(english.text, piece.end):
            more = piece._replace(value=piece.value + _HALF, half_width=_HALF / 10)
            times = _TIMES.match(english.text, more_than.end())
            yield more._replace(kind="times") if times else more
    for first, second in pairwise(english.numbers):
        if second.value > first.value and _ONE_IN.fullmatch(english.text, first.end, second.start):
            share = first.value / second.value
            yield first._replace(value=share, half_width=Decimal(0), kind="fraction")


def _as_rank(claim: Quantity, korean: str, english: str) -> bool:
    """1위 for "top-ranking"."""
    ranked = claim.value == 1 and _RANKED.match(korean, claim.start)
    return bool(ranked) and _TOP.search(english) is not None


def _as_stage(claim: Quantity, korean: str, english: Read) -> bool:
    """1단계에서는 for "a two-stage approach"."""
    return (
        claim.text.endswith("단계")
        and is_in_a_stage(claim, korean)
        and any(
            piece.value >= claim.value and _STAGES.match(english.text, piece.end)
            for piece in english.numbers
        )
    )


def is_in_a_stage(claim: Quantity, korean: str) -> bool:
    """True when the stage is one of several: 1단계에서는, or 1단계 … and 2단계 …."""
    return bool(_IN_A_STAGE.match(korean, claim.end) or _LABELS.search(korean))


def _as_share(claim: Quantity, korean: Read, english: Read) -> bool:
    """네 번 중 한 번꼴 for 26.0%, 4분의 3을 조금 넘 for 76.7%, 3분의 1로 for "by two thirds"."""
    share = claim.value if claim.kind == "fraction" else share_of(claim, korean)
    if not share:
        return False
    shares = [part for piece in english.numbers if (part := _fraction(piece))]
    if claim.kind == "fraction" and _BECOMES.match(korean.text, claim.end):
        parts = (piece for piece in english.numbers if piece.kind != "times")
        shares += [_ONE - part for piece in parts if (part := _fraction(piece))]
    exact = claim.kind == "fraction" and (not claim.approximate or "/" in claim.text)
    slack = Decimal(0) if exact else share * (_ROUGHLY if share == _HALF else _NEARLY)
    return any(abs(part - share) <= slack for part in shares)


def _fraction(piece: Quantity) -> Decimal | None:
    if piece.kind == "times":
        return _ONE / piece.value if piece.value else None
    if piece.kind == "percent":
        return piece.value / _HUNDRED
    return piece.value if piece.kind == "fraction" else None
