"""How a day ended is decided from what was published and what is missing."""

from datetime import date

import pytest

from tasks.days.outcome import ends_the_day, outcome, why_empty, why_incomplete
from tasks.records import Edition, Listing
from tasks.run.errors import (
    BudgetExhausted,
    ModelRejectedKey,
    ModelUnreachable,
    NonmunError,
    RunStopped,
)

DAY = date(2024, 11, 22)


def edition(*, has_chart: bool = True) -> Edition:
    return Edition.model_construct(day=DAY, papers=(), categories=(), has_chart=has_chart)


@pytest.mark.parametrize(
    ("error", "has_answers", "ends"),
    [
        (None, False, False),
        (ModelUnreachable("away"), False, True),
        (ModelUnreachable("away"), True, False),
        (ModelRejectedKey("key"), True, True),
        (RunStopped("stop"), True, True),
        (BudgetExhausted("spent"), False, False),
    ],
)
def test_what_ends_a_day(error: NonmunError | None, has_answers: bool, ends: bool) -> None:
    assert ends_the_day(error, has_answers=has_answers) is ends


@pytest.mark.parametrize(
    ("first", "revised", "how"),
    [(True, False, "published"), (False, True, "revised"), (False, False, "unchanged")],
)
def test_a_day_that_is_done_is_published_revised_or_unchanged(
    first: bool, revised: bool, how: str
) -> None:
    assert outcome(edition(), Listing(day=DAY), first=first, revised=revised) == how
    assert why_incomplete(edition(), Listing(day=DAY), {}) is None


def test_a_day_without_its_chart_or_with_an_unread_item_is_incomplete() -> None:
    unread = Listing(day=DAY, unread=("item 3",))
    for shown, listing in ((edition(has_chart=False), Listing(day=DAY)), (edition(), unread)):
        assert outcome(shown, listing, first=True, revised=False) == "incomplete"


def test_three_reasons_are_told_and_the_others_counted() -> None:
    missed = {f"digest 2411.0000{number}": "no answer" for number in range(5)}
    told = why_incomplete(edition(has_chart=False), Listing(day=DAY), missed)
    assert told is not None
    assert told.startswith("digest 2411.00000: no answer; ")
    assert told.endswith("(and 3 more)")


def test_an_empty_day_says_what_was_shown_in_its_place() -> None:
    assert "the list is empty" in why_empty(Listing(day=DAY))
    assert "shows 2024-11-21" in why_empty(Listing(day=DAY, shown_day=date(2024, 11, 21)))
