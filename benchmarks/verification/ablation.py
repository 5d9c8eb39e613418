"""Each rule of the checker off in turn: what it costs in false alarms, and what it catches.

A rule that forgives must refuse more than 0.5 % of the papers written from our own prompt when it
is off, or it goes; a rule that refuses must catch something.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from unittest import mock

from rich.table import Table

from benchmarks.verification.data import Pair
from benchmarks.verification.measures import Share, false_alarms, recall_of, refused_sentences
from tasks.verify import names, places, sentence, support
from tasks.verify.numbers import listing
from tasks.verify.source import analyse
from tasks.verify.words import Words


def _never(*_: object) -> bool:
    return False


def _nothing(*_: object) -> tuple[()]:
    return ()


RULES: dict[str, tuple[Any, str, Any]] = {
    "forgives: counts of lists": (support, "counts_a_list", _never),
    "forgives: 두 가지 for A and B": (support, "has_pair", _never),
    "forgives: another ending of a word": (Words, "holds_word_like", _never),
    "refuses: other versions": (places, "other_versions", None),
    "refuses: results said twice": (places, "results_said_twice", None),
    "refuses: counts of another noun": (places, "counts_of_others", None),
    "refuses: other units": (places, "mistaken_units", None),
    "refuses: outdone by a rival": (places, "outdone_numbers", None),
    "refuses: forbidden renderings": (sentence, "term_faults", _nothing),
}
"""For each rule the place where it is called, and what stands there when it is off."""


@contextmanager
def switched_off(name: str) -> Iterator[None]:
    """Checks without the rule; nothing that was read with it is remembered."""
    place, attribute, instead = RULES[name]
    if place is places:
        rules = tuple(rule for rule in places.RULES if rule.__name__ != attribute)
        off = mock.patch.object(places, "RULES", rules)
    else:
        off = mock.patch.object(place, attribute, instead)
    _forget()
    with off:
        yield
    _forget()


def _forget() -> None:
    names.names_name.cache_clear()
    listing.listed.cache_clear()
    analyse.cache_clear()


def ablation(digests: Sequence[Pair], styles: Sequence[Pair]) -> Table:
    """A row for all rules, and one for each that is off; `digests` are by our own prompt."""
    table = Table(title="Rules switched off, one at a time")
    for heading in ("off", "papers", "sentences", "number changed", "odd styles"):
        table.add_column(heading, justify="left" if heading == "off" else "right")
    table.add_row("nothing", *_cells(digests, styles))
    for name in RULES:
        with switched_off(name):
            table.add_row(name, *_cells(digests, styles))
    return table


def _cells(digests: Sequence[Pair], styles: Sequence[Pair]) -> tuple[str, ...]:
    alarms, odd = false_alarms(digests), refused_sentences(styles)
    changed: Share = recall_of("number changed", digests)
    return (
        f"{alarms.papers.percent:.2f} %",
        f"{alarms.sentences.percent:.2f} %",
        f"{changed.percent:.2f} %",
        f"{odd.hits} of {odd.total}",
    )
