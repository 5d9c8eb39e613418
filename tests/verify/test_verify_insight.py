import pytest

from tasks.assemble.trimming import trim_insight
from tasks.records import Insight, InsightSentence, Paper
from tasks.verify import verify_insight
from tests.verify.verify_makers import ABSTRACT, TITLE

PEBBLE = Paper(arxiv_id="2401.00001", title=TITLE, abstract=ABSTRACT)
RIVER = Paper(
    arxiv_id="2401.00002",
    title="RiverBench: Testing Agents",
    abstract="RiverBench has 1,200 tasks for agents.",
)
BOTH = (PEBBLE.arxiv_id, RIVER.arxiv_id)


def say(text: str, *papers: str) -> tuple[InsightSentence, ...]:
    return (InsightSentence(text=text, papers=papers),)


def insight(**changes: tuple[InsightSentence, ...]) -> Insight:
    sound = Insight(
        themes=say("두 편 모두 모델의 평가를 다룹니다.", *BOTH),
        trends=say("긴 기억과 도구 사용이 함께 쓰입니다.", *BOTH),
        findings=say("PebbleNet은 VideoMMB에서 67.3%를 기록했습니다.", PEBBLE.arxiv_id),
        impact=say("RiverBench의 과제 1,200개로 에이전트를 시험할 수 있습니다.", RIVER.arxiv_id),
        outlook=say("논문 2편이 남긴 문제는 아직 열려 있습니다.", *BOTH),
    )
    return sound.model_copy(update=changes)


def test_sound_synthesis_is_accepted():
    assert verify_insight([PEBBLE, RIVER], insight()).refusals == ()


@pytest.mark.parametrize(
    ("sentences", "rule"),
    [
        (say("PebbleNet이 67.3%입니다.", RIVER.arxiv_id), "name"),
        (say("과제가 1,300개입니다.", RIVER.arxiv_id), "number"),
        (say("논문 5편이 나왔습니다.", *BOTH), "number"),
        (say("과제가 많습니다."), "citation"),
        (say("과제가 많습니다.", "9999.99999"), "citation"),
        (say("**과제**가 많습니다.", RIVER.arxiv_id), "markup"),
        (say("기호 최적화를 씁니다.", PEBBLE.arxiv_id), "term"),
        ((), "missing"),
    ],
)
def test_refusal_names_the_part_and_the_rule(sentences, rule):
    verdict = verify_insight([PEBBLE, RIVER], insight(impact=sentences))
    assert {(r.section, r.rule) for r in verdict.refusals} >= {("impact", rule)}
    assert {r.section for r in verdict.refusals} == {"impact"}


def test_trim_insight_drops_sentences_and_needs_findings_and_three_parts():
    papers = [PEBBLE, RIVER]
    wrong = say("GPT-9가 나왔습니다.", *BOTH)
    answer = insight(impact=wrong, outlook=wrong)
    trimmed = trim_insight(answer, verify_insight(papers, answer))
    assert trimmed is not None
    assert (trimmed.impact, trimmed.themes) == ((), answer.themes)
    for bad in (insight(findings=wrong), insight(impact=wrong, outlook=wrong, trends=wrong)):
        assert trim_insight(bad, verify_insight(papers, bad)) is None


def test_synthesis_that_speaks_of_other_things_is_refused_as_a_whole():
    generic = say("새로운 방법으로 기존보다 나은 결과를 얻었습니다.", *BOTH)
    other = say("태풍의 경로와 강수량을 위성 사진으로 예보합니다.", *BOTH)
    answer = insight(themes=generic, trends=other, findings=other, impact=generic, outlook=generic)
    verdict = verify_insight([PEBBLE, RIVER], answer)
    assert ("topic", None) in {(refusal.rule, refusal.section) for refusal in verdict.refusals}
    assert trim_insight(answer, verdict) is None
