"""Tokens of each part of a call, by stage: means over real papers and recorded answers.

Tokens are counted with the vocabulary of the priced models. What servers add around messages (a
handful of tokens each) and models' hidden reasoning are not counted.
"""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import cycle
from statistics import mean
from typing import Any

import bpe_openai

from benchmarks.speed.month import FIRST_DAY, ROOT, month
from benchmarks.speed.written import paper_of
from prompts.taxonomy import load_taxonomy
from tasks.categorize import category_messages, category_schema
from tasks.insights.written import insight_key, insight_messages
from tasks.model import Message, strict_schema
from tasks.records import Digest, EditionPaper, Insight, Paper
from tasks.summarize import digest_messages, digest_schema

ENCODING = "o200k_base"
PAPERS = 390
PAPERS_A_SYNTHESIS = 3
RECORDED = ROOT / "sample" / "answers"

_FENCED = re.compile("<<<DATA.*>>>", re.DOTALL)


@dataclass(frozen=True)
class Parts:
    """Mean tokens of a stage's calls; schema and instructions are the same in all of them.

    `data` is the fenced text, `rest` what stands beside it: renderings of terms, the request.
    """

    stage: str
    schema: int
    instructions: int
    data: float
    rest: float
    answer: float

    @property
    def constant(self) -> int:
        """The beginning that all calls share."""
        return self.schema + self.instructions

    @property
    def prompt(self) -> float:
        """All that is sent."""
        return self.constant + self.data + self.rest


def all_parts() -> tuple[Parts, Parts, Parts]:
    """The parts of a category, a digest and an insight call."""
    papers = [paper_of(item) for items in month(1, PAPERS).values() for item in items]
    recorded = [json.loads(path.read_text("utf-8")) for path in sorted(RECORDED.glob("2*.json"))]
    digests = [answers["digest"][-1] for answers in recorded]
    syntheses = json.loads((RECORDED / "insights.json").read_text("utf-8"))
    return (
        _parts(
            "category",
            category_schema(),
            [category_messages(paper) for paper in papers],
            [answers["category"] for answers in recorded],
        ),
        _parts(
            "digest", digest_schema(), [digest_messages(paper, ()) for paper in papers], digests
        ),
        _parts(
            "insight",
            strict_schema(Insight),
            list(_insight_messages(papers, digests)),
            [attempts[-1] for attempts in syntheses.values()],
        ),
    )


def _parts(
    stage: str, schema: Any, calls: Sequence[Sequence[Message]], answers: Iterable[Any]
) -> Parts:
    systems = {system for (_, system), _ in calls}
    if len(systems) != 1:
        raise ValueError(f"the instructions of {stage} are not the same in all calls")
    users = [user for _, (_, user) in calls]
    data = mean(tokens("".join(_FENCED.findall(user))) for user in users)
    return Parts(
        stage,
        schema=tokens(_json(schema)),
        instructions=tokens(systems.pop()),
        data=data,
        rest=mean(map(tokens, users)) - data,
        answer=mean(tokens(_json(answer)) for answer in answers),
    )


def _insight_messages(papers: Sequence[Paper], digests: Sequence[Any]) -> Iterable[list[Message]]:
    """Syntheses of a few papers each; the recorded digests stand for those of the real papers."""
    written = cycle([Digest.model_validate(digest) for digest in digests])
    rows = [
        EditionPaper(paper=paper, votes=0, rank=1, state="verified", digest=next(written))
        for paper in papers
    ]
    for begin in range(0, len(rows), PAPERS_A_SYNTHESIS):
        few = rows[begin : begin + PAPERS_A_SYNTHESIS]
        key = insight_key(FIRST_DAY, load_taxonomy().fallback, few)
        yield insight_messages(key, few, ())


def tokens(text: str) -> int:
    """How many tokens the text has."""
    return len(_encoding().encode_ordinary(text))


@cache
def _encoding() -> Any:
    return bpe_openai.get_encoding(ENCODING)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
