import unicodedata
from decimal import Decimal

import pytest

from tasks.verify.numbers import Kind, english_numbers, korean_numbers, supported


def values(text: str) -> list[str]:
    return [f"{quantity.value.normalize():f}" for quantity in korean_numbers(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("24.2억 개의 파라미터", "2420000000"),
        ("4,500만 장", "45000000"),
        ("1조 800억 토큰", "1080000000000"),
        ("4천5백만 개", "45000000"),
        ("2만 4,000개", "24000"),
        ("3만5천 명", "35000"),
        ("3만5000명", "35000"),
        ("1.5만 개", "15000"),
        ("45백만 개", "45000000"),
        ("15십억 개", "15000000000"),
        ("2.42 억 개", "242000000"),
        ("백만 개의 쌍", "1000000"),
        ("삼백만 개", "3000000"),
        ("십억 규모", "1000000000"),
        ("이십만 개", "200000"),
        ("만 개의 질문", "10000"),
        ("10,080명", "10080"),
        ("2.42B 모델", "2420000000"),
        ("10K 샘플", "10000"),
        ("1e-4의 학습률", "0.0001"),
        ("10^5번", "100000"),
        ("10⁵번", "100000"),
        ("10의 5제곱", "100000"),
        ("1.5 × 10^6개", "1500000"),
        ("스무 개", "20"),
        ("8epoch", "8"),
        ("31.17%", "31.17"),
        ("8.7%p", "8.7"),
        ("8.7 퍼센트포인트", "8.7"),
        ("2024년", "2024"),
        ("5월", "5"),
        ("3분의 1", "0.3333333333333333333333333333"),
        ("10분의 영상", "10"),
        ("1/10", "0.1"),
        ("세 가지", "3"),
        ("두 배", "2"),
        ("열두 개", "12"),
        ("다섯 단계", "5"),
        ("두 장의 그림", "2"),
        ("두개의 모듈", "2"),
        ("제2의 방법", "2"),
        ("10x 더 빠름", "10"),
        ("×4 가속", "4"),
        ("32배치", "32"),
        ("4비트 양자화", "4"),
        ("3차원", "3"),
        ("4-bit", "4"),
        ("30fps", "30"),
        ("24GB", "24"),
        ("약 3배치기", "3"),
        ("5조건", "5"),
        ("1.5 pro", "1.5"),
    ],
)
def test_one_number_is_read(text: str, expected: str) -> None:
    assert values(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2~3배", ["2", "3"]),
        ("10-20%", ["10", "20"]),
        ("1B–7B", ["1000000000", "7000000000"]),
        ("2~3만 개", ["20000", "30000"]),
        ("1-7B 모델", ["1000000000", "7000000000"]),
        ("500~1만 개", ["500", "10000"]),
        ("10~10^5", ["10", "100000"]),
        ("256x256에서 1024×1024로", ["256", "256", "1024", "1024"]),
        ("A100 8대로 3일", ["8", "3"]),
        ("800억 1조", ["80000000000", "1000000000000"]),
        ("InternVL2-8B보다 8.7점 높은 67.0", ["8.7", "67"]),
    ],
)
def test_every_number_of_a_text_is_read(text: str, expected: list[str]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "GPT-4o와 GPT-4는 ImageNet-1k에서",
        "LLaMA-3.1-8B, Qwen2.5-72B, CIFAR-10, COVID-19, MMLU-Pro",
        "3D 장면과 2D 영상, 1D-CNN, 1.5D, 4o, 6DoF, 3DGS",
        "L2, R1, o1, A100, H100, Top-5, F1, BLEU-4, S2S, mp3, pass@1, SE(3)",
        "1) 첫째는 수집이고 2) 둘째는 정제이며 (3) 셋째는 평가",
        "① 수집 ② 정제",
        "한 가지 방법과 하나의 모델, 한편",
        "이 방법은 세계 모델의 구조를 사용하며 이만큼 만일의 조사도 네트워크 사고",
        "첫 번째 벤치마크",
        "두 능력이 두 모델 사이에서",
        "세부 두뇌 열린 두드러진 여덟",
        "천천히 만큼 억제 조각 백본",
        "",
    ],
)
def test_names_enumerators_and_ordinary_words_are_no_claims(text: str) -> None:
    assert values(text) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("67.0", "plain"),
        ("세 가지", "count"),
        ("28개", "count"),
        ("31%", "percent"),
        ("31 퍼센트", "percent"),
        ("2배", "times"),
        ("두 배", "times"),
        ("절반", "fraction"),
        ("두 번째", "ordinal"),
        ("2단계", "ordinal"),
        ("Llama 3.1을", "name"),
        ("3차원", "name"),
        ("수백만 개", "vague"),
        ("수조 개", "vague"),
    ],
)
def test_kind_says_what_is_counted(text: str, kind: Kind) -> None:
    assert [quantity.kind for quantity in korean_numbers(text)] == [kind]


def test_half_width_is_half_of_the_last_digit_shown() -> None:
    widths = [q.half_width for q in korean_numbers("24.2억, 20만, 4천5백만, 31.17%, 2만 4,000")]
    expected = ["5000000", "5000", "500000", "0.005", "0.5"]
    assert widths == [Decimal(width) for width in expected]


def test_offsets_point_into_the_source() -> None:
    text = "이 모델은 24.2억 파라미터로 세 가지 과제에서 $31.17\\%$ 향상"
    assert [text[q.start : q.end] for q in korean_numbers(text)] == [
        "24.2억",
        "세 가지",
        "31.17\\%",
    ]


def test_full_width_and_other_digits_are_digits() -> None:
    assert values("１２개, ٣개, 𝟓개, ２．４２억") == ["12", "3", "5", "242000000"]


def test_decomposed_hangul_reads_as_composed() -> None:
    assert values(unicodedata.normalize("NFD", "24.2억 개와 세 가지")) == ["2420000000", "3"]


def test_a_text_too_long_to_read_is_never_supported() -> None:
    *_, rest = korean_numbers("가" * 200_000)
    assert not supported(rest, english_numbers("millions of 0 and zero"))
