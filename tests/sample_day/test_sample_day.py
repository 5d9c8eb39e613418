"""The sample day: its records, its recorded answers, and the faults planted in three of them."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from prompts.taxonomy import load_taxonomy
from tasks.records import CategoryChoice, Digest, Insight, Paper
from tasks.text.sentences import split_sentences
from tasks.verify import verify_digest, verify_insight

SAMPLE = Path(__file__).resolve().parents[2] / "sample"
REAL_LIST = "hf_daily/early/2024-11-22.json"
HELD, WRONG_NUMBER, WRONG_TERM, WRONG_NAME = "2411.14384", "2411.12364", "2411.10442", "2411.13807"
LONGEST_SHARED_RUN_WORDS = 7
SENTENCES_ASKED_FOR = {
    "summary": (3, 4),
    "easy": (2, 4),
    "whats_new": (1, 2),
    "technical_details": (2, 3),
    "performance": (1, 2),
}


@cache
def read(name: str) -> Any:
    return json.loads((SAMPLE / name).read_text("utf-8"))


def by_id(items: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {item["paper"]["id"]: item["paper"] for item in items}


PAPERS = by_id(read("day.json"))
ANSWERED = [arxiv_id for arxiv_id in PAPERS if arxiv_id != HELD]


def paper(arxiv_id: str) -> Paper:
    title = " ".join(PAPERS[arxiv_id]["title"].split())
    return Paper(arxiv_id=arxiv_id, title=title, abstract=PAPERS[arxiv_id]["summary"])


def category(arxiv_id: str) -> CategoryChoice:
    return CategoryChoice.model_validate(read(f"answers/{arxiv_id}.json")["category"])


def attempts(arxiv_id: str) -> list[Digest]:
    return [Digest.model_validate(one) for one in read(f"answers/{arxiv_id}.json")["digest"]]


def last_insights() -> dict[str, Insight]:
    answers = read("answers/insights.json")
    return {name: Insight.model_validate(given[-1]) for name, given in answers.items()}


def members() -> dict[str, set[str]]:
    """The answered papers by primary category."""
    found: dict[str, set[str]] = {}
    for arxiv_id in ANSWERED:
        found.setdefault(category(arxiv_id).primary, set()).add(arxiv_id)
    return found


def refused(arxiv_id: str, digest: Digest) -> set[tuple[str, str | None, int | None]]:
    of = paper(arxiv_id)
    _, verdict = verify_digest(of.title, of.abstract or "", digest)
    return {(refusal.rule, refusal.section, refusal.index) for refusal in verdict.refusals}


def korean_sentences() -> Iterator[str]:
    digests = [digest for arxiv_id in ANSWERED for digest in attempts(arxiv_id)]
    yield from (s.text for digest in digests for _, part in digest.sections() for s in part)
    yield from (s.text for it in last_insights().values() for _, part in it.parts() for s in part)


def runs(text: str) -> set[str]:
    """Every run of one word more than may be shared, in lower case, without punctuation."""
    words, length = re.findall(r"\w+", text.lower()), LONGEST_SHARED_RUN_WORDS + 1
    return {" ".join(words[begin : begin + length]) for begin in range(len(words) - length + 1)}


def test_day_holds_twelve_papers_in_order_of_votes() -> None:
    votes = [item["paper"]["upvotes"] for item in read("day.json")]
    assert len(PAPERS) == len(votes) == 12
    assert votes == sorted(votes, reverse=True)


def test_only_the_paper_with_the_fewest_votes_has_no_abstract() -> None:
    assert [arxiv_id for arxiv_id, one in PAPERS.items() if not one["summary"]] == [HELD]
    assert min(PAPERS, key=lambda arxiv_id: PAPERS[arxiv_id]["upvotes"]) == HELD


@pytest.mark.parametrize("arxiv_id", ANSWERED)
def test_abstract_has_five_to_eight_sentences(arxiv_id: str) -> None:
    assert 5 <= len(split_sentences(PAPERS[arxiv_id]["summary"])) <= 8


def test_arxiv_facts_and_answers_cover_the_day() -> None:
    facts = read("arxiv.json")
    assert facts.keys() == PAPERS.keys()
    assert all(fact["primary_category"] == fact["categories"][0] for fact in facts.values())
    recorded = {path.stem for path in (SAMPLE / "answers").glob("*.json")}
    assert recorded == {*ANSWERED, "insights"}


@pytest.mark.parametrize("arxiv_id", ANSWERED)
def test_categories_are_of_the_taxonomy(arxiv_id: str) -> None:
    choice = category(arxiv_id)
    chosen = [choice.primary, *choice.secondary]
    assert set(chosen) <= set(load_taxonomy().ids)
    assert len(set(chosen)) == len(chosen)


@pytest.mark.parametrize("arxiv_id", ANSWERED)
def test_every_part_is_as_long_as_the_prompt_asks(arxiv_id: str) -> None:
    for section, sentences in attempts(arxiv_id)[-1].sections():
        fewest, most = SENTENCES_ASKED_FOR[section]
        assert fewest <= len(sentences) <= most, section


def test_every_sentence_is_formal_korean_without_markup() -> None:
    for text in korean_sentences():
        assert text.endswith("니다."), text
        assert not re.search(r"[\u3400-\u9fff*_`\[\]<>]|https?:", text), text


@pytest.mark.parametrize("arxiv_id", [i for i in ANSWERED if i != WRONG_NAME])
def test_last_answer_passes(arxiv_id: str) -> None:
    assert refused(arxiv_id, attempts(arxiv_id)[-1]) == set()


@pytest.mark.parametrize("arxiv_id", ANSWERED)
def test_cited_sentences_need_no_repair(arxiv_id: str) -> None:
    of, digest = paper(arxiv_id), attempts(arxiv_id)[-1]
    checked, _ = verify_digest(of.title, of.abstract or "", digest)
    assert checked == digest


def test_two_hundred_million_slots_are_refused_where_the_abstract_has_twenty_million() -> None:
    first, second = attempts(WRONG_NUMBER)
    assert refused(WRONG_NUMBER, first) == {("number", "summary", 3)}
    assert "2,000만 개" in second.summary[3].text


def test_preference_rendered_as_symbol_is_refused() -> None:
    first, second = attempts(WRONG_TERM)
    assert refused(WRONG_TERM, first) == {("term", "summary", 1)}
    assert "선호 최적화" in second.summary[1].text


def test_data_set_that_the_abstract_does_not_name_is_refused_three_times() -> None:
    answers = [refused(WRONG_NAME, digest) for digest in attempts(WRONG_NAME)]
    assert answers == [{("name", "technical_details", 1)}] * 3


def test_all_other_first_answers_are_the_only_ones() -> None:
    single = {arxiv_id for arxiv_id in ANSWERED if len(attempts(arxiv_id)) == 1}
    assert single == set(ANSWERED) - {WRONG_NUMBER, WRONG_TERM, WRONG_NAME}


def test_every_primary_category_has_an_insight_that_cites_all_its_papers() -> None:
    cited = {
        name: {arxiv_id for _, part in insight.parts() for s in part for arxiv_id in s.papers}
        for name, insight in last_insights().items()
    }
    assert cited == members()


@pytest.mark.parametrize("name", sorted(members()))
def test_insight_passes_with_one_or_two_sentences_a_part(name: str) -> None:
    insight = last_insights()[name]
    verdict = verify_insight([paper(arxiv_id) for arxiv_id in sorted(members()[name])], insight)
    assert verdict.refusals == ()
    assert all(1 <= len(part) <= 2 for _, part in insight.parts())


def test_abstracts_share_no_eight_words_in_a_row_with_the_real_ones(shared_data: Path) -> None:
    real = by_id(json.loads((shared_data / REAL_LIST).read_text("utf-8")))
    for arxiv_id in ANSWERED:
        shared = runs(PAPERS[arxiv_id]["summary"]) & runs(real[arxiv_id]["summary"])
        assert shared - runs(PAPERS[arxiv_id]["title"]) == set(), arxiv_id


def test_titles_authors_votes_and_dates_are_the_real_ones(shared_data: Path) -> None:
    real = by_id(json.loads((shared_data / REAL_LIST).read_text("utf-8")))
    for arxiv_id, ours in PAPERS.items():
        theirs = real[arxiv_id]
        for field in ("title", "upvotes", "publishedAt"):
            assert ours[field] == theirs[field], (arxiv_id, field)
        names = [{"name": one["name"], "hidden": one["hidden"]} for one in theirs["authors"]]
        assert ours["authors"] == names, arxiv_id
