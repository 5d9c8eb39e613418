"""Splits text into sentences: an English abstract as evidence, and Korean prose to be checked.

An English sentence ends at `.`, `?` or `!` before white space and something that can start one.
Abbreviations, initials, decimals and the `1.` of an enumeration do not end one. When in doubt two
sentences stay together: as evidence, a long sentence does less harm than half of one.
"""

import re

# A run of end marks is matched only from its first mark, which keeps the search linear. That it is
# the first is asked behind it: a pattern that begins with characters is searched for at once.
_END = re.compile(r"[.?!](?<![.?!]{2})[.?!]*+[\"'”’)\]}$]*+(?=\s)")
_START = re.compile(r"\s++(?:\$|\\[a-z]|[\"'“‘(\[{]*+(?:[A-Z0-9]|[^\W\d_a-zA-Z]|[a-z]{1,3}[A-Z]))")
_BEFORE_A_WORD = re.compile(r"[\s(\[{\"'“‘]")
_PARAGRAPH = re.compile(r"\n\s*\n")
_KOREAN_END = re.compile(r"\s(?:(?<=\n)|(?<=[가-힣)\]\"'”’][.?!]\s))")

_ABBREVIATIONS = frozenset(
    {
        *("e.g", "i.e", "al", "vs", "cf", "viz", "resp", "approx", "w.r.t", "i.i.d", "a.k.a"),
        *("ca", "dr", "prof", "mr", "mrs", "ms", "st", "jr", "sr", "inc", "u.s", "u.k", "ph.d"),
    }
)
_BEFORE_A_NUMBER = frozenset(
    {"fig", "figs", "eq", "eqs", "sec", "secs", "tab", "ref", "refs", "no", "nos", "vol", "thm"}
)
_OPENERS = frozenset(
    {"We", "The", "This", "These", "Our", "In", "It", "To", "As", "For", "However"}
)
_WORD_CHARACTERS = 40
"""How far back the word before an end mark is looked for; abbreviations are shorter."""


def split_sentences(abstract: str) -> tuple[str, ...]:
    """The sentences of the abstract in order, each on one line; () when there is no text."""
    return tuple(
        sentence
        for paragraph in _PARAGRAPH.split(abstract)
        for part in _split_paragraph(paragraph)
        if (sentence := " ".join(part.split()))
    )


def split_korean(text: str) -> tuple[str, ...]:
    """The sentences of Korean prose: at line ends, and at marks after Hangul or a bracket."""
    return tuple(sentence for part in _KOREAN_END.split(text) if (sentence := part.strip()))


def _split_paragraph(text: str) -> list[str]:
    parts, begin = [], 0
    for end in _END.finditer(text):
        if _START.match(text, end.end()) and not _continues(text, begin, end):
            parts.append(text[begin : end.end()])
            begin = end.end()
    return [*parts, text[begin:]]


def _continues(text: str, begin: int, end: re.Match[str]) -> bool:
    """True when the mark belongs to an abbreviation, an initial or an enumeration."""
    if end[0] != ".":
        return False
    before = text[max(begin, end.start() - _WORD_CHARACTERS) : end.start()]
    word = _BEFORE_A_WORD.split(before)[-1]
    lowered = word.lower()
    if lowered in _ABBREVIATIONS:
        return True
    if lowered in _BEFORE_A_NUMBER:
        return _word_after(text, end).lstrip("(")[:1].isdigit()
    if len(word) == 1 and word.isupper():
        return _word_after(text, end) not in _OPENERS
    return word.isdigit() and _is_enumeration(before[: -len(word)], word)


def _word_after(text: str, end: re.Match[str]) -> str:
    return text[end.end() : end.end() + _WORD_CHARACTERS].split()[0]


def _is_enumeration(before: str, number: str) -> bool:
    """True for the `1` of `follows: 1. First`, of `and 2. Then` or at the start of a sentence."""
    before = before.rstrip()
    return len(number) <= 2 and (not before or before.endswith((*":;,.?!", " and", " or")))
