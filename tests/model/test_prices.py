import pytest

from tasks.model.prices import cost_usd
from tasks.records import Usage


def test_cost_is_tokens_times_the_listed_price_and_cached_tokens_cost_less() -> None:
    assert cost_usd("gpt-4o-mini", 1_000_000, 1_000_000) == pytest.approx(0.75)
    assert cost_usd("gpt-4o-mini", 1_000_000, 0, cached_tokens=1_000_000) == pytest.approx(0.075)


def test_dated_model_name_takes_the_price_of_its_family() -> None:
    assert cost_usd("gpt-4o-mini-2024-07-18", 1000, 10) == cost_usd("gpt-4o-mini", 1000, 10)


def test_unknown_model_costs_an_unknown_sum_and_so_does_every_total_with_it() -> None:
    assert cost_usd("qwen3:8b", 1000, 10) is None
    total = Usage(cost_usd=1.0, tokens_in=5) + Usage(cost_usd=None, tokens_in=7)
    assert (total.cost_usd, total.tokens_in) == (None, 12)
