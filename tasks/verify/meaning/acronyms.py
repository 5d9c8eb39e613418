"""A long form of an acronym must be the abstract's own, or a well-known one: never invented.

`GRPO(Group …)`, `그룹 … 최적화(GRPO)`, `GRPO, 즉 …`. English is compared word by word,
Korean by the meanings of its words, of which most must be in the long form.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from prompts.glossary import fold_plural, load_glossary, words_of
from prompts.long_forms import load_long_forms
from prompts.statements import grammar
from tasks.verify.plain import quote, without_accents
from tasks.verify.source import Source

_MOSTLY, _MOST_FOREIGN, _LEAST_FOREIGN = 0.7, 0.34, 2


def invented_long_forms(text: str, source: Source, _cites: Sequence[int]) -> Iterator[str]:
    """Long forms of a normalised sentence that neither the abstract nor the list has."""
    if "(" in text:
        for found in grammar("acronyms_bracket").finditer(text):
            yield from _bracket(text[: found.start()], found[1], source)
    if "약" in text or "줄임말" in text or "준말" in text or "머리글자" in text:
        for found in grammar("acronyms_stands_for").finditer(text):
            name, long = found["name"] or found["name2"], found["long"] or found["long2"]
            if not _is_right(name, long, source):
                yield _detail(name, long, source)


def _bracket(before: str, inside: str, source: Source) -> Iterator[str]:
    name = grammar("acronyms_name_before").search(before)
    *longs, last = (part.strip() for part in re.split(r"[,;:]|\s[-–]\s", inside))
    if name and not longs and _is_expansion(name[1], last) and not _is_right(name[1], last, source):
        yield _detail(name[1], last, source)
    if not grammar("acronyms_acronym").match(last):
        return
    for long in longs:
        if len(long.split()) > 1 and not _is_right(last, long, source):
            yield _detail(last, long, source)
    english = grammar("acronyms_english_before").search(before)
    if english:
        words = english[1].split()[-len(last) :]
        if _spells(last, words) and not _is_right(last, " ".join(words), source):
            yield _detail(last, " ".join(words), source)
    elif not longs and (phrase := grammar("acronyms_hangul_before").search(before)):
        form = _mistaken(last, phrase[0].split(), source)
        if form:
            yield _detail(last, " ".join(phrase[0].split()[-form:]), source)


def _is_expansion(name: str, long: str) -> bool:
    """True when the words could be what the name stands for, and are no remark on it."""
    words = long.split()
    if not any("가" <= c <= "힣" for c in long):
        parts = re.split(r"[\s-]+", long)
        return len(parts) > 1 and parts[0][:1].lower() == name[0].lower() and not long.isupper()
    capitals = sum(c.isupper() for c in name)
    return (
        grammar("acronyms_acronym").match(name) is not None
        and 2 * capitals + 1 >= len(name.rstrip("s0123456789"))
        and max(2, capitals - 1) <= len(words) <= len(name) + 2
        and grammar("acronyms_korean_long").match(long) is not None
        and not any(grammar("acronyms_particle").search(word) for word in words[:-1])
    )


def _is_right(name: str, long: str, source: Source) -> bool:
    if any("가" <= c <= "힣" for c in long):
        known = _long_forms(name, source)
        return any(
            _share(form, grammar("acronyms_hangul_word").findall(long)) >= _MOSTLY for form in known
        )
    words = _folded(long)
    if _stands_in(words, source) or len(words) < 2:
        return True
    forms = {
        tuple(_folded(form)) for form in load_long_forms().long_forms.get(name.rstrip("s"), ())
    }
    terms = {tuple(_folded(form)) for term in load_glossary().terms for form in term.english}
    return tuple(words) in forms | terms


def _stands_in(words: list[str], source: Source) -> bool:
    """True when the words follow each other in title or abstract; hyphens may be missing."""
    spelled = "".join(words)
    if spelled in "".join(source.whole.folded) or source.whole.words.holds(spelled):
        return True
    return "\\" in source.whole.text and spelled in "".join(
        _folded(grammar("acronyms_tex").sub("", source.whole.text))
    )


def _folded(text: str) -> list[str]:
    return [fold_plural(word) for word in words_of(without_accents(text))]


def _mistaken(name: str, korean: Sequence[str], source: Source) -> int:
    """How many Korean words before an acronym surely mean something else, or 0."""
    forms = _long_forms(name, source)
    if not forms or any(_share(form, korean[-len(form) - 3 :]) > _MOST_FOREIGN for form in forms):
        return 0
    count = max(map(len, forms))
    known = frozenset().union(*(_meanings(word) for form in forms for word in form))
    meant = [load_long_forms().meanings.in_korean(word) for word in korean[-count:]]
    foreign = sum(bool(said) and said.isdisjoint(known) for said in meant)
    return count if foreign >= _LEAST_FOREIGN and foreign >= len(meant) - 1 else 0


def _share(form: Sequence[str], korean: Sequence[str]) -> float:
    """The share of the words of a long form that the Korean words mean."""
    phrase = " ".join(korean)
    said, latin = load_long_forms().meanings.in_korean(phrase), words_of(phrase)
    hits = sum(word in latin or not _meanings(word).isdisjoint(said) for word in form)
    return hits / len(form)


@lru_cache(maxsize=1 << 12)
def _meanings(word: str) -> frozenset[int]:
    return load_long_forms().meanings.in_english((word,))


def _spells(name: str, words: Sequence[str]) -> bool:
    initials = "".join(part[0] for word in words for part in word.split("-") if part).lower()
    return len(words) > 1 and initials[-1:] == name.rstrip("s").lower()[-1:]


@lru_cache(maxsize=256)
def _long_forms(name: str, source: Source) -> tuple[tuple[str, ...], ...]:
    """What the acronym may stand for: by the abstract if it says so, else by the list."""
    bare = name.rstrip("s") if name[:-1].isupper() else name
    own = tuple(_own(bare, source))
    if own:
        return own
    known = load_long_forms().long_forms.get(bare, ())
    return tuple(
        tuple(w for w in words_of(form) if w not in load_long_forms().small) for form in known
    )


def _own(name: str, source: Source) -> Iterator[tuple[str, ...]]:
    text = source.whole.text
    for found in re.finditer(rf"\(\W*{re.escape(name)}s?\W", text):
        words = [
            w
            for w in words_of(text[max(0, found.start() - 160) : found.start()])
            if w not in load_long_forms().small
        ]
        letters = sum(c.isalpha() for c in name)
        for count in range(max(2, letters - 1), letters + 2):
            if words[-count:] and words[-count][0] == name[0].lower():
                yield tuple(words[-count:])
                break
        else:
            yield tuple(words[-letters:])
    for found in re.finditer(
        rf"\b{re.escape(name)}s?(?: \((?:[a-z ]+ for )?([^)]+)\)|: ([^.?!\n]+))", text
    ):
        words = [w for w in words_of(found[1] or found[2]) if w not in load_long_forms().small]
        if len(words) > 1 and words[0][0] == name[0].lower():
            yield tuple(words[: len(name) + 1])


def _detail(name: str, long: str, source: Source) -> str:
    forms = _long_forms(name, source)
    right = f" 초록의 말은 '{quote(' '.join(forms[0]))}'입니다." if forms else ""
    return f"'{quote(name)}'의 풀이 '{quote(long)}'이(가) 초록에 없습니다.{right} 빼십시오."
