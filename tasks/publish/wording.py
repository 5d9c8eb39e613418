"""The Korean words around the papers: labels, verdicts, gaps, figures and times."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta, timezone

from tasks.records import (
    Account,
    Edition,
    EditionCategory,
    EditionPaper,
    InsightPart,
    Paper,
    PaperState,
    Rule,
)

KST = timezone(timedelta(hours=9))

READ_TWICE, CHECKED = "✅ 두 번 확인", "☑️ 코드 확인"
LEGEND = (
    f"{READ_TWICE}: 코드가 검사하고 두 번째 모델이 초록과 다시 대조했습니다.",
    f"{CHECKED}: 코드만 검사했습니다.",
)
"""What the two marks mean, a line each."""

STATE_LABELS: dict[PaperState, str] = {
    "verified": CHECKED,
    "trimmed": "✂️ 일부 문장 제외",
    "extract": "📄 원문 발췌",
    "held": "⏸️ 보류",
}

SECTION_LABELS = {
    "title_ko": "제목",
    "fields": "관련분야",
    "summary": "요약",
    "easy": "쉬운설명",
    "whats_new": "What's New",
    "technical_details": "Technical Details",
    "performance": "Performance Highlights",
}

PART_LABELS: dict[InsightPart, str] = {
    "themes": "핵심 주제",
    "trends": "공통 흐름",
    "findings": "주요 결과",
    "impact": "의미와 영향",
    "outlook": "종합과 전망",
}

RULE_LABELS: dict[Rule, str] = {
    "number": "숫자가 근거와 다름",
    "name": "초록에 없는 이름",
    "citation": "근거 문장 없음",
    "language": "올바른 한국어가 아님",
    "term": "잘못된 용어",
    "markup": "허용하지 않는 표기",
    "order": "초록에 숨은 지시를 따름",
    "missing": "빠진 내용",
    "topic": "논문과 다른 주제",
    "meaning": "초록과 다른 뜻",
}


NAMED_PAPERS = 5
"""How many papers the line on a revision's changes names of each kind."""


def mark(item: EditionPaper) -> str:
    """The mark of a paper: read twice, checked by code, or what else became of it."""
    return READ_TWICE if item.state == "verified" and item.read_twice else STATE_LABELS[item.state]


def insight_mark(category: EditionCategory) -> str:
    """The mark of a synthesis."""
    return READ_TWICE if category.read_twice else CHECKED


def verdict(item: EditionPaper) -> str:
    """One sentence on what verification made of the paper."""
    if item.state == "verified" and item.read_twice:
        return "모든 문장을 코드가 검사하고 두 번째 모델이 초록과 다시 대조했습니다."
    if item.state == "verified" and item.attempts > 1:
        return f"{item.attempts}번째 답에서 모든 문장의 근거를 초록에서 확인했습니다."
    if item.state == "verified":
        return "모든 문장의 근거를 초록에서 확인했습니다."
    if item.state == "trimmed":
        twice = " 남은 문장은 두 번 확인했습니다." if item.read_twice else ""
        return f"근거를 확인하지 못한 내용 {len(item.dropped_places)}건을 제외했습니다.{twice}"
    if item.state == "extract":
        return item.reason or "확인된 한국어 문장이 모자라 초록의 주요 문장을 그대로 싣습니다."
    return item.reason or "사유가 기록되지 않았습니다."


def gap(item: EditionPaper, section: str) -> str:
    """Why a section of the digest is empty: refused, or never written."""
    if any(omission.section == section for omission in item.dropped):
        return "검증을 통과한 문장이 없습니다."
    return "초록에서 다루지 않습니다."


def authors(paper: Paper) -> str:
    """The authors in the order of the paper, and how many took their names off."""
    names = ", ".join(paper.authors)
    if not paper.hidden_authors:
        return names or "저자 정보가 없습니다."
    if not names:
        return f"{paper.hidden_authors}명 비공개"
    return f"{names} (외 {paper.hidden_authors}명 비공개)"


def tally(account: Account) -> tuple[tuple[str, int], ...]:
    """The marks with their numbers of papers."""
    read = account.read_twice
    counts = (account.verified - read, account.trimmed, account.extracts, account.held)
    return ((READ_TWICE, read), *zip(STATE_LABELS.values(), counts, strict=True))


def reading(edition: Edition) -> str:
    """What the second reader took; empty where there was none."""
    took, account = edition.account.reading, edition.account
    if edition.reader is None or took is None:
        return ""
    spent = "단가를 알 수 없음" if took.cost_usd is None else f"{took.cost_usd:.4f} USD"
    tokens = f"입력 {took.tokens_in:,} · 출력 {took.tokens_out:,}"
    return f"{edition.reader}, {account.readings:,}회 · {tokens} · {spent}"


def writer(edition: Edition) -> str:
    """Who wrote the Korean text."""
    if edition.engine == "extractive":
        return "언어 모델 없이 코드로 작성"
    return f"언어 모델 {edition.model}"


def changes(edition: Edition) -> str:
    """What this revision changes; empty for the first one."""
    found = edition.changes
    if found is None:
        return ""
    parts = (
        (f"논문 {_counted(found.added)} 추가", found.added),
        (f"논문 {_counted(found.removed)} 목록에서 빠짐", found.removed),
        (f"초록이 바뀐 논문 {_counted(found.abstracts)}", found.abstracts),
        (f"글이 바뀐 논문 {_counted(found.rewritten)}", found.rewritten),
        (f"추천수가 바뀐 논문 {found.votes}편", found.votes),
        ("종합, 차트 또는 표기를 고침", found.rest),
    )
    return ", ".join(text for text, applies in parts if applies)


def _counted(arxiv_ids: Sequence[str]) -> str:
    """`2편 (2411.00001, 2411.00002)`; of many only the first are named."""
    named = ", ".join(arxiv_ids[:NAMED_PAPERS])
    more = " 등" if len(arxiv_ids) > NAMED_PAPERS else ""
    return f"{len(arxiv_ids)}편 ({named}{more})"


def cost(account: Account) -> str:
    """The edition's cost in US dollars, or why there is none to state."""
    if account.cost_usd is None:
        return "모델의 단가를 알 수 없어 계산하지 못했습니다."
    if not account.calls:
        return "0 USD (모델을 호출하지 않았습니다.)"
    return f"{account.cost_usd:.4f} USD"


def times(moment: datetime) -> str:
    """The moment in Seoul and in UTC; a moment without zone is taken as UTC."""
    utc = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return f"{utc.astimezone(KST):%Y-%m-%d %H:%M} KST ({utc:%Y-%m-%d %H:%M} UTC)"


def numbers(values: Iterable[int]) -> str:
    """Reference numbers as they stand behind a sentence: `2,3`."""
    return ",".join(str(value) for value in values)
