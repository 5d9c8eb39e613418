"""Rule "topic": a text is about this paper and no other, even when it holds no number or name.

Points are given for what the text shares with title and abstract, and taken for what it speaks of
and they do not. Meanings are compared through word lists (`prompts/topic_words.yaml`, and the terms
of the glossary that are not common), so Korean prose and English abstract meet. A text that fits
any paper shares nothing that counts; the text of another paper speaks of other things.
"""

import re
from collections.abc import Iterator, Sequence

from prompts.topic_words import load_topic_words
from tasks.records import Rule
from tasks.verify.claims import claims_of
from tasks.verify.names import is_everyday, names_name
from tasks.verify.numbers import Quantity, supported
from tasks.verify.plain import normalize
from tasks.verify.source import MAX_CHARACTERS, TITLE, Source
from tasks.verify.words import Words, squash, tokens_of

LEAST_POINTS = 2.5
"""Above what generic texts have. At 2 and 3, 46 and 8 of them pass, 19 and 21 are refused."""

_FOREIGN_WEIGHT = 0.7
"""One foreign word is no other paper. At 0.5 and 0.9, 27 and 8 pass, 19 and 21 are refused."""

_MOST_NAMES, _MOST_NUMBERS = 4, 2
"""A list of names buys no topic. 2 names: 21 refused; 8 names, 1 and 4 numbers change nothing."""

_INTRODUCED = re.compile(r"\s*([^\s:]{2,40})\s?:\s")


def topic_faults(texts: Sequence[str], source: Source) -> Iterator[tuple[Rule, str]]:
    """The fault of a whole text that is about another paper, or about none."""
    if not is_about([normalize(text[:MAX_CHARACTERS]) for text in texts], source):
        yield (
            "topic",
            "글 전체가 이 논문의 제목과 초록에 있는 내용을 말하지 않습니다. 다시 쓰십시오.",
        )


def is_about(texts: Sequence[str], source: Source) -> bool:
    """True when normalised sentences share enough with the paper; what is cheap counts first."""
    points = meaning_points("\n".join(texts), source)
    return points >= LEAST_POINTS or points + fact_points(texts, source) >= LEAST_POINTS


def meaning_points(text: str, source: Source) -> float:
    """A point for each meaning shared, one more if it is in the title; less for foreign ones."""
    meanings = load_topic_words().in_text(text)
    shared, in_title = meanings & source.whole.meanings, meanings & source.places[TITLE].meanings
    return len(shared) + len(in_title) - _FOREIGN_WEIGHT * len(meanings - shared)


def fact_points(texts: Sequence[str], source: Source) -> int:
    """Points for terms, coined names (CamelCase, capitals, digits) and numbers shared.

    Names and numbers count up to a limit, for they alone cannot buy a topic.
    """
    text, title = "\n".join(texts), source.places[TITLE].words
    claims = [claims_of(sentence) for sentence in texts]
    names = {n for claim in claims for n in claim.names if _is_coined(n, source)}
    numbers = {n.value for claim in claims for n in claim.numbers if _is_known(n, source)}
    return (
        sum(any(korean in text for korean in term.ko) for term in source.own_terms)
        + sum(title.holds(squash(name)) for name in names)
        + min(len(names), _MOST_NAMES)
        + min(len(numbers), _MOST_NUMBERS)
    )


def absent_name(texts: Sequence[str], source: Source) -> str | None:
    """The name that the title introduces (`VidEgoThink: …`), when no text has it."""
    found = _INTRODUCED.match(source.title)
    if not found or not _looks_coined(found[1]):
        return None
    said = Words.of(tokens_of(normalize("\n".join(texts)[:MAX_CHARACTERS])))
    return None if said.holds(squash(found[1])) else found[1]


def _is_coined(name: str, source: Source) -> bool:
    return _looks_coined(name) and not is_everyday(name) and names_name(name, source.whole)


def _looks_coined(name: str) -> bool:
    """True for `VidEgoThink`, `MPO` and `o1`, not for `Transformer`."""
    return any(character.isupper() or character.isdigit() for character in name[1:])


def _is_known(number: Quantity, source: Source) -> bool:
    return supported(number, source.whole.numbers)
