"""The Korean digest of a paper: asked for, checked, and asked again with what was wrong."""

from collections.abc import Sequence
from functools import cache, lru_cache

from prompts.glossary import load_glossary
from prompts.loader import load_prompt
from tasks.model import ChatModel, Message, fence, read_answer, strict_schema
from tasks.model.paper import paper_lines
from tasks.records import Digest, Generation, GenerationKey, Paper, Verdict
from tasks.run.caching import model_task
from tasks.verify import Known, repair_request, verify_digest, vetoes

MAX_ATTEMPTS = 3
"""The first answer and at most two repairs."""


def digest_key(paper: Paper, model: str, attempt: int = 1) -> GenerationKey:
    """What makes one digest call of a paper unique."""
    return GenerationKey(
        arxiv_id=paper.arxiv_id,
        stage="digest",
        abstract_sha=paper.abstract_sha,
        prompt_version=load_prompt("digest").key,
        model=model,
        attempt=attempt,
    )


def digest_messages(
    paper: Paper, earlier: Sequence[Generation], known: Known | None = None
) -> list[Message]:
    """The prompt, followed by every earlier answer and what was wrong with it."""
    prompt = load_prompt("digest")
    terms = load_glossary().terms_in(f"{paper.title}\n{paper.abstract or ''}")
    messages: list[Message] = [
        ("system", prompt.render("system")),
        ("user", prompt.render("user", paper=fence(paper_lines(paper)), terms=terms)),
    ]
    for generation in earlier:
        digest = Digest.model_validate(generation.answer)
        refusals = repair_request(judge(paper, digest, known)[1])
        messages.append(("assistant", digest.model_dump_json()))
        messages.append(("user", prompt.render("repair", refusals=refusals)))
    return messages


@cache
def digest_schema() -> dict[str, object]:
    """The JSON schema of the answer."""
    return strict_schema(Digest)


def ask_digest(
    model: ChatModel,
    paper: Paper,
    key: GenerationKey,
    earlier: Sequence[Generation] = (),
    known: Known | None = None,
) -> Generation:
    """Ask the model for the digest of one paper, or for a repair of the `earlier` answers.

    `known` is what the second reader has said of their sentences.
    """
    messages = digest_messages(paper, earlier, known)
    reply = model.ask(messages, name="digest", schema=digest_schema())
    digest = read_answer(Digest, reply.content)
    accepted = judge(paper, digest, known)[1].ok
    return Generation(
        key=key,
        answer=digest.model_dump(mode="json"),
        usage=reply.usage,
        request_sha=reply.request_sha,
        final=accepted or key.attempt >= MAX_ATTEMPTS,
    )


def judge(paper: Paper, digest: Digest, known: Known | None = None) -> tuple[Digest, Verdict]:
    """The digest with its citations repaired, and what checker and second reader say of it."""
    digest, verdict = _judged(paper.title, paper.abstract or "", digest)
    if not known:
        return digest, verdict
    prose = [
        (section, index, sentence.text)
        for section, sentences in digest.sections()
        for index, sentence in enumerate(sentences)
    ]
    vetoed = vetoes([("title_ko", None, digest.title_ko), *prose], known)
    return digest, verdict.model_copy(update={"refusals": (*verdict.refusals, *vetoed)})


# An answer is judged when it comes in, when it is stored, for the syntheses and for the edition:
# within a minute or so, and of at most a few days at a time.
_judged = lru_cache(maxsize=256)(verify_digest)


summarize = model_task(
    ask_digest, name="summarize", task_run_name="summarize-{key.arxiv_id}-{key.attempt}"
)
