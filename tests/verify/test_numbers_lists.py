"""Counts of what the source, or the sentence itself, lists without counting it."""

import pytest

from tasks.verify.numbers import korean_numbers
from tasks.verify.numbers.listing import listed, marked
from tasks.verify.numbers.own_lists import contradicts_own_list, lists_itself
from tasks.verify.plain import normalize
from tasks.verify.source import analyse
from tasks.verify.support import unsupported


@pytest.mark.parametrize(
    ("english", "length"),
    [
        ("It (1) finds regions; (2) locates them; (3) makes sound; and (4) joins it.", 4),
        ("Either i) data, ii) models or iii) both.", 3),
        ("With a) words and b) images.", 2),
        ("First, we see. Second, we hear. Third, we act.", 3),
        ("We first collect data, then clean it, and finally train.", 3),
    ],
)
def test_marked_list_has_a_length(english, length):
    assert length in marked(english)


@pytest.mark.parametrize(
    ("english", "length"),
    [
        ("We improve quality, speed, and cost.", 3),
        ("We evaluate on GPQA, MMLU, AIME and MATH.", 4),
        ("A choice of quality/speed/cost.", 3),
        ("Five domains: mathematics, code generation, following, puzzles and calls.", 5),
    ],
)
def test_list_of_words_has_a_length(english, length):
    assert length in listed(english)


def test_two_words_and_a_sentence_without_commas_are_no_list():
    assert listed("We train and test models.") == frozenset()


@pytest.mark.parametrize(
    "text",
    [
        "정확도, 속도, 비용의 세 가지를 봅니다.",
        "정확도와 속도라는 두 가지 목표입니다.",
        "데이터 부족, 균형 및 조화라는 세 가지 난제입니다.",
        "AIME24, AIME25, MATH 세 벤치마크에서 앞섭니다.",
        "세 가지 기법, 즉 수집, 정제, 학습을 씁니다.",
        "두 가지 방식(검색, 생성)을 견줍니다.",
        "'수집', '정제', '학습'의 세 단계입니다.",
        "모델(A)을 쓰고, 수집(B), 정제(C), 학습(D)의 세 단계를 밟습니다.",
        "또한, 수집, 정제의 두 단계입니다.",
    ],
)
def test_sentence_that_lists_what_it_counts_is_right(text):
    (claim,) = korean_numbers(text)
    assert lists_itself(claim, text)
    assert not contradicts_own_list(claim, text)


@pytest.mark.parametrize(
    "text",
    [
        "데이터 부족, 장면 균형 및 삽입 조화라는 두 가지 난제입니다.",
        "선택, 최적화 및 평가의 일곱 단계로 이루어집니다.",
        "영역의 식별, 위치 파악, 소리 생성, 통합이라는 세 단계로 나눕니다.",
    ],
)
def test_sentence_that_lists_more_or_less_than_it_counts_is_wrong(text):
    (claim,) = korean_numbers(text)
    assert contradicts_own_list(claim, text)


def test_list_that_is_not_what_is_counted_is_no_contradiction():
    text = "영어, 중국어, 한국어의 두 가지 데이터셋을 씁니다."
    (claim,) = korean_numbers(text)
    assert not contradicts_own_list(claim, text)


def is_said(korean: str, abstract: str) -> bool:
    return not unsupported(normalize(korean), analyse("T", abstract).whole)


def test_steps_that_the_source_only_marks_may_be_counted_2406_06612():
    abstract = "It splits the task into (1) finding; (2) locating; (3) making; and (4) joining."
    assert is_said("과제를 네 단계로 나눕니다.", abstract)
    assert not is_said("과제를 다섯 단계로 나눕니다.", abstract)


def test_list_of_the_source_counts_where_nothing_nearer_is_counted():
    lists = "We test robots, videos, images and speech."
    assert is_said("로봇과 영상 등 네 가지를 시험합니다.", lists)
    touch = f"{lists} Two robots grasp objects by touch."
    assert not is_said("로봇이 네 가지 촉각으로 물체를 잡습니다.", touch)
