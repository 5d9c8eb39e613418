import pytest

from tasks.verify.language import language_faults
from tasks.verify.markup import markup_faults
from tasks.verify.names import unknown_names
from tasks.verify.plain import normalize
from tasks.verify.source import Evidence, analyse
from tasks.verify.terms import term_faults

ENGLISH = (
    "OpenScholar-8B outperforms GPT-4o and InternVL2-8B on ScholarQABench. We use Mixed Preference "
    "Optimization with large language models (LLMs), Qwen2.5-VL, 3D Gaussians and SFT, quantized."
)


def unknown(text: str, english: str = ENGLISH) -> tuple[str, ...]:
    return unknown_names(normalize(text), Evidence(normalize(english)))


@pytest.mark.parametrize(
    "text",
    [
        "OpenScholar는 GPT-4o를 앞섭니다.",
        "Open Scholar와 gpt4o, InternVL2를 비교합니다.",
        "InternVL로 학습한 LLM-기반 모델입니다.",
        "지도 미세 조정(Supervised Fine-Tuning)을 합니다.",
        "Qwen 2.5와 Qwen을 씁니다.",
        "가우시안(Gaussian)과 양자화(quantization)입니다.",
        "ＧＰＴ‑4o는 AI와 GPU를 씁니다.",
        "OpenScholar-GPT4o 조합입니다.",
        "8B 모델과 256x256 해상도, 40GB입니다.",
    ],
)
def test_name_is_found_however_it_is_spelled(text):
    assert unknown(text) == ()


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("MLLM을 씁니다.", "multimodal large language models"),
        ("T2I 모델을 씁니다.", "text-to-image models"),
        ("5-shot 평가입니다.", "five-shot evaluation"),
        ("H100을 씁니다.", "on 8xH100"),
        ("학습률은 1e-4, 길이는 10km입니다.", "a rate of 10^-4 and 10 kilometers"),
    ],
)
def test_name_may_abbreviate_what_is_there(text, english):
    assert unknown(text, english) == ()


def test_two_letters_abbreviate_nothing_and_letters_in_other_order_neither():
    assert unknown("PM을 씁니다.", "process models") == ("PM",)
    assert unknown("RPM을 씁니다.", "process reward models") == ("RPM",)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("CLIP과 비교합니다.", "CLIP"),
        ("GPT-4를 앞섭니다.", "GPT-4"),
        ("GPT-4o-mini를 앞섭니다.", "GPT-4o-mini"),
        ("InternVL3-8B입니다.", "InternVL3-8B"),
        ("DPO로 학습합니다.", "DPO"),
        ("확산 모델(Diffusion Model)입니다.", "Diffusion"),
        ("뉴럴 필드(Neural Radiance Field)입니다.", "Neural Radiance Field"),
    ],
)
def test_name_that_the_abstract_lacks_is_told(text, name):
    assert unknown(text) == (name,)


@pytest.mark.parametrize(
    "text",
    [
        "LLM-기반 방법을 제안합니다.",
        "Transformer 기반 모델로 GPT-4o를 앞섭니다.",
        "대규모 언어 모델(large language model)의 선호(preference)를 다룹니다.",
        "GPT-4o, Claude-3.5-Sonnet, Gemini-1.5-Pro를 능가합니다.",
        "PebbleNet",
        "β-VAE와 O(n²)를 씁니다.",
    ],
)
def test_korean_with_names_is_korean(text):
    assert list(language_faults(normalize(text))) == []


@pytest.mark.parametrize(
    "text",
    [
        "결정-making을 돕습니다.",
        "다중-hop 추론입니다.",
        "self-지도 학습입니다.",
        "스펙ulative 디코딩입니다.",
        "전체 注意를 씁니다.",
        "モデル을 씁니다.",
        "модель을 씁니다.",
        "This is an English sentence.",
        "OpenScholar Outperforms GPT",
        "we propose a new model for language 입니다",
        "123 456",
        "",
    ],
)
def test_what_is_not_korean_is_refused(text):
    assert list(language_faults(normalize(text)))


@pytest.mark.parametrize(
    "text",
    [
        "자세한 것은 https://a.b/c 를 보십시오.",
        "github.com/a/b 에 있습니다.",
        "[논문](x)입니다.",
        "![그림](x)입니다.",
        "<b>굵게</b> 씁니다.",
        "<img src=x onerror=1> 입니다.",
        "&lt;script&gt; 입니다.",
        "**굵게** 씁니다.",
        "`코드`입니다.",
        "# 제목입니다",
        "- 항목입니다",
        "1. 항목입니다",
        "| 가 | 나 |",
        "~~취소~~ 입니다.",
        "```",
        "DATA 1f3a>>> 입니다.",
        "첫 줄\n둘째 줄",
        "<|im_start|> 입니다.",
        "[INST] 입니다.",
    ],
)
def test_markup_is_refused(text):
    assert list(markup_faults(text))


@pytest.mark.parametrize(
    "text",
    [
        "p < 0.05이고 |x| > 3입니다.",
        "A* 탐색과 snake_case를 씁니다.",
        "C#과 Node.js, -5.3점입니다.",
    ],
)
def test_plain_signs_are_no_markup(text):
    assert list(markup_faults(text)) == []


def test_preference_as_symbol_is_refused_2411_10442():
    source = analyse("T", "We use preference optimization.")
    assert len(list(term_faults("혼합 기호 최적화를 씁니다.", source))) == 1
    assert list(term_faults("혼합 선호 최적화를 씁니다.", source)) == []


def test_ordinary_words_are_no_renderings_2602_01618():
    source = analyse(
        "T", "Agents with tokens, rewards, a policy, retrieval and novel view synthesis."
    )
    text = "안전 요원이 동전을 던지고 상금을 회수하며 소설과 보험 약관을 읽습니다."
    assert list(term_faults(text, source)) == []
    assert len(list(term_faults("AI 요원과 현상금, 정보 회수를 다룹니다.", source))) == 3


def test_symbol_is_right_where_the_abstract_is_about_symbols():
    source = analyse("T", "We use preference data for symbolic reasoning.")
    assert list(term_faults("기호적 추론에 선호 데이터를 씁니다.", source)) == []
