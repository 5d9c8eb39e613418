"""What one look at a day's list changes, as pure functions over what the store knows.

A newer look replaces votes, rank and presence; an older one, which another process may still be
writing, only fills gaps. One that seems older by more than `LONGEST_LOOK` comes after the clock was
set back, and is newer. Nothing that is known is ever forgotten.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tasks.records import ListedPaper, Listing, ListingChange, Paper, Record

LONGEST_LOOK = timedelta(hours=1)
"""More than the time from reading a list to storing it, on machines whose clocks differ."""


class DayRow(Record):
    """A paper's row in a day's list; `last_seen` is when it was last in the list."""

    day: date
    arxiv_id: str
    votes: int
    rank: int
    gone: bool
    first_seen: datetime
    last_seen: datetime


class VoteCount(Record):
    """A paper's votes at a moment, on whichever day's list they were seen."""

    arxiv_id: str
    seen_at: datetime
    votes: int


@dataclass(frozen=True)
class Known:
    """What the store knows before the look, by arXiv id; `votes` are the newest."""

    papers: Mapping[str, Paper]
    rows: Mapping[str, DayRow]
    votes: Mapping[str, VoteCount]


@dataclass(frozen=True)
class Observation:
    """What must be written after the look, and what changed by it."""

    papers: tuple[Paper, ...]
    rows: tuple[DayRow, ...]
    votes: tuple[VoteCount, ...]
    change: ListingChange


def observe(
    known: Known, listing: Listing, papers: Iterable[Paper], seen_at: datetime
) -> Observation:
    """Compare a list that is not empty, seen at `seen_at`, with what is known.

    Raises `ValueError` when `papers` lacks a paper of the list.
    """
    looks = [row.last_seen for row in known.rows.values()]
    stale = any(seen_at < look <= seen_at + LONGEST_LOOK for look in looks)
    listed = _first_by_id(listing)
    own = (_own(paper, listed, known.papers) for paper in papers)
    merged = _merged(known.papers, own, stale)
    if lacking := listed.keys() - merged.keys():
        raise ValueError(f"papers lacks {', '.join(sorted(lacking))} of the list of {listing.day}")
    rows = _rows(known.rows, listing, listed, seen_at, stale)
    return Observation(
        papers=tuple(paper for key, paper in merged.items() if paper != known.papers.get(key)),
        rows=tuple(row for key, row in rows.items() if row != known.rows.get(key)),
        votes=tuple(_new_counts(known.votes, listed, seen_at)),
        change=_change(known, merged, rows),
    )


def merge(older: Paper, newer: Paper) -> Paper:
    """`newer`, with what it lacks taken from `older`.

    Authors and the number of hidden ones are one fact: when all took their names off, the names
    must not come back from `older`.
    """
    gaps = {name for name in Paper.model_fields if not getattr(newer, name)}
    if newer.authors or newer.hidden_authors:
        gaps -= {"authors", "hidden_authors"}
    return newer.model_copy(update={name: getattr(older, name) for name in gaps})


def _own(paper: Paper, listed: Mapping[str, ListedPaper], known: Mapping[str, Paper]) -> Paper:
    """The paper with what is known instead of what arXiv lent where this list lacks it.

    Otherwise an hour without Hugging Face's island and API would change abstracts, which are paid
    for anew, and bring back the names of authors who took theirs off.
    """
    before, item = known.get(paper.arxiv_id), listed.get(paper.arxiv_id)
    if before is None or item is None:
        return paper
    kept: dict[str, object] = {}
    if not item.abstract and before.abstract:
        kept["abstract"] = before.abstract
    if not item.authors and (before.authors or before.hidden_authors):
        kept |= {"authors": before.authors, "hidden_authors": before.hidden_authors}
    return paper.model_copy(update=kept)


def _first_by_id(listing: Listing) -> dict[str, ListedPaper]:
    """The listed papers by id; of two with one id the first counts."""
    listed: dict[str, ListedPaper] = {}
    for item in listing.papers:
        listed.setdefault(item.arxiv_id, item)
    return listed


def _merged(known: Mapping[str, Paper], papers: Iterable[Paper], stale: bool) -> dict[str, Paper]:
    merged: dict[str, Paper] = {}
    for paper in papers:
        before = merged.get(paper.arxiv_id) or known.get(paper.arxiv_id) or paper
        pair = (paper, before) if stale else (before, paper)
        merged[paper.arxiv_id] = merge(*pair)
    return merged


def _rows(
    known: Mapping[str, DayRow],
    listing: Listing,
    listed: Mapping[str, ListedPaper],
    seen_at: datetime,
    stale: bool,
) -> dict[str, DayRow]:
    """The day's rows after the look: the list in its order, then what is not in it.

    Of a list that could not be read whole nobody knows who has left it.
    """
    day = listing.day
    seen = {key: _seen(known.get(key), day, item, seen_at, stale) for key, item in listed.items()}
    unseen = {key: row for key, row in known.items() if key not in listed}
    if not (stale or listing.unread):
        unseen = {key: row.model_copy(update={"gone": True}) for key, row in unseen.items()}
    return seen | unseen


def _seen(
    before: DayRow | None, day: date, item: ListedPaper, seen_at: datetime, stale: bool
) -> DayRow:
    if before and stale:
        return before
    return DayRow(
        day=day,
        arxiv_id=item.arxiv_id,
        votes=item.votes,
        rank=item.rank,
        gone=stale,  # a newer look has been there and did not find it
        first_seen=before.first_seen if before else seen_at,
        last_seen=seen_at,
    )


def _new_counts(
    known: Mapping[str, VoteCount], listed: Mapping[str, ListedPaper], seen_at: datetime
) -> Iterator[VoteCount]:
    for key, item in listed.items():
        last = known.get(key)
        if last is None or (last.seen_at <= seen_at and last.votes != item.votes):
            yield VoteCount(arxiv_id=key, seen_at=seen_at, votes=item.votes)


def _change(known: Known, merged: Mapping[str, Paper], rows: Mapping[str, DayRow]) -> ListingChange:
    pairs = [(known.rows[key], row) for key, row in rows.items() if key in known.rows]
    both = [key for key in merged if key in known.papers]
    return ListingChange(
        added=tuple(key for key in rows if key not in known.rows),
        gone=tuple(now.arxiv_id for then, now in pairs if now.gone > then.gone),
        returned=tuple(now.arxiv_id for then, now in pairs if then.gone > now.gone),
        votes_changed=tuple(now.arxiv_id for then, now in pairs if then.votes != now.votes),
        abstract_changed=tuple(
            key for key in both if known.papers[key].abstract_sha != merged[key].abstract_sha
        ),
    )
