"""Numbers that the abstract has, where another number of the abstract would fit better."""

import pytest

from tasks.verify.places.rivals import outdone_numbers
from tasks.verify.plain import normalize
from tasks.verify.source import analyse

DOMAINS = "SemComp covers six domains of video editing. Each case has four instructions."
FAMILIES = "It is validated on TinyLlama-1.1B (4 domains, 9 stacks) and Gemma 3 12B (5 domains)."
GAINS = "It improves Janus-Pro by 16% on GenEval. Two earlier paradigms gain 5% in reasoning."
TWO_SETS = (
    "It leads on five math benchmarks and four out-of-domain reasoning tasks, all for training."
)


def outdone(text: str, abstract: str, title: str = "T") -> list[str]:
    source = analyse(title, abstract)
    return list(outdone_numbers(normalize(text), source))


@pytest.mark.parametrize(
    ("right", "wrong", "abstract"),
    [
        ("비디오 편집의 여섯 개 영역입니다.", "비디오 편집의 네 개 영역입니다.", DOMAINS),
        (
            "TinyLlama-1.1B(4개 분야, 9개 스택)에서 검증합니다.",
            "TinyLlama-1.1B(5개 분야, 9개 스택)에서 검증합니다.",
            FAMILIES,
        ),
        ("GenEval에서 Janus-Pro를 16% 높입니다.", "GenEval에서 Janus-Pro를 5% 높입니다.", GAINS),
        (
            "수학 벤치마크 다섯 개와 도메인 밖 추론 과제 네 개에서 앞섭니다.",
            "수학 벤치마크 네 개와 도메인 밖 추론 과제 네 개에서 앞섭니다.",
            TWO_SETS,
        ),
    ],
)
def test_a_number_is_refused_where_another_one_fits(right, wrong, abstract):
    assert outdone(right, abstract) == []
    assert len(outdone(wrong, abstract)) == 1


@pytest.mark.parametrize(
    ("text", "abstract"),
    [
        ("계산량을 50% 줄입니다.", "It needs half the compute, with 2% more parameters."),
        ("1분짜리 영상을 만듭니다.", "It makes minute-long videos with a single GPU in 3 steps."),
        ("벤치마크 4,851개를 씁니다.", "It uses 4,851 firings and 12 benchmarks."),
    ],
)
def test_a_number_that_no_chance_explains_has_no_rivals(text, abstract):
    assert outdone(text, abstract) == []


def test_a_number_said_twice_of_one_thing_is_no_other_number():
    abstract = "Three models are tested on five datasets."
    assert outdone("세 모델을 다섯 데이터셋에서 시험하니 세 모델 모두 앞섭니다.", abstract) == []
