"""Numbers that everyday words hold: 360도 영상 for "panoramic", 3차원 of a mesh, 1초에 of a rate.

Most need an English word that says the same; a number in a comparison made for the reader needs
none, as long as it is one that nobody takes for a result (90점짜리 답안과 100점짜리 답안).
"""

import re
from collections.abc import Sequence

from tasks.verify.numbers.quantity import Quantity, Read

# Korean around the number (which stands at #), English: where both are found, it is no claim.
_IDIOMS: tuple[tuple[str, str], ...] = (
    (r"#360\s?도", r"panoram|omni-?directional|spherical|surround|360"),
    (r"#180\s?도", r"hemispher|fisheye|opposite|revers|180"),
    (r"#24\s?시간|#365\s?일", r"24/7|around the clock|always|continuous|day|daily"),
    (
        r"#(?:0|1)\s?[과와]\s?(?:0|1)(?!\d)|(?:0|1)\s?[과와]\s?#(?:0|1)(?!\d)",
        r"binar|bits?\b|digital|0",
    ),
    (r"-?#1,\s?0,\s?\+?1(?!\d)|-1,\s?#0,\s?\+?1(?!\d)|-1,\s?0,\s?\+?#1(?!\d)", r"ternary|trit"),
    (
        r"#1\s?(?:초|분|시간|일|주|달|개월|년)\s?(?:에|당|마다|동안)(?![가-힣])",
        r"fps|hz\b|\bper\b|/\s?s|real-time|frame rate|daily|weekly|monthly|annual|yearly",
    ),
    (r"#2\s?주(?:마다|에)", r"biweekly|fortnight"),
    (r"(?:#1|#일|#한)\s?대\s?(?:1|일|다)(?![가-힣]{2})|1\s?대\s?#1", r"one-to-|pair|head-to-head"),
    (r"#2\s?차원", r"imag|photo|pictur|video|pixel|planar|sketch|drawing|2d"),
    (
        r"#3\s?차원",
        r"mesh|point cloud|depth|geometr|spatial|camera|view|volum|voxel|nerf|gaussian|scene|pose"
        r"|robot|avatar|cad\b|body|physical|world|shape|motion|object|protein|molecul|3d",
    ),
    (r"#4\s?차원", r"dynamic|spatio-?temporal|4d"),
    (r"#1\s?차원", r"sequen|time series|signal|token|1d"),
    (r"#1\s?인칭", r"ego|first-person|wearable"),
    (r"#3\s?인칭", r"exo|third-person"),
    (r"#수(?:십|백|천|만)\s?배", r"orders of magnitude"),
    (r"#수(?:십|백|천|만)\s?년", r"decade|centur|millenni|histor|ancient|long-standing"),
    (r"#(?:절반|반반)", r"even|equal|balanced|majority|\bmost\b|half|halv|median|chance|50"),
    (r"두\s마리\s토끼|#100\s?점\s만점|#1부터\s(?:10|100)까지|1부터\s#(?:10|100)까지", r""),
    (
        r"#100\s?(?:%|퍼센트)",
        r"\bfull|perfect|confiden|certain|complete|entire|\ball\b|every|always|whole",
    ),
    (
        r"#0\s?(?:%|건|개|번|회|이|입니다|가\s|에\s가)(?!상|하)",
        r"\bzero|\bno\b|\bnot\b|free\b|without|lossless|negligible|vanish|near-?zero|\bnone\b",
    ),
    (r"#1\s?(?:개|장|회|번|대|명|건|픽셀)(?!당)", r"single|\bone\b|once|next|\bper\b|each|pixel"),
    (r"난이?도[^.]{0,16}#(?:세|3)|#(?:세|3)\s?[가-힣]{0,3}\s?난이?도", r"easy\W.{0,40}\bhard"),
    (r"#(?:2|두)\s?단계", r"followed by|\bthen\b|subsequent|before|coarse"),
    (r"#12\s?학년", r"K-?12"),
    (r"#1\s?(?:군(?![가-힣]{2})|티어|순위)", r"\b(?:first|top|leading|best|tier)\b"),
    (r"#\d인 1조|\d인 #1조|#\d인조", r""),
)
_SLOT = "#"
_COMPARES = re.compile(
    r"마치|처럼|듯이?[\s,]|듯합니다|비슷(?:합니다|하다|한)|닮[았은]|같습니다|모습입니다|이치"
    r"|[과와] (?:같은 (?:일|이치|원리|것|상황)|통합니다|다르지 않|다를 (?:바|것))|차이라고 보면"
    r"|비유|빗대|떠올[려리]|상상|예를 들|예컨대|가령|이를테면"
    r"|(?:고|으로) (?:보면|생각하면|이해하면|여기면)|셈(?:입니다|이다)|격입니다"
)
_EVERYDAY = re.compile(
    r"\s?(?:점(?:짜리|\s?만점|을|과|이)|명|사람|인|권|개|장|번|시간|분|초|살|층|원|조각|칸|쪽|페이지"
    r"|킬로|미터|년|일|달|가지|줄|단계|바퀴|곳|마리|병|잔|대|학년|반|컷|판|부작|걸음|스푼|문제"
    r"|(?:[kmc]?m|k?g)(?![A-Za-z]))(?!계)"
)
_OPENS_QUOTE = re.compile(r"(?:^|[\s(])['‘“\"][^'’”\"]{0,60}\Z")
_CLOSES_QUOTE = re.compile(r"[^'‘“\"]{0,60}['’”\"]")
_RATIO = re.compile(r"\d\s?(?:대|:)\s?\Z")
_MOST_EVERYDAY, _FEW_EVERYDAY = 1000, 20


def is_idiom(claim: Quantity, korean: Read, english: Sequence[Read]) -> bool:
    """True when the number belongs to a word that the English has without a number."""
    text = korean.text
    marked = f"{text[: claim.start]}{_SLOT}{text[claim.start :]}"
    return any(
        place.search(marked) and any(meaning.search(part.text) for part in english)
        for place, meaning in _PATTERNS
    )


def is_simile(claim: Quantity, korean: Read) -> bool:
    """True for 책 수십 권을 펼쳐 놓은 것과 비슷합니다: it counts nothing of the paper.

    In digits, only round and small numbers of everyday things.
    """
    if not _COMPARES.search(korean.text) and not _is_quoted(claim, korean.text):
        return False
    if claim.kind in ("count", "vague", "ordinal") and not any(map(str.isdigit, claim.text)):
        return True
    counts = claim.kind in ("plain", "count", "ordinal") and claim.whole
    if not counts or claim.value > _MOST_EVERYDAY:
        return False
    if claim.value > _FEW_EVERYDAY and claim.value % 10:
        return False
    return bool(
        claim.kind != "plain"
        or _EVERYDAY.match(korean.text, claim.end)
        or _RATIO.search(korean.text, 0, claim.start)
    )


def _is_quoted(claim: Quantity, text: str) -> bool:
    """True for '세 문장으로 줄여 줘': what somebody might say."""
    opened = _OPENS_QUOTE.search(text, 0, claim.start)
    return bool(opened and _CLOSES_QUOTE.match(text, claim.end))


_PATTERNS = tuple(
    (re.compile(place), re.compile(meaning, re.IGNORECASE)) for place, meaning in _IDIOMS
)
