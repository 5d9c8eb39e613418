"""Rule "number", second half: a number that the abstract has, but in another place.

Values have been compared before (`support.py`). What is refused here needs a contradiction, not
merely missing support: another version of a name, a count of another noun, another unit, a result
given to two things, or a place that another number of the abstract fits much better.
"""

from collections.abc import Iterator
from itertools import chain

from tasks.verify.places.counts import counts_of_others
from tasks.verify.places.rivals import outdone_numbers
from tasks.verify.places.units import mistaken_units
from tasks.verify.places.versions import other_versions, results_said_twice
from tasks.verify.source import Source

RULES = (
    other_versions,
    results_said_twice,
    counts_of_others,
    mistaken_units,
    outdone_numbers,
)


def misplaced_numbers(text: str, source: Source) -> Iterator[str]:
    """The numbers of a normalised sentence that speak of something else in the source."""
    yield from dict.fromkeys(chain.from_iterable(rule(text, source) for rule in RULES))
