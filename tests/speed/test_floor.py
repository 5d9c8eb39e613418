"""The floor that a run is measured against, and the days it is measured on."""

from collections import Counter

from benchmarks.speed.floor import Call, waves_of_day, waves_of_range
from benchmarks.speed.month import month


def calls(**counts: int) -> Counter[Call]:
    """Calls by stage and attempt: `digest_2=3` is three first repairs."""
    names = {name: name.split("_") for name in counts}
    return Counter(
        {Call(stage, int(attempt)): counts[name] for name, (stage, attempt) in names.items()}
    )


def test_categories_and_digests_share_waves_and_syntheses_come_after_them() -> None:
    assert waves_of_day(calls(category_1=30, digest_1=30), 16) == 4
    assert waves_of_day(calls(category_1=30, digest_1=30, insight_1=10), 16) == 5
    assert waves_of_day(calls(category_1=30, digest_1=30, insight_1=17), 16) == 6


def test_repairs_fill_places_that_first_calls_leave() -> None:
    assert waves_of_day(calls(category_1=30, digest_1=30, digest_2=4), 16) == 4
    assert waves_of_day(calls(category_1=30, digest_1=30, digest_2=5), 16) == 5


def test_a_repair_never_shares_a_wave_with_the_answer_it_repairs() -> None:
    assert waves_of_day(calls(digest_1=1, digest_2=1, digest_3=1), 16) == 3


def test_days_of_a_range_fill_each_others_places() -> None:
    assert waves_of_range(calls(category_1=30, digest_1=30, insight_1=10), 16) == 70 / 16


def test_no_paper_is_in_two_days() -> None:
    days = month(25)
    ids = [item["paper"]["id"] for items in days.values() for item in items]
    assert len(days) == 25
    assert all(day.weekday() < 5 for day in days)
    assert len(set(ids)) == len(ids) == 25 * 30
