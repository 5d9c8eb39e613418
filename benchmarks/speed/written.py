"""What the stand-in for a model writes about a paper, asked directly."""

from typing import Any, NamedTuple

from benchmarks.speed.month import Item
from benchmarks.speed.server import MODEL
from sample.model import ModelRequest
from sample.standin import honest_responder
from tasks.categorize import category_messages
from tasks.model import Message
from tasks.records import Paper
from tasks.summarize import digest_messages


class Answers(NamedTuple):
    """The answers about one paper, as JSON values."""

    category: dict[str, Any]
    digest: dict[str, Any]


def paper_of(item: Item) -> Paper:
    """The paper of a list's item."""
    paper = item["paper"]
    return Paper(
        arxiv_id=paper["id"],
        title=" ".join(paper["title"].split()),
        abstract=" ".join(paper["summary"].split()),
        authors=tuple(author["name"] for author in paper["authors"]),
    )


def stand_in_answers(paper: Paper) -> Answers:
    """What the stand-in answers to the real prompts."""
    return Answers(
        ask_stand_in("category", category_messages(paper), paper.arxiv_id),
        ask_stand_in("digest", digest_messages(paper, ()), paper.arxiv_id),
    )


def ask_stand_in(
    stage: str, messages: list[Message], arxiv_id: str | None = None
) -> dict[str, Any]:
    """The stand-in's answer to these messages."""
    request = ModelRequest(
        stage=stage,
        attempt=1,
        model=MODEL,
        messages=tuple({"role": role, "content": text} for role, text in messages),
        schema={},
        arxiv_id=arxiv_id,
    )
    content = honest_responder(request).content
    assert isinstance(content, dict)
    return content
