"""Sound and wrong statements in pairs, by kind of error, and how many of each are refused.

`pairs.jsonl` has sentences with citations, written by people who did not know the rules: a line a
paper, `{"id", "half", "writer", "sentences": [{"text", "cites"}], "wrong": [{"kind", "sentence",
"text", "note"}]}`. `../shared/data/meaning_dev.jsonl` has whole texts without citations.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.table import Table

from benchmarks.verification.data import SHARED, Half, papers
from benchmarks.verification.measures import Share
from tasks.text.sentences import split_korean
from tasks.verify.sentence import sentence_faults
from tasks.verify.source import analyse

PAIRS = Path(__file__).with_name("pairs.jsonl")
SOUND = "sound"
GOALS = {
    "acronym": "≥ 95",
    "direction": "≥ 80",
    "comparison": "≥ 70",
    "negation": "≥ 60",
    "number_swap": "≥ 60",
    "status": "≥ 40",
    "modality": "≥ 40",
    "strength": "≥ 40",
    "scope": "≥ 40",
    SOUND: "≤ 0.3",
}
"""Of layer 1, by kind; the others are for a second reader."""


@dataclass(frozen=True)
class Statement:
    """Korean about a paper that is sound or wrong in one way; `cites` as its writer gave them."""

    paper: str
    title: str
    abstract: str
    text: str
    kind: str
    half: Half = "tune"
    cites: tuple[int, ...] = ()


Refuses = Callable[[Statement], bool]


def read_pairs(path: Path = PAIRS) -> list[Statement]:
    """The sentences of pairs.jsonl, sound ones and wrong ones; [] when there is no such file.

    Raises KeyError for a paper that is not among the recorded days.
    """
    if not path.is_file():
        return []
    known = papers()
    rows = map(json.loads, path.read_text("utf-8").splitlines())
    return [statement for row in rows for statement in _statements(row, *known[row["id"]][1:])]


def read_meaning_dev() -> list[Statement]:
    """The texts of meaning_dev.jsonl; a sound one is given sentence by sentence."""
    rows = map(json.loads, (SHARED / "meaning_dev.jsonl").read_text("utf-8").splitlines())
    return [
        Statement(row["id"], row["title"], row["abstract"], text, row["kind"])
        for row in rows
        for text in (split_korean(row["text"]) if row["kind"] == SOUND else [row["text"]])
    ]


def _statements(row: dict[str, Any], title: str, abstract: str) -> Iterable[Statement]:
    half = row["half"].replace(" ", "_")
    paper = (row["id"], title, abstract)
    for said in row["sentences"]:
        yield Statement(*paper, said["text"], SOUND, half, tuple(said["cites"]))
    for wrong in row["wrong"]:
        cites = tuple(row["sentences"][wrong["sentence"]]["cites"])
        yield Statement(*paper, wrong["text"], wrong["kind"], half, cites)


def refused_by_code(statement: Statement) -> bool:
    """True when any rule of the checker refuses one of the statement's sentences."""
    source = analyse(statement.title, statement.abstract)
    return any(
        any(sentence_faults(sentence, source, statement.cites))
        for sentence in split_korean(statement.text)
    )


def shares(statements: Sequence[Statement], refuses: Refuses) -> dict[str, Share]:
    """The share refused of each kind, wrong kinds first, then all wrong ones, then sound ones."""
    refused: defaultdict[str, list[bool]] = defaultdict(list)
    for statement in statements:
        refused[statement.kind].append(refuses(statement))
    sound = refused.pop(SOUND, [])
    rows = {kind: refused[kind] for kind in sorted(refused)}
    rows |= {"all wrong": [hit for hits in refused.values() for hit in hits], SOUND: sound}
    return {kind: Share(sum(hits), len(hits)) for kind, hits in rows.items()}


def pairs_table(title: str, columns: dict[str, dict[str, Share]]) -> Table:
    """The shares of several columns (halves, layers) as a table, with the goals of layer 1."""
    table = Table(title=title)
    for heading in ("", "goal", *columns):
        table.add_column(heading, justify="right" if heading else "left")
    kinds = dict.fromkeys(kind for column in columns.values() for kind in column)
    for kind in kinds:
        cells = [_cell(column.get(kind)) for column in columns.values()]
        table.add_row(kind, GOALS.get(kind, ""), *cells)
    return table


def _cell(share: Share | None) -> str:
    return f"{share.percent:.1f} ({share.hits}/{share.total})" if share else ""
