import re
import time
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tasks.verify.numbers import english_numbers, korean_numbers, render_korean, supported

DIGITS = st.integers(1, 9999)
POWERS = st.integers(-3, 14)
KINDS = st.sampled_from(["plain", "percent", "times"])


def number(digits: int, power: int) -> Decimal:
    return Decimal(digits).scaleb(power)


@given(DIGITS, POWERS, KINDS)
@example(10005, 0, "plain")
@example(108, 10, "plain")
@example(1, 16, "plain")
def test_a_rendered_number_reads_as_itself(digits: int, power: int, kind: str) -> None:
    value = number(digits, power)
    (read,) = korean_numbers(f"값은 {render_korean(value, kind)} 입니다")  # type: ignore[arg-type]
    assert read.value == value
    assert read.kind == kind


@given(st.integers(0, 10**18))
@example(131120001)
@example(10**16 + 20001)
def test_any_rendered_integer_reads_as_itself(value: int) -> None:
    assert [read.value for read in korean_numbers(render_korean(value))] == [value]


@given(DIGITS, POWERS)
def test_a_rendered_number_is_supported_by_its_english(digits: int, power: int) -> None:
    value = number(digits, power)
    (claim,) = korean_numbers(render_korean(value))
    assert supported(claim, english_numbers(f"about {value:f} of them"))
    assert supported(claim, english_numbers(f"{value / 10**9:f} billion of them"))


@given(DIGITS, POWERS, st.integers(-4, 4).filter(bool), st.sampled_from(["", "약 ", "거의 "]))
def test_a_shifted_unit_is_refused(digits: int, power: int, shift: int, about: str) -> None:
    value = number(digits, power)
    (claim,) = korean_numbers(about + render_korean(value.scaleb(shift)))
    assert not supported(claim, english_numbers(f"{value:f} of them"))


@pytest.mark.parametrize(
    "unit", ["만", "억", "조", "백만", "천만", "십억", "백억", "K", "M", "B", "T"]
)
@given(digits=st.decimals("1.01", "999.99", places=2), other=st.sampled_from("KMBT"))
def test_units_agree_only_when_their_values_do(unit: str, digits: Decimal, other: str) -> None:
    (claim,) = korean_numbers(f"{digits}{unit} 개")
    (piece,) = english_numbers(f"{digits}{other}")
    assert supported(claim, [piece]) == (claim.value == piece.value)


ALPHABET = st.sampled_from(
    [*"0159.,~-–%/^×x()e \\{}$배만억조천백십수두세개가지약이상BKMT분의१９", "\ud55c"]
)
TEXTS = st.one_of(st.text(), st.text(ALPHABET))


@given(TEXTS)
@example("1e999")
@example("10^999 × 10^999")
@example("0/0 0분의 0 10^-999조")
@example("1⁻5 10^{-")
@example("İ three")
@example("\ud800 5개")
@example("5천백 5경경 9e999")
def test_no_text_breaks_the_readers(text: str) -> None:
    evidence = english_numbers(text)
    for claim in korean_numbers(text):
        assert claim.value >= 0
        assert isinstance(supported(claim, evidence), bool)
        assert render_korean(claim.value)


@pytest.mark.parametrize(
    "seed",
    [
        "1",
        "1,",
        "1,000",
        "1.",
        "12만 ",
        "수",
        "a-1",
        "a",
        "10^",
        "(1) ",
        "one ",
        "１",
        "약 ",
        " ",
        "$",
    ],
)
def test_ten_megabytes_of_anything_are_read_in_seconds(seed: str) -> None:
    text = seed * (10_000_000 // len(seed))
    began = time.perf_counter()
    korean_numbers(text)
    english_numbers(text)
    assert time.perf_counter() - began < 10


def test_large_numbers_are_rendered_as_koreans_write_them() -> None:
    written = {
        "2420000000": "24.2억",
        "45000000": "4,500만",
        "1080000000000": "1조 800억",
        "10005": "10,005",
        "24000": "2.4만",
        "24350": "2만 4,350",
        "67.0": "67",
        "0.0001": "0.0001",
    }
    assert {value: render_korean(Decimal(value)) for value in written} == written
    assert not re.search(r"\d{4}", render_korean(123_456_789))
