"""A model that lies in every field: nothing of it is published, and every paper is listed."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sample.model import ModelReply, ModelRequest
from sample.standin import honest_responder
from tasks.records import INSIGHT_PARTS, SECTIONS

pytestmark = [
    pytest.mark.flow,
    pytest.mark.browser,
    pytest.mark.xdist_group("flow"),
    pytest.mark.usefixtures("prefect_server"),
]

FRIDAY = date(2024, 11, 22)

OTHER_PAPERS_TEXT = (
    "단백질 접힘(protein folding)을 예측하는 신경망이 아미노산 서열에서 구조를 계산합니다.",
    "위성 사진으로 태풍의 경로와 강수량을 예보하는 기상 모델을 학습합니다.",
    "수술 로봇이 조직의 변형을 추정하며 봉합을 수행합니다.",
)
GENERIC = "새로운 알고리즘을 제안하여 기존 방법보다 성능을 개선하였습니다."

LIES: dict[str, tuple[str, ...]] = {
    "invented name": ("이 연구의 ZyntraNet-X7 모델은 QuorvBench에서 가장 앞섭니다.",),
    "shifted unit": ("이 모델은 937.4조 개의 토큰으로 학습하여 정확도를 831.5% 높였습니다.",),
    "another paper": OTHER_PAPERS_TEXT,
    "generic": (GENERIC,),
    "link": ("자세한 내용은 [여기](https://evil.example/x) 또는 www.evil.example 에 있습니다.",),
    "markup": (
        "<script>alert(1)</script> **굵은** 결과와 ![그림](https://evil.example/i.png)입니다.",
    ),
}
TRACES = (
    *("ZyntraNet", "QuorvBench", "937.4조", "831.5%", "evil.example", "<script>", "alert(1)"),
    *("아미노산", "태풍", "수술 로봇", GENERIC, "**굵은**"),
)


def lie(request: ModelRequest) -> ModelReply:
    """Answer with the lies of one kind in every field; which kind hangs on the paper's id."""
    kinds = list(LIES.values())
    if request.stage == "category":
        return honest_responder(request)
    if request.stage == "insight":
        texts = [text for kind in kinds for text in kind]
        ids = [
            line[7:]
            for line in str(request.messages[1]["content"]).splitlines()
            if line.startswith("arXiv: ")
        ]
        part = [{"text": text, "papers": ids} for text in texts]
        return ModelReply(content=dict.fromkeys(INSIGHT_PARTS, part))
    texts = kinds[int((request.arxiv_id or "0")[-2:]) % len(kinds)]
    section = [{"text": text, "cites": [1, 2, 3]} for text in texts * 3]
    return ModelReply(
        content={
            "title_ko": texts[0],
            **dict.fromkeys(SECTIONS, section),
            "fields": [texts[-1]],
        }
    )


def published(folder: Path) -> dict[str, str]:
    edition = folder / "editions" / "2024" / "2024-11-22"
    names = ("cards.md", "insights.md", "bulletin.md", "edition.json")
    return {name: (edition / name).read_text("utf-8") for name in names}


def test_no_lie_is_published_and_every_paper_is_listed(
    sample: Callable[..., Any], point_to: Callable[..., Path], recorded_days: Any
) -> None:
    from flows.daily import daily

    days = recorded_days
    server = sample(days, lie)
    folder = point_to(server)
    assert daily(day=FRIDAY).outcome == "published"
    texts = published(folder)
    assert not [(name, trace) for name, text in texts.items() for trace in TRACES if trace in text]
    edition = json.loads(texts["edition.json"])
    listed = {item["paper"]["id"] for item in days[FRIDAY]}
    assert {row["paper"]["arxiv_id"] for row in edition["papers"]} == listed
    assert {row["state"] for row in edition["papers"]} == {"extract"}
    assert edition["account"]["extracts"] == len(listed) == 14
    assert server.app.traffic.count("model", stage="digest") == 3 * 14
    assert all(
        "📄 원문 발췌 14편" in text for name, text in texts.items() if name != "edition.json"
    )


def test_insight_of_lies_about_honest_papers_is_left_out(
    sample: Callable[..., Any], point_to: Callable[..., Path], recorded_days: Any
) -> None:
    from flows.daily import daily

    def half_honest(request: ModelRequest) -> ModelReply:
        return lie(request) if request.stage == "insight" else honest_responder(request)

    server = sample(recorded_days, half_honest)
    folder = point_to(server)
    assert daily(day=FRIDAY).outcome == "published"
    texts = published(folder)
    leaked = [trace for text in texts.values() for trace in TRACES if trace in text]
    assert leaked == []
    edition = json.loads(texts["edition.json"])
    assert {row["state"] for row in edition["papers"]} == {"verified"}
    assert all(category["reason"] for category in edition["categories"])
