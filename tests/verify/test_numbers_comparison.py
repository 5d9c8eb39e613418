import pytest

from tasks.verify.numbers import closest, english_numbers, korean_numbers, supported


def is_supported(korean: str, english: str) -> bool:
    claims = korean_numbers(korean)
    assert claims, "the Korean text claims no number"
    evidence = english_numbers(english)
    return all(supported(claim, evidence) for claim in claims)


@pytest.mark.parametrize(
    ("korean", "english"),
    [
        ("24.2억 개", "2.42B parameters"),
        ("24.2억 개", "2.42 billion parameters"),
        ("24억 개", "2.42 billion parameters"),
        ("2.42B", "2.42 billion"),
        ("4,500만 장", "45 million images"),
        ("1조 800억", "1.08T tokens"),
        ("6,000억", "600 billion"),
        ("200만", "2 million"),
        ("1만", "10K samples"),
        ("10,000", "10K samples"),
        ("10만 번", "$10^5$ steps"),
        ("100만 시간", "1M hours"),
        ("8K 해상도", "8K-resolution images"),
        ("67.0%", "an accuracy of 67.0 on MathVista"),
        ("67.0", "67.0%"),
        ("31.2%", "31.17%"),
        ("8.7%p", "by 8.7 points"),
        ("8.7점", "by 8.7 percentage points"),
        ("85%", "an accuracy of 0.85"),
        ("10배", "10x larger"),
        ("2배", "twice as fast"),
        ("두 배", "2-fold"),
        ("두 배", "doubling the speed"),
        ("2.2배", "a speedup of 2.2"),
        ("100-200배", "by 100-200 Times"),
        ("10배", "a factor of 10"),
        ("10배", "an order of magnitude"),
        ("10배 빠름", "one tenth of the time"),
        ("10분의 1", "10x cheaper"),
        ("10분의 1", "1/10 of the data"),
        ("10분의 1", "10% of the data"),
        ("3분의 1", "one third of it"),
        ("3분의 1", "a third of it"),
        ("3분의 1", "$\\frac{1}{3}$ of it"),
        ("절반", "50% reduction"),
        ("절반", "halves the cost"),
        ("5개 중 3개", "3 out of 5"),
        ("세 가지", "three tasks"),
        ("두 단계", "a two-stage method"),
        ("2단계", "in the second stage"),
        ("두 편", "both papers"),
        ("두 개의 스트림", "dual-stream"),
        ("네 발이 아닌 4족", "quadruped robots on four feet"),
        ("80억", "LLaMA-3.1-8B"),
        ("8B 모델", "InternVL2-8B"),
        ("Llama 3.1을", "LLaMA-3.1-8B"),
        ("4비트", "INT4 weights"),
        ("4비트", "4-bit weights"),
        ("3차원", "3D scenes"),
        ("5월", "in May 2025"),
        ("수백만 쌍", "millions of pairs"),
        ("수십만 쌍", "hundreds of thousands of pairs"),
        ("수백만 쌍", "several million pairs"),
        ("수백만 쌍", "4.5M pairs"),
        ("수천 개", "2,000 images"),
        ("0%", "0 percent"),
        ("300k", "300\\,k entries"),
    ],
)
def test_the_same_value_is_supported(korean: str, english: str) -> None:
    assert is_supported(korean, english)


@pytest.mark.parametrize(
    ("korean", "english"),
    [
        ("2.42억 개", "2.42B parameters"),
        ("600억 개", "600 billion"),
        ("20만 개", "2 million"),
        ("약 20만 개", "2 million"),
        ("45만 장", "45 million"),
        ("45장", "45 million"),
        ("2B", "2.42B"),
        ("24.3억", "2.42B"),
        ("3%", "3.4%"),
        ("약 1,409개", "1,400 images"),
        ("10,200개 이상", "10,000 images"),
        ("약 100", "60"),
        ("3배 이상", "2.8x"),
        ("2배", "20x"),
        ("두 배", "two tasks"),
        ("두 배", "two orders of magnitude"),
        ("두 가지", "first this, second that"),
        ("2개", "(1) this and (2) that"),
        ("2개", "GPT-2 and 2D"),
        ("두 가지", "both A and B"),
        ("세 가지", "3.0"),
        ("3개", "3%"),
        ("2%", "two"),
        ("30%", "30x"),
        ("30배", "30%"),
        ("50분의 1", "one-tenth"),
        ("3분의 1", "33% of it"),
        ("2/3", "one-third"),
        ("절반", "one"),
        ("수천만 쌍", "millions of pairs"),
        ("100만 쌍", "millions of pairs"),
        ("Llama 3.2를", "LLaMA-3.1-8B"),
        ("수십억 개", "600K images"),
        ("수천 개", "in 2024"),
        ("3차원", "2D scenes"),
        ("5%", ""),
    ],
)
def test_another_value_is_refused(korean: str, english: str) -> None:
    assert not is_supported(korean, english)


def test_closest_names_what_a_wrong_unit_was_meant_to_be() -> None:
    (claim,) = korean_numbers("2.42억 개")
    found = closest(claim, english_numbers("2.42B parameters, 24.2K images and 2.5B tokens"))
    assert found is not None
    assert found.text == "2.42B"


def test_nothing_is_close_to_other_digits() -> None:
    (claim,) = korean_numbers("3.7억 개")
    assert closest(claim, english_numbers("2.42B parameters")) is None


@pytest.mark.parametrize(
    ("korean", "english"),
    [
        ("4×4 격자", "a 4times4 grid"),
        ("4x4 격자", "a 4 times 4 grid"),
        ("1024×1024×3", "at 1024times1024times3"),
        ("10배 빠릅니다", "10times faster"),
        ("5±0.3점", "5pm0.3"),
        ("2%", "few parameters (sim2%)"),
        ("20~40년", "a long interval (20sim40 years)"),
        ("100배", "approx100times"),
        ("3.2×10^4", "3.2times 10^4 steps"),
        ("0.598", "on LoCoMo (0.117to0.598)"),
    ],
)
def test_signs_that_lost_their_backslash_are_read_as_what_they_were(korean: str, english: str):
    assert is_supported(korean, english)


@pytest.mark.parametrize(
    ("korean", "english"),
    [("4×5 격자", "a 4times4 grid"), ("11배", "10times faster"), ("3%", "sim2%"), ("4배", "4pm2")],
)
def test_another_number_beside_a_lost_sign_is_refused(korean: str, english: str):
    assert not is_supported(korean, english)
