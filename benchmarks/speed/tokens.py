"""Tokens by stage and by part of the prompt, and what an edition costs at listed prices."""

from collections.abc import Iterator, Sequence

from benchmarks.speed.month import PAPERS_A_DAY
from benchmarks.speed.prompt_parts import PAPERS_A_SYNTHESIS, Parts, all_parts
from benchmarks.speed.row import Row, Workplace
from tasks.model.prices import Price, load_prices

CACHED_FROM, CACHE_STEP = 1024, 128
"""OpenAI caches the beginning of a prompt from so many tokens on, in such steps."""

CALLS = {
    "category": PAPERS_A_DAY,
    "digest": PAPERS_A_DAY,
    "insight": PAPERS_A_DAY // PAPERS_A_SYNTHESIS,
}
"""Calls of an edition without repairs."""


def token_rows(_: Workplace) -> Iterator[Row]:
    """By stage, for a paper, and for an edition by each listed model."""
    parts = all_parts()
    for part in parts:
        yield Row(
            f"tokens: {part.stage}",
            f"{part.prompt:.0f} in (schema {part.schema} + instructions {part.instructions}, the "
            f"same in every call; paper {part.data:.0f}; the rest {part.rest:.0f}), "
            f"{part.answer:.0f} out",
        )
    yield _a_paper(parts)
    yield _cached(parts)
    yield _costs(parts)


def _a_paper(parts: Sequence[Parts]) -> Row:
    prompt = sum(CALLS[part.stage] * part.prompt for part in parts) / PAPERS_A_DAY
    answer = sum(CALLS[part.stage] * part.answer for part in parts) / PAPERS_A_DAY
    return Row(
        "tokens: a paper, with its share of the syntheses",
        f"{prompt:.0f} in, {answer:.0f} out; a repair of a digest "
        f"{parts[1].prompt + parts[1].answer:.0f} in and as many out as the digest",
    )


def _cached(parts: Sequence[Parts]) -> Row:
    """Whether the provider keeps the constant part of a prompt, which comes first in all."""
    told = ", ".join(f"{part.stage} {part.constant}" for part in parts)
    kept = [part.stage for part in parts if _kept(part)]
    return Row(
        "tokens: constant beginning of the prompts",
        f"{told}; kept by the provider: {', '.join(kept) or 'none, all are shorter'}",
        goal=f"cached from {CACHED_FROM} on",
    )


def _kept(part: Parts) -> int:
    """Tokens that a provider's cache holds from the second call of a stage on."""
    if part.constant < CACHED_FROM:
        return 0
    return part.constant - (part.constant - CACHED_FROM) % CACHE_STEP


def _costs(parts: Sequence[Parts]) -> Row:
    costs = {name: _edition_usd(parts, price) for name, price in load_prices().items()}
    told = ", ".join(f"{name} ${usd:.3f}" for name, usd in sorted(costs.items(), key=_by_cost))
    return Row(
        f"an edition of {PAPERS_A_DAY} papers, {CALLS['insight']} syntheses, no repair",
        told,
        goal="listed prices",
    )


def _by_cost(pair: tuple[str, float]) -> float:
    return pair[1]


def _edition_usd(parts: Sequence[Parts], price: Price) -> float:
    return sum(
        CALLS[part.stage]
        * (
            (part.prompt - _kept(part)) * price.input
            + _kept(part) * price.cached_input
            + part.answer * price.output
        )
        / 1_000_000
        for part in parts
    )
