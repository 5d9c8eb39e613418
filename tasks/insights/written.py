"""The synthesis by the model: from verified sentences only, checked like a digest."""

import json
from collections.abc import Sequence
from datetime import date
from functools import cache

from prompts.loader import load_prompt
from prompts.taxonomy import load_taxonomy
from tasks.model import ChatModel, Message, fence, read_answer, strict_schema
from tasks.records import (
    Digest,
    EditionPaper,
    Insight,
    InsightGeneration,
    InsightKey,
    Verdict,
    sha256_hex,
)
from tasks.run.caching import model_task
from tasks.verify import Known, repair_request, verify_insight, vetoes

MAX_INSIGHT_ATTEMPTS = 3
"""The first answer and at most two repairs."""


def insight_key(
    day: date, category: str, papers: Sequence[EditionPaper], attempt: int = 1
) -> InsightKey:
    """The call for the synthesis of these papers, by the verified sentences that go into it."""
    texts = {row.paper.arxiv_id: _verified(row).model_dump(mode="json") for row in papers}
    content = json.dumps(texts, ensure_ascii=False, sort_keys=True)
    return InsightKey(
        day=day,
        category=category,
        input_sha=sha256_hex(content),
        prompt_version=load_prompt("insight").key,
        attempt=attempt,
    )


def insight_messages(
    key: InsightKey,
    papers: Sequence[EditionPaper],
    earlier: Sequence[InsightGeneration],
    known: Known | None = None,
) -> list[Message]:
    """The prompt, followed by every earlier answer and what was wrong with it."""
    prompt = load_prompt("insight")
    values = {
        "category": load_taxonomy()[key.category],
        "day": key.day,
        "papers": fence(line for row in papers for line in _paper_lines(row)),
    }
    messages: list[Message] = [
        ("system", prompt.render("system")),
        ("user", prompt.render("user", **values)),
    ]
    for generation in earlier:
        refusals = repair_request(judge_insight(papers, generation.answer, known))
        messages.append(("assistant", generation.answer.model_dump_json()))
        messages.append(("user", prompt.render("repair", refusals=refusals)))
    return messages


def _paper_lines(row: EditionPaper) -> list[str]:
    digest = _verified(row)
    prose = [sentence.text for _, sentences in digest.sections() for sentence in sentences]
    return [f"arXiv: {row.paper.arxiv_id}", f"Title: {row.paper.title}", *prose]


def _verified(row: EditionPaper) -> Digest:
    if row.digest is None:
        raise ValueError(f"{row.paper.arxiv_id} has no verified digest")
    return row.digest


@cache
def insight_schema() -> dict[str, object]:
    """The JSON schema of the answer."""
    return strict_schema(Insight)


def ask_insight(
    model: ChatModel,
    key: InsightKey,
    papers: Sequence[EditionPaper],
    earlier: Sequence[InsightGeneration] = (),
    known: Known | None = None,
) -> InsightGeneration:
    """Ask the model for the synthesis of one category, or for a repair of the `earlier` ones.

    `known` is what the second reader has said of their sentences.
    """
    reply = model.ask(
        insight_messages(key, papers, earlier, known), name="insight", schema=insight_schema()
    )
    insight = read_answer(Insight, reply.content)
    accepted = judge_insight(papers, insight, known).ok
    return InsightGeneration(
        key=key,
        answer=insight,
        model=model.name,
        usage=reply.usage,
        final=accepted or key.attempt >= MAX_INSIGHT_ATTEMPTS,
    )


def judge_insight(
    papers: Sequence[EditionPaper], insight: Insight, known: Known | None = None
) -> Verdict:
    """What checker and second reader say of a synthesis, against titles and abstracts."""
    verdict = verify_insight([row.paper for row in papers], insight)
    prose = [
        (part, index, sentence.text)
        for part, sentences in insight.parts()
        for index, sentence in enumerate(sentences)
    ]
    vetoed = vetoes(prose, known or {})
    return verdict.model_copy(update={"refusals": (*verdict.refusals, *vetoed)})


synthesize = model_task(
    ask_insight, name="synthesize", task_run_name="synthesize-{key.category}-{key.attempt}"
)
