import pytest

from tasks.verify.meaning import meaning_faults
from tasks.verify.plain import normalize
from tasks.verify.source import analyse

TITLE = "PebbleNet: Sparse Memory for Video"


def said(english: str, korean: str, *cites: int) -> list[str]:
    """What the rule has against a Korean sentence about a paper of one English sentence."""
    abstract = f"Video question answering needs long memory. {english}"
    return list(meaning_faults(normalize(korean), analyse(TITLE, abstract), cites))


# English, a true rendering, a false one, and the English words that the reason names
PAIRS = {
    "a long form in English": (
        "We present SLAP, a sparse memory network with language attention.",
        "SLAP은 희소 메모리 신경망입니다.",
        "SLAP(Sparse Language Attention Policy)은 희소 메모리 신경망입니다.",
        "SLAP",
    ),
    "a long form in Korean": (
        "We train it with GRPO.",
        "GRPO(그룹 상대 정책 최적화)로 학습했습니다.",
        "GRPO(그룹 보상 경사 최적화)로 학습했습니다.",
        "group relative policy optimization",
    ),
    "a long form before the acronym": (
        "We train it with Group Relative Policy Optimization (GRPO).",
        "그룹 상대 정책 최적화(GRPO)로 학습했습니다.",
        "일반화 보상 정규화 목적(GRPO)으로 학습했습니다.",
        "group relative policy optimization",
    ),
    "an improvement denied in English": (
        "PebbleNet does not improve accuracy.",
        "PebbleNet은 정확도를 높이지 않습니다.",
        "PebbleNet을 쓰면 정확도가 올라가고 있습니다.",
        "improv",
    ),
    "a number that falls": (
        "PebbleNet reduces memory by 40%.",
        "PebbleNet은 메모리를 40% 줄였습니다.",
        "PebbleNet은 메모리를 40% 더 쓰지만 정확합니다.",
        "reduc",
    ),
    "a number that improves": (
        "PebbleNet improves accuracy by 5.3% on VideoMMB.",
        "PebbleNet은 VideoMMB에서 정확도를 5.3% 개선했습니다.",
        "PebbleNet은 VideoMMB에서 정확도를 5.3% 떨어뜨렸습니다.",
        "improv",
    ),
    "a speed": (
        "PebbleNet is 3x faster than GPT-4o.",
        "PebbleNet은 GPT-4o보다 3배 빠릅니다.",
        "PebbleNet은 GPT-4o보다 3배 느립니다.",
        "fast",
    ),
    "a range": (
        "Accuracy rises from 60% to 80%.",
        "정확도가 60%에서 80%로 올랐습니다.",
        "정확도가 80%에서 60%로 올랐습니다.",
        "80%에서 60%",
    ),
    "a fall without a number": (
        "Accuracy drops on long videos.",
        "긴 비디오에서는 정확도가 떨어집니다.",
        "긴 비디오에서는 정확도가 올라갑니다.",
        "drop",
    ),
    "what is done without": (
        "It is trained without any reward model.",
        "보상 모델 없이 학습합니다.",
        "보상 모델을 써서 학습합니다.",
        "without any reward model",
    ),
    "what is not done": (
        "Scaling does not guarantee gains.",
        "규모를 키워도 향상이 보장되지 않습니다.",
        "규모를 키우면 향상을 보장합니다.",
        "not guarantee gains",
    ),
    "who wins": (
        "RiverNet outperforms StoneNet.",
        "RiverNet이 StoneNet을 앞섰습니다.",
        "StoneNet이 RiverNet을 앞섰습니다.",
        "outperforms",
    ),
    "who is better than whom": (
        "RiverNet is more accurate than StoneNet.",
        "RiverNet은 StoneNet보다 정확합니다.",
        "StoneNet은 RiverNet보다 정확합니다.",
        "more accurate than",
    ),
    "who loses": (
        "PebbleNet surpasses StoneNet.",
        "StoneNet은 PebbleNet에 뒤졌습니다.",
        "PebbleNet은 StoneNet에 뒤졌습니다.",
        "surpasses",
    ),
    "what baselines do": (
        "Our method significantly outperforms existing methods.",
        "제안한 방법은 기존 방법을 크게 앞섰습니다.",
        "PebbleNet은 기존 방법에 크게 뒤졌습니다.",
        "outperforms",
    ),
    "what is merely equalled": (
        "PebbleNet is competitive with strong baselines.",
        "PebbleNet은 기준 모델과 견줄 만합니다.",
        "PebbleNet은 기준 모델을 능가합니다.",
        "competitive",
    ),
    "what is out already": (
        "The code is available.",
        "코드가 공개되어 있습니다.",
        "코드는 추후 공개될 예정입니다.",
        "is available",
    ),
    "what is not out yet": (
        "The code will be released.",
        "코드는 공개될 예정입니다.",
        "코드는 이미 공개되었습니다.",
        "will be releas",
    ),
    "how certain it is": (
        "These findings suggest that video memory matters.",
        "이 결과는 비디오 메모리가 중요함을 시사합니다.",
        "이 결과는 비디오 메모리가 중요함을 증명합니다.",
        "suggest",
    ),
    "how much of it": (
        "It works on various datasets.",
        "여러 데이터셋에서 작동합니다.",
        "모든 데이터셋에서 작동합니다.",
        "various",
    ),
    "who was first": (
        "We present a video benchmark.",
        "비디오 벤치마크를 제시합니다.",
        "최초의 비디오 벤치마크를 제시합니다.",
        "video benchmark",
    ),
    "whose number it is": (
        "It scores 66.7 on ChartQA and 75.9 on DocVQA.",
        "ChartQA에서 66.7, DocVQA에서 75.9를 기록했습니다.",
        "ChartQA에서 75.9, DocVQA에서 66.7을 기록했습니다.",
        "66.7 on ChartQA",
    ),
    "whose numbers they are": (
        "It reaches 43.0% and 59.4% on Airline and Retail, respectively.",
        "Airline과 Retail에서 각각 43.0%와 59.4%입니다.",
        "Airline과 Retail에서 각각 59.4%와 43.0%입니다.",
        "43.0% and 59.4%",
    ),
}


@pytest.mark.parametrize(("english", "true", "false", "named"), PAIRS.values(), ids=PAIRS)
def test_statement_turned_round_is_refused_with_the_english_words(english, true, false, named):
    assert said(english, true) == []
    assert named in " ".join(said(english, false))


@pytest.mark.parametrize(
    ("english", "korean"),
    [
        ("It reduces the error by 40%.", "오류를 40% 개선했습니다."),
        ("It reduces training time by 2x.", "학습 속도를 2배 높였습니다."),
        ("It improves robustness without degrading quality.", "품질을 유지하면서 견고합니다."),
        ("StoneNet is outperformed by RiverNet.", "RiverNet이 StoneNet을 능가합니다."),
        ("It works on all datasets.", "모든 데이터셋에서 작동합니다."),
        ("Large language models (LLMs) are used.", "대규모 언어 모델(LLM)을 씁니다."),
        ("It scores 1.5 on A1 and 2.5 on B2.", "B2에서 2.5, A1에서 1.5를 얻었습니다."),
    ],
)
def test_other_words_for_the_same_are_not_refused(english, korean):
    assert said(english, korean) == []


def test_citation_narrows_what_a_claim_rests_on():
    english = "It may help. Experiments show that it works on all datasets."
    korean = "모든 데이터셋에서 작동함을 입증했습니다."
    assert said(english, korean, 3) == []
    assert said(english, korean, 2) != []


def test_no_text_of_an_abstract_without_sentences_is_compared():
    assert list(meaning_faults("정확도를 40% 높였습니다.", analyse(TITLE, ""))) == []
