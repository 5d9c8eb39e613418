"""What a call costs, from the price table in prices.yaml."""

import re
from functools import cache
from importlib.resources import files

import yaml
from pydantic import BaseModel, ConfigDict, Field

_DATE_SUFFIX = re.compile(r"-\d{4}-\d{2}-\d{2}$")


class Price(BaseModel):
    """US dollars per million tokens."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    input: float = Field(ge=0)
    cached_input: float = Field(ge=0)
    output: float = Field(ge=0)


@cache
def load_prices() -> dict[str, Price]:
    """The price of each listed model, by its name without date."""
    table = yaml.safe_load(files("tasks.model").joinpath("prices.yaml").read_text("utf-8"))
    return {name: Price.model_validate(price) for name, price in table["models"].items()}


def cost_usd(model: str, tokens_in: int, tokens_out: int, cached_tokens: int = 0) -> float | None:
    """The cost of a call in US dollars; None when the model's price is not listed.

    `cached_tokens` is the part of `tokens_in` that the server had in its prompt cache.
    """
    price = load_prices().get(_DATE_SUFFIX.sub("", model))
    if price is None:
        return None
    fresh = tokens_in - cached_tokens
    dollars = fresh * price.input + cached_tokens * price.cached_input + tokens_out * price.output
    return dollars / 1_000_000
