"""Numbers that the abstract has with another unit."""

import pytest

from tasks.verify.plain import normalize
from tasks.verify.source import analyse
from tasks.verify.units import mistaken_units


def mistaken(text: str, abstract: str) -> list[str]:
    return list(mistaken_units(normalize(text), analyse("T", abstract)))


@pytest.mark.parametrize(
    ("right", "wrong", "abstract"),
    [
        ("4비트 어텐션입니다.", "2비트 어텐션입니다.", "SageAttention2 is a 4-bit attention."),
        ("8비트로 줄입니다.", "9비트로 줄입니다.", "An INT8 kernel on 9 GPUs."),
        ("3차원 장면입니다.", "9차원 장면입니다.", "3DGS scenes, 9 times faster."),
        ("1인칭 영상입니다.", "2인칭 영상입니다.", "Egocentric video, with pairs of hands."),
        ("제3의 개념입니다.", "제2의 개념입니다.", "A third concept besides two reference ones."),
        ("세 번째 캐시입니다.", "일곱 번째 캐시입니다.", "A third cache for seven models."),
        ("3위에 올랐습니다.", "6위에 올랐습니다.", "It ranks 3rd among six core models."),
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
        ("첫 번째 기법과 네 번째 기법입니다.", "Four techniques work together."),
        ("두 번째 단계에서 다듬습니다.", "A two-stage pipeline that then refines."),
        ("3차원 공간입니다.", "Robots in a mesh, in three rooms."),
        ("3~5분 걸립니다.", "It takes 3 to 5 minutes."),
    ],
)
def test_a_unit_that_english_leaves_out_is_accepted(text, abstract):
    assert mistaken(text, abstract) == []
