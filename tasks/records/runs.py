"""How a run of a day ended."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from tasks.records.base import Record

Outcome = Literal["published", "revised", "unchanged", "incomplete", "empty", "failed"]


class DayRun(Record):
    """How one run of one day ended, and what its model calls cost in US dollars.

    `cost_usd` is None when the price of the model is not known.
    """

    day: date
    outcome: Outcome
    counts: dict[str, int] = Field(default_factory=dict)
    cost_usd: float | None = 0.0
    reason: str | None = None
    started_at: datetime | None = None
    finished_at: datetime
