"""Prints the table of docs/verification.md, computed from fresh.jsonl and ../shared/data."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import get_args

import yaml
from rich.console import Console
from rich.table import Table

from benchmarks.verification.ablation import ablation, switched_off
from benchmarks.verification.data import (
    SHARED,
    Half,
    Pair,
    read_claims,
    read_fresh,
    read_seeds,
    read_styles,
)
from benchmarks.verification.measures import (
    Share,
    false_alarms,
    pairs_per_second,
    recall,
    refused_sentences,
    repaired_citations,
)
from benchmarks.verification.pairs import (
    pairs_table,
    read_meaning_dev,
    read_pairs,
    refused_by_code,
    shares,
)
from benchmarks.verification.thresholds import thresholds
from tasks.verify import CHECKER_VERSION, check_text

_SAMPLE = 5
"""Of the fresh texts every fifth serves to move thresholds, which takes fifty runs."""

HERE = Path(__file__).parent
EXAMPLE = "Example: python -m benchmarks.verification --ablate"
GOALS = {
    "false alarms, papers": "≤ 1.5 / 3.5",
    "false alarms, sentences": "≤ 0.4",
    "number changed": "≥ 98",
    "unit error": "≥ 99",
    "foreign name": "≥ 99",
    "other paper's text": "≥ 99.5",
    "generic text": "≥ 98",
}


def main() -> int:
    """Print the figures of both sets and the seeds; 1 when the data is not there."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.verification", description=__doc__, epilog=EXAMPLE
    )
    parser.add_argument(
        "--ablate", action="store_true", help="switch each rule off in turn instead"
    )
    parser.add_argument(
        "--thresholds", action="store_true", help="move each threshold instead (10 minutes)"
    )
    arguments = parser.parse_args()
    if not SHARED.is_dir():
        print("The labelled texts are not there (../shared/data): nothing to measure.")
        return 1
    console = Console(width=120)
    if arguments.ablate:
        digests = [pair for pair in read_fresh() if pair.half == "held_out"]
        console.print(ablation(digests, read_styles()))
        return 0
    claims = read_claims()
    if arguments.thresholds:
        pairs = [pair for pair in (*claims, *read_fresh()[::_SAMPLE]) if pair.half == "tune"]
        with switched_off("other statements"):  # these rules have words, and no such steps
            console.print(thresholds(pairs, _generic()[::2]))
        return 0
    for name, pairs in (("claims", claims), ("fresh", read_fresh())):
        _report(name, pairs, console)
    styles = refused_sentences(read_styles())
    console.print(f"True sentences in other styles: {styles.hits} of {styles.total} refused")
    console.print(_statements())
    console.print(_seeds())
    console.print(f"{pairs_per_second(claims):,.0f} pairs a second on one core")
    return 0


def _report(name: str, everything: Sequence[Pair], console: Console) -> None:
    """Print the figures of both halves of a set, and what is refused in the half tuned on."""
    halves = {half: [p for p in everything if p.half == half] for half in get_args(Half)}
    figures = {half: dict(_figures(half, pairs, everything)) for half, pairs in halves.items()}
    console.print(_table(name, figures))
    # The cases of the other half stay unseen, so that nobody tunes on them.
    for case in false_alarms(halves["tune"]).cases:
        console.print(f"false alarm ({name}, tune): {' | '.join(case)}", markup=False)


def _figures(
    half: Half, pairs: Sequence[Pair], everything: Sequence[Pair]
) -> Iterator[tuple[str, Share]]:
    alarms = false_alarms(pairs)
    yield "false alarms, papers", alarms.papers
    yield "false alarms, sentences", alarms.sentences
    # The halves share no generic sentence, as they share no paper.
    sentences = _generic()[0 if half == "tune" else 1 :: 2]
    yield from recall(pairs, everything, sentences).items()
    yield "citation repaired", repaired_citations(pairs)


def _generic() -> list[str]:
    sentences: list[str] = yaml.safe_load((HERE / "generic.yaml").read_text("utf-8"))["sentences"]
    return sentences


def _table(name: str, figures: dict[Half, dict[str, Share]]) -> Table:
    table = Table(title=f"{name}, rules {CHECKER_VERSION}: share refused, in per cent")
    for heading in ("", "goal", *figures):
        table.add_column(heading, justify="left" if not heading else "right")
    for kind in next(iter(figures.values())):
        shares = [figures[half][kind] for half in figures]
        cells = [f"{share.percent:.2f} ({share.hits}/{share.total})" for share in shares]
        table.add_row(kind, GOALS.get(kind, ""), *cells)
    return table


def _statements() -> Table:
    """The share of wrong statements that code alone refuses, by kind; a column a set and layer."""
    pairs = read_pairs()
    columns = {"meaning_dev": shares(read_meaning_dev(), refused_by_code)}
    for half in get_args(Half) if pairs else ():
        statements = [statement for statement in pairs if statement.half == half]
        columns[half.replace("_", " ")] = shares(statements, refused_by_code)
    return pairs_table("Statements, layer 1 alone: share refused, in per cent", columns)


def _seeds() -> Table:
    known = yaml.safe_load((HERE / "seed_faults.yaml").read_text("utf-8"))
    table = Table(title="The 30 seeds")
    for heading in ("paper", "judged", "refused", "why: the checker's first reason; what is wrong"):
        table.add_column(heading, overflow="fold")
    for pair, made_up, _ in read_seeds():
        verdict = check_text(pair.title, pair.abstract, pair.text)
        judged = "made up" if made_up else "faulty" if pair.id in known else "sound"
        why = (
            f"{verdict.refusals[0].rule}: {verdict.refusals[0].detail}" if verdict.refusals else ""
        )
        reasons = "; ".join(text for text in (why, known.get(pair.id, "")) if text)
        table.add_row(pair.id, judged, "" if verdict.ok else "yes", reasons)
    return table


if __name__ == "__main__":
    sys.exit(main())
