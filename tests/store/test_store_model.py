"""Any sequence of looks at lists leaves the store like a simple model that only knows dicts."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tasks.records import Listing, Paper
from tasks.store import Store
from tests.store.store_makers import (
    DAY,
    HOUR,
    NOON,
    empty,
    everything,
    make_listing,
    make_paper,
)

DAYS = [DAY, DAY + timedelta(days=1)]
TICK = HOUR / 6  # six are as long as one look may take, and so may come late
IDS = [f"2602.0000{number}" for number in range(4)]


@dataclass(frozen=True)
class Look:
    """A list that is seen at a tick, with the abstracts (or None) of its papers."""

    day: date
    tick: int
    votes: tuple[tuple[str, int], ...]
    abstracts: dict[str, str | None]

    @property
    def arguments(self) -> tuple[Listing, list[Paper], datetime]:
        papers = [make_paper(key, abstract=text) for key, text in self.abstracts.items()]
        return make_listing(*self.votes, day=self.day), papers, NOON + self.tick * TICK


@st.composite
def looks(draw: st.DrawFn) -> Look:
    ids = draw(st.lists(st.sampled_from(IDS), unique=True))
    return Look(
        day=draw(st.sampled_from(DAYS)),
        tick=draw(st.integers(0, 6)),
        votes=tuple((key, draw(st.integers(0, 2))) for key in ids),
        abstracts={key: draw(st.sampled_from([None, "v1", "v2"])) for key in ids},
    )


@dataclass
class Model:
    """What should be stored: per day the newest look at each paper; abstracts; vote counts."""

    rows: dict[tuple[date, str], tuple[int, int, bool, int]] = field(default_factory=dict)
    abstracts: dict[str, str | None] = field(default_factory=dict)
    counts: dict[str, list[tuple[int, int]]] = field(default_factory=dict)

    def see(self, look: Look) -> None:
        ticks = [row[3] for (day, _), row in self.rows.items() if day == look.day]
        stale = bool(look.votes) and look.tick < max(ticks, default=0)
        ids = [key for key, _ in look.votes]
        for rank, (key, votes) in enumerate(look.votes, 1):
            if not stale:
                self.rows[look.day, key] = (votes, rank, False, look.tick)
            self.rows.setdefault((look.day, key), (votes, rank, True, look.tick))
            known, new = self.abstracts.get(key), look.abstracts[key]
            self.abstracts[key] = (known or new) if stale else (new or known)
            self._count(key, look.tick, votes)
        for day, key in list(self.rows):
            if look.votes and not stale and day == look.day and key not in ids:
                votes, rank, _, tick = self.rows[day, key]
                self.rows[day, key] = (votes, rank, True, tick)

    def _count(self, key: str, tick: int, votes: int) -> None:
        history = self.counts.setdefault(key, [])
        if history and history[-1][0] == tick and history[-1][1] != votes:
            history[-1] = (tick, votes)
        elif not history or (history[-1][0] < tick and history[-1][1] != votes):
            history.append((tick, votes))


def stored(store: Store) -> Model:
    """The content of the store as a model."""
    tables = everything(store)
    model = Model(abstracts={row["arxiv_id"]: row["abstract"] for row in tables["papers"]})
    for row in tables["listings"]:
        values = row["votes"], row["rank"], row["gone"], _tick(row["last_seen"])
        model.rows[row["day"], row["arxiv_id"]] = values
    for row in tables["votes"]:
        count = _tick(row["seen_at"]), row["votes"]
        model.counts.setdefault(row["arxiv_id"], []).append(count)
    return model


def _tick(moment: datetime) -> int:
    return (moment - NOON) // TICK


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],  # `empty` makes it fresh
)
@given(sequence=st.lists(looks(), max_size=8))
def test_any_sequence_of_looks_leaves_what_the_model_says(
    store: Store, sequence: Sequence[Look]
) -> None:
    empty(store)
    model = Model()
    for look in sequence:
        for _ in range(2):  # the second time changes nothing
            store.record_listing(*look.arguments)
            model.see(look)
    assert stored(store) == model
