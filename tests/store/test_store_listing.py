"""Lists of a day: what is kept, what changes, and what may never change."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from tasks.records import Listing, ListingChange
from tasks.store import Store
from tests.store.store_makers import (
    ARXIV_ENTRY,
    DAY,
    HOUR,
    NOON,
    A,
    B,
    C,
    everything,
    make_listing,
    make_paper,
    record,
    record_paper,
    stored_paper,
)


def in_list(store: Store, **options: Any) -> list[str]:
    return [row.paper.arxiv_id for row in store.listed(DAY, **options)]


def test_papers_come_back_whole_and_in_order_of_votes_then_rank(store: Store) -> None:
    papers = [make_paper(key, arxiv=ARXIV_ENTRY, thumbnail="t.png") for key in (A, B, C)]
    change = store.record_listing(make_listing((A, 5), (B, 9), (C, 5)), papers, NOON)
    assert change == ListingChange(added=(A, B, C))
    rows = store.listed(DAY)
    assert [row.paper for row in rows] == [papers[1], papers[0], papers[2]]
    assert [(row.votes, row.rank, row.gone) for row in rows] == [
        (9, 2, False),
        (5, 1, False),
        (5, 3, False),
    ]


def test_the_same_list_again_changes_nothing_but_last_seen(store: Store) -> None:
    record(store, (A, 5), (B, 9))
    before = everything(store)
    assert record(store, (A, 5), (B, 9), seen_at=NOON + HOUR) == ListingChange()
    after = everything(store)
    assert {row.pop("last_seen") for row in before["listings"]} == {NOON}
    assert {row.pop("last_seen") for row in after["listings"]} == {NOON + HOUR}
    assert after == before


def test_a_paper_that_leaves_is_kept_as_gone_and_may_return(store: Store) -> None:
    record(store, (A, 5), (B, 9))
    assert record(store, (A, 5), seen_at=NOON + HOUR) == ListingChange(gone=(B,))
    assert in_list(store) == [A]
    assert in_list(store, include_gone=True) == [B, A]
    assert record(store, (A, 5), seen_at=NOON + 2 * HOUR) == ListingChange()
    back = record(store, (A, 5), (B, 9), seen_at=NOON + 3 * HOUR)
    assert back == ListingChange(returned=(B,))
    assert in_list(store) == [B, A]


def test_an_empty_list_never_empties_a_day(store: Store) -> None:
    record(store, (A, 5))
    assert store.record_listing(Listing(day=DAY), [], NOON + HOUR) == ListingChange()
    assert in_list(store) == [A]


def test_a_list_that_shows_another_day_is_refused(store: Store) -> None:
    friday_again = make_listing((A, 5)).model_copy(update={"shown_day": DAY - timedelta(days=1)})
    with pytest.raises(ValueError, match="shows 2026-02-02"):
        store.record_listing(friday_again, [make_paper()], NOON)
    assert in_list(store) == []


def test_a_listed_paper_that_is_not_given_is_an_error_and_nothing_is_stored(store: Store) -> None:
    with pytest.raises(ValueError, match=f"lacks {B}"):
        store.record_listing(make_listing((A, 5), (B, 9)), [make_paper(A)], NOON)
    assert in_list(store) == []


def test_a_time_without_zone_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="no time zone"):
        record(store, (A, 5), seen_at=datetime(2026, 2, 3, 12))  # noqa: DTZ001


def test_vote_history_has_a_row_only_where_votes_changed(store: Store) -> None:
    for hour, count in enumerate([5, 5, 7, 7, 5]):
        change = record(store, (A, count), seen_at=NOON + hour * HOUR)
        assert change.votes_changed == ((A,) if hour in (2, 4) else ())
    history = [(row["seen_at"], row["votes"]) for row in everything(store)["votes"]]
    assert history == [(NOON, 5), (NOON + 2 * HOUR, 7), (NOON + 4 * HOUR, 5)]


def test_an_older_look_neither_changes_votes_nor_presence_nor_text(store: Store) -> None:
    newest = make_paper(A, abstract="Second version.")
    store.record_listing(make_listing((A, 9)), [newest], NOON)
    before = everything(store)
    old = [make_paper(A, abstract="First version."), make_paper(B)]
    change = store.record_listing(make_listing((B, 3), (A, 1)), old, NOON - HOUR)
    assert change == ListingChange(added=(B,))
    assert in_list(store) == [A]
    assert in_list(store, include_gone=True) == [A, B]
    after = everything(store)
    for table, rows in before.items():
        assert [row for row in after[table] if row.get("arxiv_id") != B] == rows


def test_an_older_look_fills_gaps(store: Store) -> None:
    record_paper(store, make_paper(abstract=None))
    change = record_paper(store, make_paper(title="Older"), NOON - HOUR)
    assert change.abstract_changed == (A,)
    assert stored_paper(store) == make_paper()


@pytest.mark.parametrize("empty", [None, ""])
def test_what_is_known_is_never_replaced_by_nothing(store: Store, empty: str | None) -> None:
    links = {"thumbnail": "t.png", "project_page": "p", "github_repo": "g"}
    known = make_paper(arxiv=ARXIV_ENTRY, hidden_authors=1, **links)
    record_paper(store, known)
    bare = make_paper(abstract=empty, authors=(), thumbnail=empty)
    assert record_paper(store, bare, NOON + HOUR) == ListingChange()
    assert stored_paper(store) == known


def test_names_taken_off_by_all_authors_do_not_come_back(store: Store) -> None:
    record_paper(store, make_paper(authors=("Kim", "Ahn")))
    record_paper(store, make_paper(authors=(), hidden_authors=2), NOON + HOUR)
    assert (stored_paper(store).authors, stored_paper(store).hidden_authors) == ((), 2)


def test_an_author_who_shows_up_again_is_not_counted_as_hidden(store: Store) -> None:
    record_paper(store, make_paper(authors=("Kim",), hidden_authors=1))
    record_paper(store, make_paper(authors=("Kim", "Ahn")), NOON + HOUR)
    assert (stored_paper(store).authors, stored_paper(store).hidden_authors) == (("Kim", "Ahn"), 0)


def test_author_order_is_that_of_the_paper(store: Store) -> None:
    authors = tuple(f"Author {number % 7}-{number}" for number in range(300))
    record_paper(store, make_paper(authors=authors))
    assert stored_paper(store).authors == authors


@pytest.mark.parametrize("field", ["title", "abstract"])
def test_changed_text_is_reported_and_has_a_new_sha(store: Store, field: str) -> None:
    record_paper(store, make_paper())
    changed = make_paper(**{field: "Something else."})
    assert record_paper(store, changed, NOON + HOUR) == ListingChange(abstract_changed=(A,))
    paper = everything(store)["papers"][0]
    assert paper["abstract_sha"] == changed.abstract_sha != make_paper().abstract_sha
    assert (paper["created_at"], paper["updated_at"]) == (NOON, NOON + HOUR)


def test_an_abstract_that_arrives_late_counts_as_changed(store: Store) -> None:
    record_paper(store, make_paper(abstract=None))
    assert record_paper(store, make_paper(), NOON + HOUR).abstract_changed == (A,)


def test_a_paper_on_two_days_is_one_paper_with_a_row_for_each_day(store: Store) -> None:
    record(store, (A, 5))
    next_day = DAY + timedelta(days=1)
    later = make_listing((A, 8), day=next_day)
    change = store.record_listing(later, [make_paper(title="New title")], NOON + 24 * HOUR)
    assert change == ListingChange(added=(A,), abstract_changed=(A,))
    assert [row.votes for day in (DAY, next_day) for row in store.listed(day)] == [5, 8]
    assert {row.paper.title for day in (DAY, next_day) for row in store.listed(day)} == {
        "New title"
    }
    assert [row["votes"] for row in everything(store)["votes"]] == [5, 8]


def test_of_a_paper_listed_twice_the_first_counts(store: Store) -> None:
    papers = [make_paper(abstract=None), make_paper(authors=())]
    store.record_listing(make_listing((A, 5), (A, 1)), papers, NOON)
    assert [(row.paper, row.votes, row.rank) for row in store.listed(DAY)] == [(make_paper(), 5, 1)]


def test_days_listed_are_those_with_a_list(store: Store) -> None:
    days = [DAY, DAY + timedelta(days=1), DAY + timedelta(days=6)]
    papers = [make_paper(A), make_paper(B)]
    for day in days:
        store.record_listing(make_listing((A, 1), (B, 1), day=day), papers, NOON)
    assert store.days_listed(days[0], days[1]) == tuple(days[:2])
    assert store.days_listed() == tuple(days)
    assert store.days_listed(days[1]) == tuple(days[1:])


def test_a_list_with_unread_items_takes_nobody_off_the_day(store: Store) -> None:
    record(store, (A, 5), (B, 9))
    partial = make_listing((A, 6)).model_copy(update={"unread": (B,)})
    change = store.record_listing(partial, [make_paper(A)], NOON + HOUR)
    assert change == ListingChange(votes_changed=(A,))
    assert in_list(store) == [B, A]


def test_what_arxiv_lends_does_not_replace_what_hugging_face_has_said(store: Store) -> None:
    """Otherwise an hour without island and API is paid for, and hidden authors are named."""
    said = make_paper(A, authors=("Kim",), hidden_authors=1)
    record_paper(store, said)
    lent = make_paper(A, abstract="Version 2.", authors=("Kim", "Hidden"))
    cards = make_listing((A, 1), abstract=None, authors=())
    assert store.record_listing(cards, [lent], NOON + HOUR) == ListingChange()
    assert stored_paper(store) == said


def test_what_only_arxiv_has_is_taken_from_there(store: Store) -> None:
    cards = make_listing((A, 1), abstract=None, authors=())
    store.record_listing(cards, [make_paper(A, abstract=None, authors=())], NOON)
    store.record_listing(cards, [make_paper(A)], NOON + HOUR)
    assert stored_paper(store) == make_paper(A)


def test_a_look_after_the_clock_was_set_back_is_the_newest(store: Store) -> None:
    record(store, (A, 5), (B, 9), seen_at=NOON + 9 * HOUR)
    change = record(store, (A, 6), (C, 1), seen_at=NOON)
    assert change == ListingChange(added=(C,), gone=(B,), votes_changed=(A,))
    assert in_list(store) == [A, C]
