"""Each threshold of the checker one step lower and one higher, on the halves tuned on.

What stands beside a threshold in the code is a row of this table.
"""

from collections.abc import Sequence
from decimal import Decimal
from types import ModuleType
from unittest import mock

from rich.table import Table

from benchmarks.verification.ablation import forget
from benchmarks.verification.data import Pair
from benchmarks.verification.measures import Share, false_alarms, recall
from tasks.verify import language, support, topic
from tasks.verify.numbers import comparison, listing
from tasks.verify.places import counts, rivals, surroundings, units, versions

Steps = tuple[float | Decimal, float | Decimal]

THRESHOLDS: dict[tuple[ModuleType, str], Steps] = {
    (comparison, "_TWENTY"): (Decimal(2), Decimal(100)),
    (comparison, "_TEN"): (Decimal(1), Decimal(20)),
    (listing, "MOST"): (6, 24),
    (listing, "_LONGEST_ITEM"): (3, 6),
    (listing, "_LEAST_BY_COMMAS"): (2, 4),
    (support, "MOST_SECOND_LOOKS"): (1, 99),
    (rivals, "_MARGIN"): (2.0, 3.5),
    (rivals, "_MOST"): (100, 100_000),
    (rivals, "_SMALL"): (20, 1_000),
    (rivals, "_FEW_DIGITS"): (1, 3),
    (surroundings, "_BESIDE"): (1.0, 3.0),
    (surroundings, "_AROUND"): (0.0, 2.0),
    (surroundings, "_NAMES_AROUND"): (0.0, 3.0),
    (surroundings, "_NUMBER"): (0.0, 2.0),
    (surroundings, "_TOPIC"): (0.0, 1.0),
    (surroundings, "_MOST_OF_EACH"): (1, 3),
    (counts, "_WORDS_TO_CONTRADICT"): (1, 4),
    (counts, "_WORDS_TO_SUPPORT"): (4, 12),
    (units, "_AROUND"): (13, 52),
    (versions, "_REACH"): (10, 40),
    (topic, "LEAST_POINTS"): (2.0, 3.0),
    (topic, "_FOREIGN_WEIGHT"): (0.5, 0.9),
    (topic, "_MOST_NAMES"): (2, 8),
    (topic, "_MOST_NUMBERS"): (1, 4),
    (language, "_LEAST_SHARE"): (0.05, 0.3),
}


def thresholds(pairs: Sequence[Pair], generic: Sequence[str]) -> Table:
    """A row for the checker as it is, and two for each threshold."""
    table = Table(title=f"Thresholds, one at a time, on {len(pairs)} texts")
    headings = ("threshold", "value", "papers refused", "sentences", "number changed", "generic")
    for heading in headings:
        table.add_column(heading, justify="left" if heading == "threshold" else "right")
    table.add_row("as they are", "", *_cells(pairs, generic))
    for (room, name), steps in THRESHOLDS.items():
        for step in steps:
            forget()
            with mock.patch.object(room, name, step):
                cells = _cells(pairs, generic)
            table.add_row(f"{room.__name__.split('.')[-1]}.{name}", str(step), *cells)
    forget()
    return table


def _cells(pairs: Sequence[Pair], generic: Sequence[str]) -> tuple[str, ...]:
    alarms = false_alarms(pairs)
    wrong = recall(pairs, pairs, generic, ["number changed", "generic text"])
    return f"{alarms.papers.hits}", f"{alarms.sentences.hits}", *map(_passed, wrong.values())


def _passed(share: Share) -> str:
    return f"{share.total - share.hits} of {share.total} pass"
