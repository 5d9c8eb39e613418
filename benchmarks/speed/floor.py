"""The least time that the model calls of a run can take, whoever makes them.

With n calls of one latency and p at a time, nothing is faster than ceil(n / p) waves. A repair
waits for the answer that it repairs, and the syntheses of a day for all its papers: what waits
cannot share a wave with what it waits for.
"""

from collections import Counter
from collections.abc import Iterable
from math import ceil
from typing import NamedTuple


class Call(NamedTuple):
    """One call of a day: `attempt` counts from 1, later ones are repairs."""

    stage: str
    attempt: int


def waves_of_day(calls: Counter[Call], in_flight: int) -> int:
    """The waves of a cold day: its papers' calls, and after them the syntheses.

    Repairs may fill the places that first calls leave, so each of the two steps needs as many
    waves as its calls fill, or as its longest chain of repairs has calls, if that is more.
    """
    papers = {call: count for call, count in calls.items() if call.stage != "insight"}
    insights = {call: count for call, count in calls.items() if call.stage == "insight"}
    return sum(
        max(ceil(sum(step.values()) / in_flight), _longest_chain(step))
        for step in (papers, insights)
    )


def waves_of_range(calls: Counter[Call], in_flight: int) -> float:
    """The waves of many days, as a fraction: one day's calls fill the places that another's leave.

    The last day's syntheses still wait for its papers, which this floor leaves out.
    """
    return calls.total() / in_flight


def _longest_chain(calls: Iterable[Call]) -> int:
    return max((call.attempt for call in calls), default=0)
