"""The documents of an edition, read as GitHub would show them."""

import json
import re
from datetime import datetime

import pytest
from bs4 import BeautifulSoup
from markdown_it import MarkdownIt

from tasks.publish import render
from tasks.publish.wording import cost, times
from tasks.records import Account, Edition

DOCUMENTS = ("cards.md", "insights.md", "bulletin.md")
PARSER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def page(edition: Edition, file: str) -> BeautifulSoup:
    return BeautifulSoup(PARSER.render(render(edition)[file]), "lxml")


def words(edition: Edition, file: str) -> str:
    return " ".join(page(edition, file).get_text(" ").split())


def headings(edition: Edition, file: str, tag: str) -> list[str]:
    return [heading.get_text() for heading in page(edition, file).find_all(tag)]


def with_account(edition: Edition, **fields: object) -> Edition:
    account = edition.account.model_copy(update=fields)
    return edition.model_copy(update={"account": account})


def test_the_same_edition_gives_the_same_bytes(edition: Edition) -> None:
    again = Edition.model_validate_json(edition.model_dump_json())
    assert render(edition) == render(again)


@pytest.mark.parametrize("file", DOCUMENTS)
def test_every_document_shows_the_date_and_links_the_others(edition: Edition, file: str) -> None:
    shown = page(edition, file)
    assert "2024년 11월 22일 (금)" in headings(edition, file, "h1")[0]
    links = {str(link["href"]) for link in shown.find_all("a")}
    assert {*DOCUMENTS, "../../README.md"} - {file} <= links
    assert "이 호는 시험용입니다." in str(shown.blockquote)


@pytest.mark.parametrize("file", DOCUMENTS)
def test_every_document_ends_with_its_account(edition: Edition, file: str) -> None:
    account = words(edition, file).partition("이 호의 기록")[2]
    for said in (
        *(
            "목록의 논문 4편",
            "☑️ 코드 확인 1편",
            "✂️ 일부 문장 제외 1편",
            "📄 원문 발췌 1편",
            "⏸️ 보류 1편",
        ),
        *("언어 모델 gpt-4o-mini", "11회", "입력 18,250 · 출력 6,120", "0.0064 USD", "2판"),
        *(
            "2024-11-23 09:05 KST (2024-11-23 00:05 UTC)",
            "초록을 구할 수 없어 요약하지 않았습니다.",
        ),
    ):
        assert said in account


@pytest.mark.parametrize("file", DOCUMENTS)
def test_no_strangers_markup_becomes_a_tag_or_a_link(edition: Edition, file: str) -> None:
    shown = page(edition, file)
    assert not shown.find_all(["script", "code", "em", "b", "del"])
    hosts = {re.sub(r"^https?://([^/]+).*", r"\1", str(a["href"])) for a in shown.find_all("a")}
    assert hosts <= {"arxiv.org", "github.com", "chart.html", "../../README.md", *DOCUMENTS}
    pictures = {str(image["src"]) for image in shown.find_all("img")}
    thumbnails = "https://cdn-thumbnails.huggingface.co/"
    assert all(src.startswith((thumbnails, "paper_2024-11-22.png")) for src in pictures)


@pytest.mark.parametrize("file", DOCUMENTS)
def test_arxiv_links_carry_no_version_and_pdf_links_are_links(edition: Edition, file: str) -> None:
    text = render(edition)[file]
    assert not re.search(r"arxiv\.org/\w+/[\d.]+v\d", text)
    assert "![" not in text.replace("!\\[", "")


def test_a_heading_stands_on_a_line_of_its_own(edition: Edition) -> None:
    for file in DOCUMENTS:
        lines = render(edition)[file].split("\n")
        for before, line, after in zip(["", *lines], lines, [*lines[1:], ""], strict=False):
            if line.startswith("#"):
                assert before == ""
                assert after == ""
                assert "<img" not in line


def test_cards_hold_what_the_seeds_hold(edition: Edition) -> None:
    cards = words(edition, "cards.md")
    for label in (
        "요약 :",
        "쉬운설명 :",
        "관련분야 :",
        "추천수 :",
        "PDF 다운로드 링크 :",
        "저자 :",
    ):
        assert label in cards
    assert headings(edition, "cards.md", "h2")[0] == "1. LanternMem: 긴 문서를 위한 작은 기억 장치"
    assert "Haneul Moon, Amara Osei, Tomás Rivera (외 1명 비공개)" in cards
    assert "💬 언어 모델 (함께 다루는 분야: ⚡ 효율화)" in cards


def test_each_sentence_ends_with_the_numbers_of_its_evidence(edition: Edition) -> None:
    text = render(edition)["cards.md"]
    assert (
        "62% 줄였습니다.<sup>[2,3]</sup> 정확도는 0.4점 낮아지는 데 그쳤습니다.<sup>[3]</sup>\n"
        in text
    )
    evidence = page(edition, "cards.md").find_all("details")[0].find_all("li")
    assert len(evidence) == 4
    assert evidence[2].get_text().startswith("On a model of 2.4B parameters")


def test_a_trimmed_paper_says_what_was_left_out_and_why(edition: Edition) -> None:
    cards = words(edition, "cards.md")
    assert "✂️ 일부 문장 제외 · 근거를 확인하지 못한 내용 1건을 제외했습니다." in cards
    assert "Performance Highlights 1번째 문장: 숫자가 근거와 다름" in cards
    assert "14%만 해결했습니다" not in cards


def test_an_extract_quotes_the_chosen_sentences(edition: Edition) -> None:
    for file in ("cards.md", "bulletin.md"):
        quoted = page(edition, file).find_all("blockquote")[-1].get_text()
        assert "We study how $O(n^2)$ attention fails | and <img src=x" in quoted
        assert "It costs $5." in quoted
        assert "HACKED" not in quoted


def test_an_empty_part_says_whether_it_was_refused_or_never_written(edition: Edition) -> None:
    bulletin = words(edition, "bulletin.md")
    assert "Technical Details : 초록에서 다루지 않습니다." in bulletin
    assert "Performance Highlights : 검증을 통과한 문장이 없습니다." in bulletin


def test_every_category_has_the_same_five_headings(edition: Edition) -> None:
    assert headings(edition, "insights.md", "h2")[:3] == [
        "💬 언어 모델 (2편)",
        "🕹️ 에이전트 (1편)",
        "분야를 정하지 않은 논문 (1편)",
    ]
    parts = ["핵심 주제", "공통 흐름", "주요 결과", "의미와 영향", "종합과 전망"]
    assert headings(edition, "insights.md", "h3") == parts


def test_insight_marks_are_the_numbers_of_the_sources(edition: Edition) -> None:
    text = render(edition)["insights.md"]
    assert "비용을 문제로 봅니다.<sup>[1,2]</sup>" in text
    assert (
        "1. [LanternMem: Small Memories for Long Documents](https://arxiv.org/abs/2411.00101)"
        in text
    )


def test_a_category_without_insight_says_why_and_lists_its_papers(edition: Edition) -> None:
    insights = words(edition, "insights.md")
    assert "인사이트가 없습니다. 모델이 쓴 종합이 검증을 통과하지 못해 싣지 않았습니다." in insights
    assert "Do Agents Read the Manual?" in insights


def test_without_a_chart_the_document_says_so(edition: Edition) -> None:
    image = page(edition, "insights.md").find("img", src="paper_2024-11-22.png")
    assert image is not None
    assert image["alt"] == "2024년 11월 22일 (금) 논문 분야 분포: 언어 모델 2편, 에이전트 1편"
    bare = edition.model_copy(update={"has_chart": False})
    assert page(bare, "insights.md").find("img") is None
    assert "그림이 없습니다" in words(bare, "insights.md")


def test_an_unknown_price_is_said_and_no_call_costs_nothing(edition: Edition) -> None:
    unknown = with_account(edition, cost_usd=None)
    assert "모델의 단가를 알 수 없어 계산하지 못했습니다." in words(unknown, "cards.md")
    free = with_account(edition, cost_usd=0.0, calls=0)
    assert cost(free.account).startswith("0 USD")


def test_a_time_without_zone_is_utc() -> None:
    assert times(datetime(2024, 12, 31, 15, 0)) == "2025-01-01 00:00 KST (2024-12-31 15:00 UTC)"  # noqa: DTZ001


def test_an_edition_without_papers_still_renders(edition: Edition) -> None:
    counts = dict.fromkeys(set(Account.model_fields) - {"reading"}, 0)
    bare = edition.model_copy(
        update={"papers": (), "categories": (), "account": Account.model_validate(counts)}
    )
    assert "논문 0편" in words(bare, "cards.md")


def test_edition_json_holds_everything_in_a_stable_layout(edition: Edition) -> None:
    text = render(edition)["edition.json"]
    assert text.endswith("}\n")
    assert "긴 문서를 위한" in text
    record = json.loads(text)
    assert list(record) == sorted(record)
    assert record.pop("format") == 1
    assert Edition.model_validate(record) == edition
    paper = record["papers"][1]
    assert paper["state"] == "trimmed"
    assert paper["dropped"][0]["rule"] == "number"
    assert paper["digest"]["summary"][1]["cites"] == [2]


def test_half_a_character_does_not_stop_publishing(edition: Edition) -> None:
    first = edition.papers[0]
    broken = first.model_copy(
        update={"paper": first.paper.model_copy(update={"title": "half \ud83d of an emoji"})}
    )
    files = render(edition.model_copy(update={"papers": (broken, *edition.papers[1:])}))
    assert all(text.encode() for text in files.values())
