"""Key sentences of an abstract, chosen by code: what an extract shows in place of a digest."""

import re
from collections.abc import Sequence

MAX_SENTENCES = 3

# What abstracts say where they state their contribution and their result.
_CONTRIBUTION = re.compile(
    r"\b(?:we|this (?:paper|work|study)|here)\b.{0,40}?\b(?:propos|introduc|present|develop|"
    r"design|stud|investigat|explor|show|find|demonstrat|releas|describ)\w*",
    re.IGNORECASE,
)
_RESULT = re.compile(
    r"\b(?:outperform|achiev|improv|reduc|surpass|state-of-the-art|results? (?:show|demonstrate)|"
    r"experiments?|accuracy|faster|speedup)\w*",
    re.IGNORECASE,
)
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9-]{3,}")


def key_sentences(title: str, sentences: Sequence[str]) -> tuple[int, ...]:
    """The numbers (from 1, ascending) of up to three sentences that say most of the paper.

    A sentence scores for stating a contribution, for stating a result, and for words of the title;
    of equals the earlier wins.
    """
    title_words = {word.lower() for word in _WORD.findall(title)}
    ranked = sorted(
        range(len(sentences)), key=lambda index: (-_score(sentences[index], title_words), index)
    )
    return tuple(sorted(index + 1 for index in ranked[:MAX_SENTENCES]))


def _score(sentence: str, title_words: set[str]) -> float:
    words = {word.lower() for word in _WORD.findall(sentence)}
    return (
        3.0 * bool(_CONTRIBUTION.search(sentence))
        + 2.0 * bool(_RESULT.search(sentence))
        + len(words & title_words)
    )
