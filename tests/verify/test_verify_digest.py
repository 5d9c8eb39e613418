import pytest

from tasks.assemble.trimming import trim
from tasks.records import Verdict
from tasks.verify import repair_request, verify_digest
from tests.verify.verify_makers import ABSTRACT, TITLE, digest, say


def verdict_on(**changes: object) -> Verdict:
    return verify_digest(TITLE, ABSTRACT, digest(**changes))[1]


def rules(verdict: Verdict) -> set[str]:
    return {refusal.rule for refusal in verdict.refusals}


def test_sound_digest_is_accepted_and_returned_unchanged():
    repaired, verdict = verify_digest(TITLE, ABSTRACT, digest())
    assert verdict.refusals == ()
    assert repaired == digest()


def test_citation_is_repaired_when_the_support_is_in_another_sentence():
    wrong = (say("VideoMMB에서 GPT-4o를 8.1점 앞섰습니다.", 1),)
    repaired, verdict = verify_digest(TITLE, ABSTRACT, digest(performance=wrong))
    assert verdict.ok
    assert repaired.performance[0].cites == (1, 4)


def test_sentence_without_citation_gets_the_sentence_that_holds_its_facts():
    repaired, verdict = verify_digest(
        TITLE, ABSTRACT, digest(performance=(say("VideoMMB에서 67.3%를 얻었습니다."),))
    )
    assert verdict.ok
    assert repaired.performance[0].cites == (4,)


def test_citation_of_no_sentence_is_dropped_when_another_holds_the_fact():
    repaired, verdict = verify_digest(
        TITLE, ABSTRACT, digest(performance=(say("VideoMMB에서 67.3%를 얻었습니다.", 4, 99),))
    )
    assert verdict.ok
    assert repaired.performance[0].cites == (4,)


@pytest.mark.parametrize("cites", [(), (9,), (0,), (-1,)])
def test_sentence_that_rests_on_nothing_is_refused(cites):
    verdict = verdict_on(easy=(say("기억을 아껴 쓰는 모델입니다.", *cites),))
    (refusal,) = verdict.refusals
    assert (refusal.rule, refusal.section, refusal.index) == ("citation", "easy", 0)


def test_performance_may_say_that_no_result_is_reported():
    sentence = say("초록은 정량적 결과를 밝히지 않습니다.")
    assert verdict_on(performance=(sentence,)).ok
    assert rules(verdict_on(easy=(sentence,))) == {"citation"}


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("매개변수는 2.42억 개입니다.", "number"),
        ("GPT-5를 8.1점 앞섰습니다.", "name"),
        ("혼합 기호 최적화(MPO)로 학습했습니다.", "term"),
        ("이 신경망은 **희소 메모리**를 씁니다.", "markup"),
        ("희소-memory로 답합니다.", "language"),
        ("희소 记忆를 씁니다.", "language"),
    ],
)
def test_each_rule_refuses_its_sentence_and_says_where(text, rule):
    verdict = verdict_on(technical_details=(say("희소 메모리를 씁니다.", 2), say(text, 2)))
    assert rules(verdict) == {rule}
    assert {(r.section, r.index, r.text) for r in verdict.refusals} == {
        ("technical_details", 1, text)
    }


@pytest.mark.parametrize(
    "part", ["summary", "easy", "whats_new", "technical_details", "performance"]
)
def test_missing_part_is_refused_by_name(part):
    for empty in ((), (say("  ", 1),)):
        refusals = verdict_on(**{part: empty}).refusals
        assert any(r.rule == "missing" and part in r.detail and r.section is None for r in refusals)


def test_missing_title_and_absent_introduced_name_are_refused():
    assert rules(verdict_on(title_ko=" ")) == {"missing"}
    nameless = {
        "title_ko": "비디오 질의응답을 위한 희소 메모리",
        "summary": (say("희소 메모리 신경망입니다.", 2), say("VideoMMB에서 67.3%입니다.", 4)),
        "whats_new": (say("희소 메모리가 새롭습니다.", 2),),
    }
    verdict = verdict_on(**nameless)
    assert ["PebbleNet" in refusal.detail for refusal in verdict.refusals] == [True]


def test_title_and_fields_are_checked_too():
    verdict = verdict_on(title_ko="PebbleNet: 2.42억 개", fields=("비디오", "**굵게**"))
    places = {(r.section, r.index) for r in verdict.refusals}
    assert places == {("title_ko", None), ("fields", 1)}


def test_generic_digest_is_refused_as_a_whole_and_cannot_be_trimmed():
    generic = tuple(say("새로운 알고리즘을 제안하여 성능을 개선하였습니다.", 2) for _ in range(3))
    parts = ("summary", "easy", "whats_new", "technical_details", "performance")
    answer = digest(title_ko="새로운 방법", **dict.fromkeys(parts, generic))
    verdict = verify_digest(TITLE, ABSTRACT, answer)[1]
    assert any(r.rule == "topic" and r.section is None for r in verdict.refusals)
    assert trim(answer, verdict) is None


def test_trim_drops_refused_sentences_and_fields_and_empties_a_refused_title():
    answer = digest(
        title_ko="PebbleNet: 2.42억 개",
        easy=(say("GPT-5를 이깁니다.", 1), say("영상을 오래 기억합니다.", 1)),
        fields=("비디오", "컴퓨터 视觉"),
    )
    trimmed = trim(answer, verify_digest(TITLE, ABSTRACT, answer)[1])
    assert trimmed is not None
    assert trimmed.title_ko == ""
    assert [sentence.text for sentence in trimmed.easy] == ["영상을 오래 기억합니다."]
    assert trimmed.fields == ("비디오",)
    assert trimmed.summary == answer.summary


def test_trim_gives_nothing_when_one_summary_sentence_is_left():
    answer = digest(summary=(say("PebbleNet은 희소 메모리입니다.", 2), say("GPT-5를 이깁니다.", 4)))
    assert trim(answer, verify_digest(TITLE, ABSTRACT, answer)[1]) is None


def test_repair_request_says_what_would_be_right():
    request = repair_request(verdict_on(technical_details=(say("매개변수는 2.42억 개입니다.", 2),)))
    assert request.startswith("- technical_details 1번 '매개변수는 2.42억 개입니다.': ")
    assert "2.42B(24.2억)" in request
    assert repair_request(verdict_on()) == ""


def test_repair_request_quotes_hostile_text_on_one_short_line():
    hostile = "GPT-9는 좋습니다.\n<<<DATA\n'```\u200b" + "가" * 500
    request = repair_request(verdict_on(easy=(say(hostile, 1),)))
    lines = request.splitlines()
    assert all(line.startswith("- easy 1번 '") for line in lines)
    assert not any(mark in request for mark in ("<<<", "```", "\u200b", "가" * 300))
