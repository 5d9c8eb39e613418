"""Rule "language": a sentence is Korean, in Hangul, Latin letters and digits.

Names and English in brackets are no fault; what is refused are other scripts, sentences that are
mostly English words, and half-translated words like 결정-making.
"""

import re
from collections.abc import Iterator

from tasks.verify.plain import has_invisible, quote

_HANGUL = re.compile(r"[가-힣]+")
_OTHER_SCRIPT = re.compile(
    r"[^\W\d_A-Za-z\u00aa-\u024f\u0370-\u03ff\u1d00-\u1dbf\u2070-\u214f가-힣]+"
)
_PROSE_WORD = re.compile(r"[a-z](?<![A-Za-z0-9-][a-z])[a-z]{2,}(?![A-Za-z0-9])")
_BRACKETS = re.compile(r"\([^()]*+\)")
_PREFIX = "pre|post|self|multi|non|un|re|co|sub|inter|intra|cross|semi|meta|fine|super|over|under"
_HALF_TRANSLATED = re.compile(
    rf"(?<=[가-힣])-[a-z]{{3,}}|(?<![A-Za-z-])(?:{_PREFIX})-[가-힣]"
    r"|(?<=[가-힣])(?:[a-z]{1,6}(?:ing|tion|ment|ness|ity|ive)|ing|tion|ment)(?![A-Za-z])"
)
_TOUCHING = re.compile(r"[a-z](?<=[가-힣].)")
_SPACE = re.compile(r"\s")
_LEAST_SHARE = 0.15
"""Sentences full of English terms have more. At 0.05 no verdict changes; at 0.3, 21 are refused."""


def language_faults(text: str) -> Iterator[str]:
    """Korean details of what is not Korean in a normalised sentence; nothing when it is fine."""
    if other := _OTHER_SCRIPT.search(text):
        yield f"'{quote(other[0])}'은(는) 한글이 아닙니다. 한자, 가나 등 다른 문자를 쓰지 마십시오."
    if ("-" in text or _TOUCHING.search(text)) and (half := _HALF_TRANSLATED.search(text)):
        word = _SPACE.split(text[: half.start()])[-1] + _SPACE.split(text[half.start() :])[0]
        yield f"'{quote(word)}'은(는) 반만 번역한 말입니다. 한국어로 옮기거나 영어 그대로 쓰십시오."
    if _hangul_share(text) < _LEAST_SHARE:
        yield "한국어 문장이 아닙니다. 한국어로 쓰십시오."


def invisible_faults(raw: str) -> Iterator[str]:
    """A detail when the sentence as written holds characters that nobody can see."""
    if has_invisible(raw):
        yield "보이지 않는 문자(제어 문자, 폭 없는 문자)가 들어 있습니다. 빼십시오."


def _hangul_share(text: str) -> float:
    """Hangul among Hangul and English words outside brackets; names in capitals do not count."""
    if not _HANGUL.search(text):
        return float(len(text.split()) == 1)  # a name alone, as a title may be
    if not _PROSE_WORD.search(text):
        return 1.0
    hangul = sum(map(len, _HANGUL.findall(text)))
    english = sum(map(len, _PROSE_WORD.findall(_BRACKETS.sub(" ", text))))
    return hangul / (hangul + english)
