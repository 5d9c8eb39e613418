"""Numbers that the abstract gives by calculation or idiom, and such that it does not."""

import pytest

from tasks.verify.sentence import sentence_faults
from tasks.verify.source import analyse

_TRUE = [
    ("토큰의 70%만 남깁니다.", "It prunes 30% of tokens."),
    ("정확도는 96.8%입니다.", "The error rate is 3.2%."),
    ("정확도가 20%p 떨어집니다.", "Accuracy drops from 80% to 60%."),
    ("22.2점이 오릅니다.", "It improves from 23.4 to 45.6."),
    ("열 배 큰 모델을 앞섭니다.", "A 7B model outperforms 70B models."),
    ("약 10배 큰 모델보다 낫습니다.", "A 3B model outperforms 32B models."),
    ("6분의 1로 줄었습니다.", "It falls from 12 hours to 2 hours."),
    ("메모리 사용량을 4배 줄입니다.", "It reduces memory by 75%."),
    ("모두 다섯 가지를 씁니다.", "We use three datasets and two models."),
    ("2019년부터 2024년까지 6년간입니다.", "Data of 2019-2024."),
    ("30% 빨라집니다.", "It gives a 1.3x speedup."),
    ("50만 장이 넘는 이미지를 씁니다.", "We use half a million images."),
    ("1.5배 빠릅니다.", "It is one and a half times faster."),
    ("20% 가까이 됩니다.", "It is nearly one in five."),
    ("열 번에 아홉 번 넘게 맞힙니다.", "It is right in 92.4% of cases."),
    ("세 번에 한 번꼴로 틀립니다.", "It fails in 33.4% of cases."),
    ("350만 개가 넘는 표본입니다.", "We collect 3.6M samples."),
    ("70%를 웃돕니다.", "It reaches 71.9%."),
    ("360도 영상을 다룹니다.", "Panoramic videos are used."),
    ("점군으로 3차원 장면을 복원합니다.", "It works on point clouds."),
    ("수백 년간 이어졌습니다.", "It has driven progress for centuries."),
    ("1초에 16.6장을 만듭니다.", "It runs at 16.6 FPS."),
    ("둘 사이에 절반씩 나눕니다.", "Tasks are split equally."),
    ("100% 공개합니다.", "It is fully open."),
    ("난이도를 세 단계로 나눕니다.", "There are easy, medium, and hard tiers."),
    ("네 프레임과 여덟 프레임에서 다릅니다.", "Results at four and eight frames vary."),
    ("13세에서 17세 사이입니다.", "Teens are aged 13-17."),
    ("30억만 활성화합니다.", "The model is 30B-A3B."),
    ("전문가 수는 69.5개에서 14.6개로 줍니다.", "Experts fall from 69.5 to 14.6."),
    ("4,851회 발화에서 앞섭니다.", "It beats them on n=4{,}851 firings."),
    ("AIME 2024와 2025에서 시험했습니다.", "We test on AIME'24 and AIME'25."),
    ("라마 3.1을 씁니다.", "We use Llama-3.1-8B."),
    ("Claude 3.5-Haiku보다 낫습니다.", "It beats Claude 3.5-Haiku."),
    ("π0.5는 로봇 모델입니다.", "The robot model pi_0.5 is new."),
    ("초당 30프레임으로 만듭니다.", "It makes video (720p/30 FPS)."),
    ("LLM×MapReduce를 제안합니다.", "We propose LLMtimesMapReduce."),
    ("2D-3D 분할을 합니다.", "It does 2D-to-3D segmentation."),
    ("<SEG> 토큰으로 영역을 가리킵니다.", "A token <SEG> points at regions."),
    ("생성기와 판별기 두 개의 신경망을 씁니다.", "We use a generator and a discriminator."),
    ("기존 방법은 두 가지를 따로 다룹니다.", "Prediction and action are isolated."),
    ("SEG-1w, 그리고 3,300만 장의 SEG-2라는 두 개의 데이터셋", "Two sets: SEG-1w and SEG-2, 33M."),
    ("공정성과 윤리, 이해, 추론, 공감이라는 다섯 가지 원칙", "Five principles are tested."),
    ("3천 3백 시간이 넘습니다.", "It has over 3,300 hours."),
    ("20여 개 과제입니다.", "It has 24 tasks."),
    ("2.0 버전입니다.", "This is version 2.0."),
    ("절반이 넘습니다.", "A majority agrees."),
]
_WRONG = [
    ("토큰의 60%만 남깁니다.", "It prunes 30% of tokens."),
    ("성능이 90% 향상됩니다.", "It improves by 10%."),
    ("정확도가 30%p 떨어집니다.", "Accuracy drops from 80% to 60%."),
    ("다섯 배 큰 모델을 앞섭니다.", "A 7B model outperforms 70B models."),
    ("모두 일곱 가지를 씁니다.", "We use three datasets and two models."),
    ("3.46배 빠릅니다.", "It is 3.49x faster with 11.67x less cache."),
    ("180도 영상을 다룹니다.", "Panoramic videos are used."),
    ("12프레임에서 다릅니다.", "Results at four and eight frames vary."),
    ("400만 개가 넘는 표본입니다.", "We collect 3.6M samples."),
    ("75% 빨라집니다.", "It gives a 1.3x speedup."),
    ("AIME 2026에서 시험했습니다.", "We test on AIME'24 and AIME'25."),
    ("라마 3.2를 씁니다.", "We use Llama-3.1-8B."),
    ("<script> 토큰을 씁니다.", "A token <script> points at regions."),
    ("<BOX> 토큰을 씁니다.", "A token <SEG> points at regions."),
    ("중요한 두 가지 현상을 찾습니다.", "We find three phenomena."),
    ("A, B, C, D라는 두 가지 난제입니다.", "There are challenges."),
]


def _faults(korean: str, english: str) -> list[str]:
    return [detail for _, detail in sentence_faults(korean, analyse("A study", english))]


@pytest.mark.parametrize(("korean", "english"), _TRUE)
def test_number_that_the_abstract_gives_in_a_usual_way_passes(korean, english):
    assert _faults(korean, english) == []


@pytest.mark.parametrize(("korean", "english"), _WRONG)
def test_number_that_no_usual_way_gives_is_refused(korean, english):
    assert _faults(korean, english)


def test_range_that_does_not_rise_is_refused():
    assert _faults("장면당 7~5분이 걸립니다.", "It takes 5 to 7 minutes per scene.")
    assert not _faults("장면당 5~7분이 걸립니다.", "It takes 5 to 7 minutes per scene.")


def test_result_given_twice_must_stand_twice_in_the_source():
    twice = "A는 71.8점, B는 71.8점입니다."
    assert _faults(twice, "A has 71.8 and B has 71.0.")
    assert not _faults(twice, "A has 71.8 and B has 71.8.")
