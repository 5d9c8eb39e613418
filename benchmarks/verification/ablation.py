"""Each rule of the checker off in turn: what it costs in false alarms, and what it catches.

A rule that forgives must refuse more than 0.5 % of the papers written from our own prompt when it
is off, or it goes; a rule that refuses must catch something.
"""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from decimal import Decimal
from typing import Any
from unittest import mock

from rich.table import Table

from benchmarks.verification.data import Pair
from benchmarks.verification.measures import Share, false_alarms, recall, refused_sentences
from benchmarks.verification.pairs import read_meaning_dev, refused_by_code, shares
from tasks.verify import meaning, names, places, sentence, support
from tasks.verify.numbers import comparison, listing
from tasks.verify.numbers.quantity import Quantity
from tasks.verify.places import counts, surroundings
from tasks.verify.source import Evidence, analyse
from tasks.verify.words import Words


def _never(*_: object) -> bool:
    return False


def _nothing(*_: object) -> tuple[()]:
    return ()


def _as_it_is(claim: Quantity, piece: Quantity) -> tuple[Decimal, ...]:
    alike = claim.kind == piece.kind or {"percent", "times", "fraction"}.isdisjoint(
        (claim.kind, piece.kind)
    )
    return (piece.value,) if alike else ()


def _exactly(claim: Quantity, value: Decimal) -> bool:
    return claim.value == value


_CHANGED = "number changed"

FORGIVE: dict[str, tuple[Any, str, Any]] = {
    "counts of the abstract's lists": (support, "counts_a_list", _never),
    "두 가지 for A and B": (support, "has_pair", _never),
    "24억 for 2.42B": (comparison, "_equal", _exactly),
    "수백 for hundreds and for 300": (comparison, "_same_power", _never),
    "절반 for 50%, 3분의 1 for 3x": (comparison, "_in_unit_of", _as_it_is),
    "another form of a glossary term": (Evidence, "aliases", frozenset()),
    "another ending of a word": (Words, "holds_word_like", _never),
    "compounds of known parts": (names, "_parts", lambda name: [name]),
    "everyday terms": (names, "_everyday", frozenset),
}
REFUSE: dict[str, tuple[Any, str, Any]] = {
    "other versions": (places, "other_versions", None),
    "results said twice": (places, "results_said_twice", None),
    "counts of another noun": (places, "counts_of_others", None),
    "other units": (places, "mistaken_units", None),
    "outdone by a rival": (places, "outdone_numbers", None),
    "forbidden renderings": (sentence, "term_faults", _nothing),
    "other statements": (sentence, "meaning_faults", _nothing),
    **{rule.__name__: (meaning, rule.__name__, None) for rule in meaning.RULES},
}
"""For each rule the place where it is called, and what stands there when it is off."""


@contextmanager
def switched_off(name: str) -> Iterator[None]:
    """Checks without the rule; nothing that was read with it is remembered."""
    place, attribute, instead = (FORGIVE | REFUSE)[name]
    if place in (places, meaning):
        rules = tuple(rule for rule in place.RULES if rule.__name__ != attribute)
        off = mock.patch.object(place, "RULES", rules)
    else:
        off = mock.patch.object(place, attribute, instead)
    forget()
    with off:
        yield
    forget()


def forget() -> None:
    """Empty every memory of what was read."""
    names.names_name.cache_clear()
    names.is_everyday.cache_clear()
    listing.listed.cache_clear()
    analyse.cache_clear()
    surroundings._around_korean.cache_clear()
    surroundings._around_english.cache_clear()
    counts._counted_nouns.cache_clear()


def ablation(digests: Sequence[Pair], styles: Sequence[Pair]) -> Table:
    """A row for all rules, and one for each that is off; `digests` are by our own prompt."""
    table = Table(title="Rules switched off, one at a time")
    for heading in ("off", "papers", "sentences", "number changed", "statements", "odd styles"):
        table.add_column(heading, justify="left" if heading == "off" else "right")
    table.add_row("nothing", *_cells(digests, styles))
    for verb, rules in (("forgives", FORGIVE), ("refuses", REFUSE)):
        for name in rules:
            with switched_off(name):
                table.add_row(f"{verb}: {name}", *_cells(digests, styles))
    with ExitStack() as stack:
        for name in FORGIVE:
            stack.enter_context(switched_off(name))
        table.add_row("all that forgives", *_cells(digests, styles))
    return table


def _cells(digests: Sequence[Pair], styles: Sequence[Pair]) -> tuple[str, ...]:
    alarms, odd = false_alarms(digests), refused_sentences(styles)
    statements = shares(read_meaning_dev(), refused_by_code)["all wrong"]
    changed: Share = recall(digests, digests, (), [_CHANGED])[_CHANGED]
    return (
        f"{alarms.papers.percent:.2f} %",
        f"{alarms.sentences.percent:.2f} %",
        f"{changed.percent:.2f} %",
        f"{statements.hits} of {statements.total}",
        f"{odd.hits} of {odd.total}",
    )
