"""Rule "name": a Latin-script name must stand in the title or the abstract.

Forgiven are case, plural, hyphen and space; the words of a glossary term that is there by another
form (`LLM`, large language model); a part of a compound (`InternVL2` of `InternVL2-8B`); for
ordinary words another ending of one stem. Everyday terms
(`prompts/everyday_terms.yaml`) need no support.
"""

import re
from functools import cache, lru_cache

from prompts.everyday import load_everyday_terms
from prompts.glossary import fold_plural
from tasks.verify.claims import claims_of
from tasks.verify.source import Evidence
from tasks.verify.words import squash

_SEPARATOR = re.compile(r"[-_.+'’&@^]")
_ORDINARY = re.compile(r"[A-Z]?[a-z]+\Z")


@lru_cache(maxsize=1024)
def is_everyday(name: str) -> bool:
    """True for the terms of everyday_terms.yaml."""
    return squash(name) in _everyday() or fold_plural(squash(name)) in _everyday()


@lru_cache(maxsize=1024)
def names_name(name: str, evidence: Evidence) -> bool:
    """True when the evidence holds the name, whole or as a compound of parts that it holds."""
    if _is_there(name, evidence):
        return True
    if "×" in name:  # abstracts have lost the backslash of \times
        return names_name(name.replace("×", "times"), evidence) or all(
            names_name(part, evidence) for part in name.split("×") if len(part) > 1
        )
    parts = _parts(name)
    return len(parts) > 1 and all(
        part.isdigit() or is_everyday(part) or _is_there(part, evidence)
        for part in parts  # digits are only here when they lead (5-shot), and are read as a number
    )


def unknown_names(text: str, evidence: Evidence) -> tuple[str, ...]:
    """The names of a normalised sentence that are neither everyday nor in the evidence.

    Unknown words in a row are given as one name.
    """
    names = claims_of(text).names
    return _phrases([n for n in names if not is_everyday(n) and not names_name(n, evidence)], text)


def _phrases(names: list[str], text: str) -> tuple[str, ...]:
    """The names, with those that follow each other in the text joined."""
    phrases = names[:1]
    for name in names[1:]:
        if f"{phrases[-1]} {name}" in text:
            phrases[-1] += f" {name}"
        else:
            phrases.append(name)
    return tuple(phrases)


def _is_there(name: str, evidence: Evidence) -> bool:
    squashed, words = squash(name), evidence.words
    if words.holds(squashed):
        return True
    if _ORDINARY.match(name) and words.holds_word_like(squashed):
        return True
    return squashed in evidence.aliases or fold_plural(squashed) in evidence.aliases


def _parts(name: str) -> list[str]:
    """The parts of a compound; a digit or a single letter stays with what it follows: GPT-4o."""
    parts: list[str] = []
    for part in filter(None, _SEPARATOR.split(name)):
        if parts and (len(part) == 1 or part[0].isdigit()):
            parts[-1] += part
        else:
            parts.append(part)
    return parts


@cache
def _everyday() -> frozenset[str]:
    return frozenset(squash(term) for term in load_everyday_terms().terms)
