"""All rules that one Korean sentence must keep, whatever it belongs to."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from prompts.topic_words import load_topic_words
from tasks.records import Refusal, Rule
from tasks.verify.claims import claims_of
from tasks.verify.language import invisible_faults, language_faults
from tasks.verify.markup import markup_faults
from tasks.verify.meaning import meaning_faults
from tasks.verify.names import is_everyday, names_name, unknown_names
from tasks.verify.numbers import Quantity, closest, supported
from tasks.verify.numbers.render import describe
from tasks.verify.orders import order_faults
from tasks.verify.places import misplaced_numbers
from tasks.verify.plain import normalize, quote
from tasks.verify.source import MAX_CHARACTERS, Evidence, Source
from tasks.verify.support import unsupported
from tasks.verify.terms import term_faults

_LARGE = 1_000
"""Below it, a number of one digit resembles too many others to guess which was meant.

It words the reason of a refusal, and changes no verdict.
"""

Fault = tuple[Rule, str]
"""A rule and the Korean detail of how it is broken."""


def sentence_faults(raw: str, source: Source, cites: Sequence[int] = ()) -> Iterator[Fault]:
    """The faults of a sentence about one paper, against its whole title and abstract.

    `cites` are the sentences of the abstract that it names, which tell what it speaks of.
    """
    yield from label_faults(raw, source)
    text = normalize(raw[:MAX_CHARACTERS])
    for number in misplaced_numbers(text, source):
        yield "number", f"'{quote(number)}'은(는) 초록에서 다른 것의 수입니다. 빼거나 고치십시오."
    for detail in meaning_faults(text, source, cites):
        yield "meaning", detail
    if source.orders and not _is_grounded(text, source):
        yield "order", "초록에서 숨은 지시를 뺀 나머지에 근거가 없습니다. 빼십시오."


def label_faults(raw: str, source: Source) -> Iterator[Fault]:
    """The faults of a name of a field, which need not be in the paper's own words."""
    text = normalize(raw[:MAX_CHARACTERS])
    yield from form_faults(raw, source.whole.text)
    yield from fact_faults(text, source.whole)
    for detail in term_faults(text, source):
        yield "term", detail
    for detail in order_faults(text, source.order_texts):
        yield "order", detail


def form_faults(raw: str, english: str = "") -> Iterator[Fault]:
    """The faults that a sentence has by itself: language and markup."""
    text = normalize(raw[:MAX_CHARACTERS])
    yield from length_faults(raw)
    for detail in chain(invisible_faults(raw), language_faults(text)):
        yield "language", detail
    for detail in markup_faults(text, english):
        yield "markup", detail


def length_faults(raw: str) -> Iterator[Fault]:
    """The fault of a text that is too long to be read."""
    if len(raw) > MAX_CHARACTERS:
        yield "language", f"{MAX_CHARACTERS:,}자가 넘는 글은 읽지 않습니다. 짧게 쓰십시오."


def fact_faults(text: str, evidence: Evidence) -> Iterator[Fault]:
    """The numbers and names of a normalised sentence that the evidence does not hold."""
    for number in unsupported(text, evidence):
        yield "number", _number_detail(number, evidence)
    for name in unknown_names(text, evidence):
        yield "name", f"'{quote(name)}'은(는) 제목과 초록에 없는 이름입니다. 빼십시오."


def refusals(
    text: str, faults: Iterable[Fault], section: str | None = None, index: int | None = None
) -> list[Refusal]:
    """The faults of one sentence as refusals."""
    return [
        Refusal(rule=rule, text=text, detail=detail, section=section, index=index)
        for rule, detail in faults
    ]


def _is_grounded(text: str, source: Source) -> bool:
    """True when the sentence shares a meaning, a term, a name or a number with the paper."""
    claims, whole = claims_of(text), source.whole
    return (
        not load_topic_words().in_text(text).isdisjoint(whole.meanings)
        or any(korean in text for term in source.own_terms for korean in term.ko)
        or any(names_name(name, whole) for name in claims.names if not is_everyday(name))
        or any(supported(number, whole.numbers) for number in claims.numbers)
    )


def _number_detail(number: Quantity, evidence: Evidence) -> str:
    telling = number.digits_shown > 1 or number.value >= _LARGE
    meant = closest(number, evidence.numbers) if telling else None
    if meant is None:
        return f"'{quote(number.text)}'은(는) 제목과 초록에 없는 수입니다. 빼거나 고치십시오."
    return f"'{quote(number.text)}'은(는) 초록의 {quote(describe(meant))}과(와) 다릅니다."
