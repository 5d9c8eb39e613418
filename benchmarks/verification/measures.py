"""The figures of the benchmark: false alarms, recall, repaired citations and speed of one half."""

import time
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from random import Random

from benchmarks.verification import mutations
from benchmarks.verification.data import Pair, read_truly_wrong
from tasks.text.sentences import split_sentences
from tasks.verify import check_text
from tasks.verify.citations import repaired, supports_of
from tasks.verify.plain import normalize
from tasks.verify.sentence import sentence_faults
from tasks.verify.source import analyse

SEEDS = range(5)
"""Each wrong set is drawn so many times; the shares are of all draws."""


@dataclass(frozen=True)
class Share:
    """`hits` of `total`."""

    hits: int
    total: int

    @property
    def percent(self) -> float:
        """The share in per cent; 0 of none."""
        return 100 * self.hits / self.total if self.total else 0.0


@dataclass(frozen=True)
class FalseAlarms:
    """Right papers and right sentences that are refused, and the refusals (id, rule, detail)."""

    papers: Share
    sentences: Share
    truly_wrong: int
    cases: tuple[tuple[str, str, str], ...]


def false_alarms(pairs: Sequence[Pair]) -> FalseAlarms:
    """Refusals of the data as it is, without the sentences that were judged wrong by hand."""
    wrong = read_truly_wrong()
    cases: list[tuple[str, str, str]] = []
    sentences, excused = set(), 0
    for pair in pairs:
        known = {item["text"] for item in wrong.get(pair.id, ())}
        for refusal in check_text(pair.title, pair.abstract, pair.text).refusals:
            if refusal.text in known:
                excused += 1
                continue
            cases.append((pair.id, refusal.rule, refusal.detail))
            sentences.add((pair.id, refusal.text))
    return FalseAlarms(
        papers=Share(len({case[0] for case in cases}), len(pairs)),
        sentences=Share(len(sentences), sum(len(pair.sentences) for pair in pairs)),
        truly_wrong=excused,
        cases=tuple(cases),
    )


def refused_sentences(pairs: Sequence[Pair]) -> Share:
    """How many sentences are refused, each by itself: they are no texts with a topic."""
    refused = [
        any(sentence_faults(sentence, analyse(pair.title, pair.abstract)))
        for pair in pairs
        for sentence in pair.sentences
    ]
    return Share(sum(refused), len(refused))


_Make = Callable[[Pair, Random], Pair | None]


def recall(
    pairs: Sequence[Pair],
    everything: Sequence[Pair],
    generic: Sequence[str],
    only: Collection[str] = (),
) -> dict[str, Share]:
    """The share of wrong texts that is refused, by the kind of error; of all kinds, or some.

    They are made of right texts only: to spoil a wrong one may put it right (15억 for 15 billion).
    """
    names = mutations.coined_names(everything)
    kinds: dict[str, _Make] = {
        "number changed": mutations.number_changed,
        "unit error": mutations.unit_error,
        "foreign name": lambda pair, random: mutations.foreign_name(pair, names, random),
        "other paper's text": lambda pair, _: mutations.other_text(pair, everything),
        "generic text": lambda pair, random: mutations.generic_text(pair, generic, random),
    }
    right = _right(pairs)
    return {kind: _refused(partial(_draws, right, kinds[kind])) for kind in only or kinds}


def _right(pairs: Sequence[Pair]) -> list[Pair]:
    wrong = {item["text"] for items in read_truly_wrong().values() for item in items}
    return [pair for pair in pairs if wrong.isdisjoint(pair.sentences)]


def _draws(pairs: Sequence[Pair], make: _Make) -> Iterable[Pair | None]:
    for seed in SEEDS:
        random = Random(seed)  # noqa: S311  seeded on purpose
        yield from (make(pair, random) for pair in pairs)


def _refused(draw: Callable[[], Iterable[Pair | None]]) -> Share:
    made = [pair for pair in draw() if pair is not None]
    refused = sum(not check_text(pair.title, pair.abstract, pair.text).ok for pair in made)
    return Share(refused, len(made))


def repaired_citations(pairs: Sequence[Pair]) -> Share:
    """How often a wrong citation is repaired with the very sentence that the item quotes.

    Only pairs with quotes are measured, and of these only items whose numbers or
    names are not all in the wrongly cited sentence, and are in the quoted one: no other can be
    repaired.
    """
    hits = total = 0
    for pair in pairs:
        if not pair.quotes:
            continue
        source = analyse(pair.title, pair.abstract)
        sentences = split_sentences(pair.abstract)
        for text, quote in zip(pair.sentences, pair.quotes, strict=True):
            truth = quote and _quoted(quote, sentences)
            if not truth:
                continue
            wrong = truth % len(sentences) + 1
            supports = [p for p in supports_of(normalize(text), source) if p and 0 not in p]
            if any(truth in places and wrong not in places for places in supports):
                total += 1
                hits += truth in repaired([wrong], supports, source)
    return Share(hits, total)


def _quoted(quote: str, sentences: Sequence[str]) -> int | None:
    """The number of the sentence that holds the beginning of the quote."""
    start = quote.strip(" .(")[:40].lower()
    return next((n for n, text in enumerate(sentences, 1) if start in text.lower()), None)


def pairs_per_second(pairs: Sequence[Pair], rounds: int = 3) -> float:
    """Pairs checked in a second of processor time on one core, nothing cached; the best round."""
    best = 0.0
    for round_ in range(1, rounds + 1):
        begin = time.process_time()
        for pair in pairs:
            check_text(pair.title, pair.abstract + " " * round_, pair.text)
        best = max(best, len(pairs) / (time.process_time() - begin))
    return best
