from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from tasks.days import (
    check_day,
    chunks,
    closed_day,
    closes,
    days_between,
    lookback,
    parse_day,
)
from tasks.run.errors import UsageError

SEOUL = timezone(timedelta(hours=9))


def test_at_nine_in_seoul_the_day_before_has_just_closed() -> None:
    assert closed_day(datetime(2024, 11, 23, 9, 0, tzinfo=SEOUL)) == date(2024, 11, 22)


def test_before_nine_in_seoul_it_is_still_yesterday_in_utc() -> None:
    assert closed_day(datetime(2024, 11, 23, 8, 59, tzinfo=SEOUL)) == date(2024, 11, 21)


def test_both_ends_of_a_range_belong_to_it() -> None:
    assert list(days_between(date(2024, 2, 28), date(2024, 3, 1))) == [
        date(2024, 2, 28),
        date(2024, 2, 29),
        date(2024, 3, 1),
    ]


def test_range_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(UsageError, match="swap the two dates"):
        list(days_between(date(2024, 3, 1), date(2024, 2, 28)))


@pytest.mark.parametrize("text", ["", "2024-13-01", "22.11.2024", "2024-11-31", "../../etc", "١"])
def test_what_is_not_a_date_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(UsageError, match="YYYY-MM-DD"):
        parse_day(text)


def test_future_day_and_day_before_the_first_list_are_refused() -> None:
    today = datetime(2024, 11, 22, tzinfo=UTC).date()
    with pytest.raises(UsageError, match="future"):
        check_day(date(2024, 11, 23), today)
    with pytest.raises(UsageError, match="before the first list"):
        check_day(date(2020, 1, 1), today)
    assert check_day(today, today) == today


def test_a_list_closes_at_midnight_in_utc_after_its_day() -> None:
    assert closes(date(2024, 2, 29)) == datetime(2024, 3, 1, tzinfo=UTC)


def test_the_look_back_goes_no_further_than_the_first_day_that_is_known() -> None:
    day, first = date(2024, 11, 22), date(2024, 11, 20)
    assert lookback(day, 3, first) == (date(2024, 11, 21), first)
    assert lookback(day, 1, first) == (date(2024, 11, 21),)
    assert lookback(day, 3, None) == ()
    assert lookback(day, 0, first) == ()


def test_chunks_hold_every_day_once_in_their_order() -> None:
    days = list(days_between(date(2024, 11, 1), date(2024, 11, 12)))
    pieces = list(chunks(days, 5))
    assert [len(piece) for piece in pieces] == [5, 5, 2]
    assert [day for piece in pieces for day in piece] == days
