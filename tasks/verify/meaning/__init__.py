"""Rule "meaning": a sentence says what the abstract says, not merely with its words.

One file a kind of statement; each refuses only what contradicts the abstract for sure. The rest is
for a second reader. Words are in `prompts/statements.yaml` and `prompts/long_forms.yaml`.
"""

from collections.abc import Iterator, Sequence

from tasks.verify.meaning.acronyms import invented_long_forms
from tasks.verify.meaning.claims import unsaid_claims
from tasks.verify.meaning.comparison import turned_comparisons
from tasks.verify.meaning.direction import turned_directions
from tasks.verify.meaning.negation import turned_negations
from tasks.verify.meaning.places import exchanged_numbers
from tasks.verify.source import Source

RULES = (
    invented_long_forms,
    turned_directions,
    turned_negations,
    turned_comparisons,
    unsaid_claims,
    exchanged_numbers,
)


def meaning_faults(text: str, source: Source, cites: Sequence[int] = ()) -> Iterator[str]:
    """Korean details of what a normalised sentence says otherwise than the abstract.

    `cites` are the sentences that it names as its evidence; () when it names none.
    """
    for rule in RULES:
        yield from rule(text, source, cites)
