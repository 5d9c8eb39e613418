"""Reads the labelled texts, each of which belongs to one of two halves.

Titles and abstracts, and the first set of texts, are under ../shared/data; the second set
("fresh") is our own. The rules were tuned on the halves "tune" only; docs/verification.md reports
both.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import yaml

Half = Literal["tune", "held_out"]

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
FRESH = Path(__file__).with_name("fresh.jsonl")
STYLES = Path(__file__).with_name("styles.jsonl")
TRULY_WRONG = Path(__file__).with_name("truly_wrong.yaml")

_HANGUL = re.compile("[가-힣]")


@dataclass(frozen=True)
class Pair:
    """A paper and a Korean text about it, as sentences; `quotes` are what each one quotes."""

    id: str
    day: str
    title: str
    abstract: str
    sentences: tuple[str, ...]
    quotes: tuple[str | None, ...] = ()
    half: Half = "tune"

    @property
    def text(self) -> str:
        """The sentences as one text, one a line."""
        return "\n".join(self.sentences)


def read_claims() -> list[Pair]:
    """The papers of ko_claims.jsonl: title, purpose, method items and conclusion.

    The keywords are labels from a fixed English list, not claims, and are left out.
    """
    return [_claim(json.loads(line)) for line in _lines("ko_claims.jsonl")]


def read_fresh() -> list[Pair]:
    """The texts of fresh.jsonl, with titles and abstracts read in place (see `papers`).

    Each line has its half. A paper may be there several times, by different writers.

    Raises KeyError for a paper that is not there.
    """
    return _texts_of(FRESH, papers())


def read_styles() -> list[Pair]:
    """True sentences in many styles, by paper, of papers tuned on; no texts, and not blind."""
    return _texts_of(STYLES, papers())


def read_seeds() -> list[tuple[Pair, bool, str | None]]:
    """The 30 seed texts, with whether each is pure invention, and what is known to be wrong."""
    return [_seed(json.loads(line)) for line in _lines("seed_pairs.jsonl")]


def read_truly_wrong() -> dict[str, list[dict[str, str]]]:
    """The sentences judged wrong by hand, by paper id: text, reason and half of each."""
    wrong: dict[str, list[dict[str, str]]] = {}
    for item in yaml.safe_load(TRULY_WRONG.read_text("utf-8")) or []:
        wrong.setdefault(item["id"], []).append(item)
    return wrong


def _texts_of(path: Path, papers: Mapping[str, tuple[str, str, str]]) -> list[Pair]:
    items = map(json.loads, path.read_text("utf-8").splitlines())
    return [
        Pair(
            item["id"],
            *papers[item["id"]],
            tuple(item["sentences"]),
            half=item.get("half", "tune"),
        )
        for item in items
    ]


def papers() -> dict[str, tuple[str, str, str]]:
    """Day, title and abstract of every paper of ko_claims.jsonl and of the lists under hf_daily."""
    claims = {pair.id: (pair.day, pair.title, pair.abstract) for pair in read_claims()}
    return claims | _listed_papers()


def _listed_papers() -> dict[str, tuple[str, str, str]]:
    """Day, title and abstract of every listed paper, white space collapsed."""
    return {
        entry["paper"]["id"]: (
            path.stem,
            " ".join(entry["paper"]["title"].split()),
            " ".join(entry["paper"]["summary"].split()),
        )
        for path in sorted((SHARED / "hf_daily").glob("*/*.json"))
        for entry in json.loads(path.read_text("utf-8"))
    }


def _lines(name: str) -> list[str]:
    return (SHARED / name).read_text("utf-8").splitlines()


def _claim(item: dict[str, Any]) -> Pair:
    korean = item["ko"]
    method = [split_quote(text) for text in korean["method"]]
    rows = [(korean["title"], None), (korean["purpose"], None), *method]
    rows = [(text.strip(), quote) for text, quote in (*rows, (korean["conclusion"], None))]
    rows = [row for row in rows if row[0]]
    texts, quotes = zip(*rows, strict=True)
    paper = (item["id"], item["date"], item["title"], item["abstract"])
    return Pair(*paper, texts, quotes, _half_of(item["id"]))


def _half_of(paper_id: str) -> Half:
    """The half of a paper of ko_claims.jsonl, fixed by its id."""
    even = int(hashlib.sha256(paper_id.encode()).hexdigest(), 16) % 2 == 0
    return "tune" if even else "held_out"


def _seed(item: dict[str, Any]) -> tuple[Pair, bool, str | None]:
    sentences = tuple(text for text in item["ko"].values() if text.strip())
    pair = Pair(item["id"], item["seed"], item["title"], item["abstract"], sentences)
    return pair, item["made_up"], item["note"]


def split_quote(text: str) -> tuple[str, str | None]:
    """A method item as (Korean, quoted English): the quote is what follows the last Hangul.

    Its brackets are often unbalanced or missing. Fewer than three words are no quote.
    """
    end = max((match.end() for match in _HANGUL.finditer(text)), default=0)
    quote = text[end:].strip(" .()")
    return (text[:end].strip(), quote) if end and len(quote.split()) >= 3 else (text.strip(), None)
