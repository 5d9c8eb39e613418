"""An honest stand-in for a language model: it answers for any paper, and invents nothing.

It reads the fenced paper out of the prompt and says in Korean which terms, names and figures each
abstract sentence holds. That is dull, but it rests on the abstract, so tests and benchmarks can
run whole days of real papers through the real checks.
"""

import re
from collections.abc import Iterator
from typing import Any

from prompts.glossary import load_glossary
from sample.model import ModelReply, ModelRequest
from tasks.categorize import category_by_keywords
from tasks.records import Paper

_SENTENCE = re.compile(r"^\[(\d+)\] (.+)$", re.MULTILINE)
_NAME = re.compile(r"(?<![\w-])[A-Z][a-z]*[A-Z][A-Za-z]*(?![\w-])")
_FIGURE = re.compile(r"(?<![\w.,$^({-])\d+(?:\.\d+%?|%)(?![\w.,^-])")
_AT_MOST = 3


def honest_responder(request: ModelRequest) -> ModelReply:
    """Answer a category, a digest, an insight or a review from what the prompt holds."""
    prompt = next(str(m["content"]) for m in request.messages if m["role"] == "user")
    if request.stage == "insight":
        return ModelReply(content=_insight(prompt))
    if request.stage == "review":
        return ModelReply(content=_review(prompt))
    title = _line(prompt, "Title")
    sentences = {int(number): text for number, text in _SENTENCE.findall(prompt)}
    if request.stage == "category":
        paper = Paper(
            arxiv_id=request.arxiv_id or "0000.00000",
            title=title,
            abstract=" ".join(sentences.values()),
        )
        return ModelReply(content=category_by_keywords(paper).model_dump(mode="json"))
    return ModelReply(content=_digest(title, sentences))


def _digest(title: str, sentences: dict[int, str]) -> dict[str, Any]:
    told = {number: _told(text) for number, text in sentences.items()}
    best = sorted(told, key=lambda number: (-len(told[number]), number))
    summary = [*sorted(best[:4]), *best[:1]] if len(best) == 1 else sorted(best[:4])
    name = title.partition(":")[0] if ":" in title else ""
    subject = f"{name}에 관한 연구" if name and " " not in name else "이 논문의 연구"

    def say(begin: str, numbers: list[int]) -> list[dict[str, Any]]:
        return [{"text": f"{begin} {told[n]}", "cites": [n]} for n in numbers]

    return {
        "title_ko": f"{subject}: {_terms(title) or '초록에 나온 내용'}",
        "summary": say(f"{subject}에서" if name else "초록에서", summary),
        "easy": say("쉽게 말해", sorted(best[:2])),
        "whats_new": say("새로운 점으로", best[:1]),
        "technical_details": say("기술적으로", sorted(best[:2])),
        "performance": say("결과로", best[-1:]),
        "fields": [term.ko[0] for term in load_glossary().terms_in(title)][:4] or ["인공지능"],
    }


def _told(text: str) -> str:
    """What a sentence holds, as a Korean clause that ends one."""
    clauses = []
    if terms := _terms(text):
        clauses.append(f"{terms} 등의 개념을 다루고")
    if names := list(dict.fromkeys(_NAME.findall(text)))[:_AT_MOST]:
        clauses.append(f"{', '.join(names)} 등의 이름을 언급하고")
    if figures := list(dict.fromkeys(_FIGURE.findall(text)))[:_AT_MOST]:
        clauses.append(f"{', '.join(figures)} 등의 수치를 제시하고")
    return ", ".join([*clauses, "연구의 내용을 설명합니다."])


def _terms(text: str) -> str:
    terms = load_glossary().terms_in(text)[:_AT_MOST]
    return ", ".join(f"{term.ko[0]}({term.en})" for term in terms)


def _insight(prompt: str) -> dict[str, Any]:
    """Each part repeats what one paper's verified sentence says, under that paper's id."""
    papers = list(_verified_sentences(prompt))
    parts = ("themes", "trends", "findings", "impact", "outlook")
    return {
        part: [{"text": papers[index % len(papers)][1], "papers": [papers[index % len(papers)][0]]}]
        for index, part in enumerate(parts)
    }


def _review(prompt: str) -> dict[str, Any]:
    """Everything is supported, by the whole of the first English sentence: the writer is honest."""
    evidence = re.search(r"^E1 (.+)$", prompt, re.MULTILINE)
    words = evidence[1] if evidence else ""
    return {
        "sentences": [
            {
                "n": int(number),
                "says": "It names what the abstract names.",
                "quotes": [{"n": 1, "words": words}],
                "why": "",
                "verdict": "supported",
                "kind": "none",
            }
            for number in re.findall(r"^K(\d+) ", prompt, re.MULTILINE)
        ]
    }


def _verified_sentences(prompt: str) -> Iterator[tuple[str, str]]:
    current = ""
    for line in prompt.splitlines():
        if line.startswith("arXiv: "):
            current = line.removeprefix("arXiv: ")
        elif current and line.endswith("니다.") and not line.startswith("Title: "):
            yield current, line


def _line(text: str, name: str) -> str:
    found = re.search(rf"^{name}: (.+)$", text, re.MULTILINE)
    return found[1] if found else ""
