"""Numbers that the abstract has with another unit."""

import pytest

from tasks.verify.places.units import mistaken_units
from tasks.verify.plain import normalize
from tasks.verify.source import analyse


def mistaken(text: str, abstract: str) -> list[str]:
    return list(mistaken_units(normalize(text), analyse("T", abstract)))


@pytest.mark.parametrize(
    ("right", "wrong", "abstract"),
    [
        ("4비트 어텐션입니다.", "2비트 어텐션입니다.", "SageAttention2 is a 4-bit attention."),
        ("8비트로 줄입니다.", "9비트로 줄입니다.", "An INT8 kernel on 9 GPUs."),
        ("약 6초 걸립니다.", "약 5초 걸립니다.", "Over 5x faster (~6s on an A100 GPU)."),
        ("64시간이 듭니다.", "8시간이 듭니다.", "It takes 64 NVIDIA H100 GPU hours on 8 sets."),
        ("랭크 4 설정입니다.", "랭크 3 설정입니다.", "With rank 4, along three axes."),
    ],
)
def test_a_number_of_another_unit_is_refused(right, wrong, abstract):
    assert mistaken(right, abstract) == []
    assert len(mistaken(wrong, abstract)) == 1


@pytest.mark.parametrize(
    ("text", "abstract"),
    [
        ("3~5분 걸립니다.", "It takes 3 to 5 minutes."),
    ],
)
def test_a_unit_that_english_leaves_out_is_accepted(text, abstract):
    assert mistaken(text, abstract) == []
