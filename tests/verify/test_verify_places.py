"""Numbers that stand in the abstract, but count or name another thing there."""

import pytest

from tasks.verify.places.counts import counts_of_others
from tasks.verify.places.versions import other_versions, results_said_twice
from tasks.verify.plain import normalize
from tasks.verify.source import analyse


def misplaced(text: str, abstract: str) -> list[str]:
    rules = (counts_of_others, other_versions, results_said_twice)
    source = analyse("T", abstract)
    return [number for rule in rules for number in rule(normalize(text), source)]


@pytest.mark.parametrize(
    ("text", "abstract"),
    [
        ("세 가지 모듈을 씁니다.", "We use five modules and three videos."),
        ("모듈 세 개를 씁니다.", "We use five modules and three videos."),
        ("LLM 다섯 개를 시험합니다.", "We test three LLMs on five benchmarks."),
        (
            "네 개의 벤치마크에서 앞섭니다.",
            "On three cell-type-annotated benchmarks of four tasks.",
        ),
    ],
)
def test_count_of_another_noun_is_refused(text, abstract):
    assert len(misplaced(text, abstract)) == 1


@pytest.mark.parametrize(
    ("text", "abstract"),
    [
        ("세 가지 언어 모델을 씁니다.", "We use three LMs in nine languages."),
        ("다섯 가지 모델 크기를 봅니다.", "We use two models of five sizes."),
        ("세 가지 신호를 모델에 줍니다.", "We give three signals to two models."),
        ("4종의 모델과 데이터셋 2종입니다.", "4 popular models and 2 downstream datasets."),
    ],
)
def test_count_that_may_be_of_this_noun_is_accepted(text, abstract):
    assert misplaced(text, abstract) == []


@pytest.mark.parametrize(
    ("text", "abstract"),
    [
        ("VRAM 24GB의 GPU입니다.", "a GPU with 24 GB of VRAM"),
        ("GPU 8장과 A100 4대를 씁니다.", "8 GPUs, 4 A100s"),
        ("BLEU 7.82점 차이로 앞섭니다.", "by 7.82 BLEU and 1.46 CometScore"),
        ("AIME 24와 AIME 25에서는 앞섭니다.", "on AIME24, AIME25"),
        ("Llama 3에서 앞섭니다.", "over Llama-3-8B"),
    ],
)
def test_number_near_a_name_is_no_other_version(text, abstract):
    assert misplaced(text, abstract) == []


def test_sentence_may_join_facts_of_several_sentences_2605_13542():
    abstract = (
        "We formulate four physician-motivated tasks: status, problems, actions and flags. "
        "We partition each trajectory with 30-min windows and release two datasets. "
        "We further introduce ICU-Evo to study structured-memory agents that improve long-horizon "
        "reasoning but do not eliminate safety failures."
    )
    text = (
        "네 가지 과제를 30분 단위로 평가하며, 구조화된 기억을 쓰는 에이전트 ICU-Evo는 장기 추론을 "
        "개선했지만 안전상의 실패를 없애지는 못했습니다."
    )
    assert misplaced(text, abstract) == []


def test_a_version_that_the_source_does_not_have_is_refused():
    assert misplaced("Llama 4에서 앞섭니다.", "over Llama 3 on retrieval") == ["Llama 4"]


def test_a_result_that_two_things_have_at_once_is_refused():
    abstract = "It reaches 71.8 on A and 64.2 on B."
    assert misplaced("A에서 71.8점, B에서 71.8점입니다.", abstract) == ["71.8"]
