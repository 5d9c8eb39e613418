"""Puts sentences before the second reader, and once more when it has skipped some."""

from collections.abc import Sequence
from functools import cache

from prompts.loader import load_prompt
from tasks.model import ChatModel, Message, fence, read_answer, strict_schema
from tasks.records import Review, ReviewGeneration, ReviewKey, ReviewRequest, sha256_hex
from tasks.run.caching import model_task


def review_key(request: ReviewRequest, model: str, attempt: int = 1) -> ReviewKey:
    """What makes one call to the reader unique."""
    return ReviewKey(
        subject=request.subject,
        evidence_sha=request.evidence_sha,
        sentences_sha=request.sentences_sha,
        prompt_version=load_prompt("review").key,
        model=model,
        attempt=attempt,
    )


def shown(request: ReviewRequest) -> tuple[str, ...]:
    """The Korean sentences in the order in which the reader sees them.

    It is the order of their hashes: neither that of the writer, whose thread a reader would
    follow, nor another one each time.
    """
    return tuple(sorted(request.sentences, key=sha256_hex))


def review_messages(
    request: ReviewRequest, earlier: Sequence[ReviewGeneration] = ()
) -> list[Message]:
    """The prompt, followed by an earlier answer and what it lacks."""
    prompt = load_prompt("review")
    lines = [f"E0 {request.title}"]
    lines += [f"E{number} {text}" for number, text in enumerate(request.evidence, start=1)]
    lines += [f"K{number} {text}" for number, text in enumerate(shown(request), start=1)]
    messages: list[Message] = [
        ("system", prompt.render("system")),
        ("user", prompt.render("user", paper=fence((f"subject: {request.subject}", *lines)))),
    ]
    for generation in earlier:
        left_out = ", ".join(f"K{number}" for number in skipped(request, generation.answer))
        messages.append(("assistant", generation.answer.model_dump_json()))
        messages.append(("user", prompt.render("repair", missing=left_out)))
    return messages


def skipped(request: ReviewRequest, review: Review) -> tuple[int, ...]:
    """The numbers of the Korean sentences of which the reader says nothing."""
    answered = {sentence.n for sentence in review.sentences}
    return tuple(n for n in range(1, len(request.sentences) + 1) if n not in answered)


@cache
def review_schema() -> dict[str, object]:
    """The JSON schema of the answer."""
    return strict_schema(Review)


def ask_reader(
    model: ChatModel,
    request: ReviewRequest,
    key: ReviewKey,
    earlier: Sequence[ReviewGeneration] = (),
) -> ReviewGeneration:
    """Have the sentences read; `earlier` is an answer that skipped some of them."""
    reply = model.ask(review_messages(request, earlier), name="review", schema=review_schema())
    review = read_answer(Review, reply.content)
    return ReviewGeneration(key=key, sentences=shown(request), answer=review, usage=reply.usage)


read_again = model_task(
    ask_reader, name="review", task_run_name="review-{key.subject}-{key.attempt}"
)
