"""Rule "citation": a sentence names the abstract sentences that hold its numbers and names.

Where the support stands in another sentence than the cited ones, that sentence is added. The text
is right then, and refusing it would only cost another call.
"""

from collections.abc import Iterable, Sequence

from tasks.verify.claims import claims_of
from tasks.verify.names import is_everyday, names_name
from tasks.verify.numbers import supported
from tasks.verify.source import TITLE, Source


def supports_of(text: str, source: Source) -> tuple[frozenset[int], ...]:
    """For each number and name of the sentence, the places that hold it; () of facts it has not."""
    claims = claims_of(text)
    by_number = (
        frozenset(n for n, place in enumerate(source.places) if supported(number, place.numbers))
        for number in claims.numbers
    )
    by_name = (
        frozenset(n for n, place in enumerate(source.places) if names_name(name, place))
        for name in claims.names
        if not is_everyday(name)
    )
    return (*by_number, *by_name)


def repaired(cites: Sequence[int], supports: Iterable[frozenset[int]], source: Source) -> list[int]:
    """The citations that exist, with the fewest others added that every supported fact needs.

    Facts that the title holds, or no place at all, need no citation. Ties go to the sentence
    nearest to one that is cited already.
    """
    kept = sorted(set(cites) & source.citable)
    open_facts = [places for places in supports if places and TITLE not in places]
    while open_facts := [places for places in open_facts if not places & set(kept)]:
        kept.append(max(set().union(*open_facts), key=lambda n: _worth(n, open_facts, kept)))
    return sorted(kept)


def _worth(number: int, facts: list[frozenset[int]], kept: list[int]) -> tuple[int, int, int]:
    distance = min((abs(number - other) for other in kept), default=0)
    return sum(number in places for places in facts), -distance, -number
