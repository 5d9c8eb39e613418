"""One primary category and up to two more for a paper, from the closed list of the taxonomy."""

import re
from functools import cache

from prompts.loader import load_prompt
from prompts.taxonomy import Category, load_taxonomy
from tasks.model import ChatModel, Message, fence, read_answer, strict_schema
from tasks.model.paper import paper_lines
from tasks.records import CategoryChoice, Generation, GenerationKey, Paper
from tasks.run.caching import model_task
from tasks.run.errors import UnusableAnswer


def category_key(paper: Paper, model: str) -> GenerationKey:
    """What makes the category call of a paper unique."""
    return GenerationKey(
        arxiv_id=paper.arxiv_id,
        stage="category",
        abstract_sha=paper.abstract_sha,
        prompt_version=load_prompt("category").key,
        model=model,
    )


def category_messages(paper: Paper) -> list[Message]:
    """The prompt: the closed list first, the same for every paper, then the fenced paper."""
    prompt = load_prompt("category")
    return [
        ("system", prompt.render("system", categories=load_taxonomy().categories)),
        ("user", prompt.render("user", paper=fence(paper_lines(paper)))),
    ]


@cache
def category_schema() -> dict[str, object]:
    """The JSON schema of the answer, with the taxonomy's ids as the only values."""
    schema = strict_schema(CategoryChoice)
    ids = {"type": "string", "enum": list(load_taxonomy().ids)}
    schema["properties"] = {
        "primary": ids,
        "secondary": {"type": "array", "items": ids, "maxItems": 2},
    }
    return schema


def read_category(content: str) -> CategoryChoice:
    """The answer as a choice without repeats; raises `UnusableAnswer` for an unknown category."""
    choice = read_answer(CategoryChoice, content)
    unknown = {choice.primary, *choice.secondary} - set(load_taxonomy().ids)
    if unknown:
        raise UnusableAnswer(f"The model named an unknown category: {sorted(unknown)[0]!r:.80}.")
    others = dict.fromkeys(name for name in choice.secondary if name != choice.primary)
    return CategoryChoice(primary=choice.primary, secondary=tuple(others))


def ask_category(model: ChatModel, paper: Paper, key: GenerationKey) -> Generation:
    """Ask the model for the categories of one paper."""
    reply = model.ask(category_messages(paper), name="category", schema=category_schema())
    return Generation(
        key=key,
        answer=read_category(reply.content).model_dump(mode="json"),
        usage=reply.usage,
        request_sha=reply.request_sha,
    )


categorize = model_task(ask_category, name="categorize", task_run_name="categorize-{key.arxiv_id}")


def category_by_keywords(paper: Paper) -> CategoryChoice:
    """The choice of the extractive engine; the taxonomy's fallback when nothing speaks for any.

    Keywords in the title count three times those in the abstract; the paper's primary arXiv
    category counts like one of the latter.
    """
    scores = {category.id: _score(category, paper) for category in load_taxonomy().categories}
    best = sorted((name for name in scores if scores[name] > 0), key=lambda name: -scores[name])
    if not best:
        return CategoryChoice(primary=load_taxonomy().fallback)
    close = tuple(name for name in best[1:3] if 2 * scores[name] >= scores[best[0]])
    return CategoryChoice(primary=best[0], secondary=close)


def _score(category: Category, paper: Paper) -> int:
    if not category.keywords:
        return 0
    pattern = _keyword_pattern(category.keywords)
    in_title = len(set(pattern.findall(paper.title.lower())))
    in_abstract = len(set(pattern.findall((paper.abstract or "").lower())))
    listed = paper.arxiv is not None and paper.arxiv.primary_category in category.arxiv
    return 3 * in_title + in_abstract + int(listed)


@cache
def _keyword_pattern(keywords: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(keywords, key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(map(re.escape, longest_first)) + r")\b")
