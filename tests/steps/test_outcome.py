"""How a day ended is decided from what was published and what is missing."""

from datetime import date

import pytest

from tasks.days.outcome import (
    ends_the_day,
    outcome,
    why_empty,
    why_incomplete,
    why_unverified,
)
from tasks.records import EXTRACTIVE, Account, Edition, EditionPaper, Listing, Omission
from tasks.run.errors import (
    BudgetExhausted,
    ModelRejectedKey,
    ModelUnreachable,
    NonmunError,
    RunStopped,
    UnusableAnswer,
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
    missed = {f"digest 2411.0000{n}": NonmunError(f"reason {n}") for n in range(5)}
    told = why_incomplete(edition(has_chart=False), Listing(day=DAY), missed)
    assert told is not None
    assert told.startswith("digest 2411.00000: reason 0; ")
    assert told.endswith("(and 3 more)")


def test_answers_that_are_missing_alike_are_told_once_with_what_helps() -> None:
    missed = {
        f"digest 2411.0000{n}": UnusableAnswer(f"No JSON ({n})", trouble="no JSON", hint="Set X.")
        for n in range(14)
    }
    told = why_incomplete(edition(has_chart=False), Listing(day=DAY), missed)
    assert told is not None
    assert told.startswith("14 answers, digest 2411.00000 first: no JSON (Set X.); the chart")


def test_a_day_of_extracts_says_by_which_rules_most_was_refused() -> None:
    dropped = [Omission(rule=rule) for rule in ("name", "name", "language", "term", "language")]
    row = EditionPaper.model_construct(dropped=tuple(dropped), pending=False)
    account = Account.model_construct(verified=0, trimmed=0, extracts=1)
    shown = Edition.model_construct(model="m", account=account, papers=(row,))
    assert why_unverified(shown) == "0 verified, 1 extracts: most were refused by name, language"
    assert why_unverified(shown.model_copy(update={"model": EXTRACTIVE})) is None


def test_an_empty_day_says_what_was_shown_in_its_place() -> None:
    assert "the list is empty" in why_empty(Listing(day=DAY))
    assert "shows 2024-11-21" in why_empty(Listing(day=DAY, shown_day=date(2024, 11, 21)))
