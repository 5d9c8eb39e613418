"""Counts of what the source lists without counting it."""

import pytest

from tasks.verify.numbers.listing import listed
from tasks.verify.plain import normalize
from tasks.verify.source import analyse
from tasks.verify.support import unsupported


@pytest.mark.parametrize(
    ("english", "length"),
    [
        ("We improve quality, speed, and cost.", 3),
        ("We evaluate on GPQA, MMLU, AIME and MATH.", 4),
        ("Five domains: mathematics, code generation, following, puzzles and calls.", 5),
    ],
)
def test_list_of_words_has_a_length(english, length):
    assert length in listed(english)


def test_two_words_and_a_sentence_without_commas_are_no_list():
    assert listed("We train and test models.") == frozenset()


def is_said(korean: str, abstract: str) -> bool:
    return not unsupported(normalize(korean), analyse("T", abstract).whole)


def test_list_of_the_source_counts_where_nothing_nearer_is_counted():
    lists = "We test robots, videos, images and speech."
    assert is_said("로봇과 영상 등 네 가지를 시험합니다.", lists)
    assert not is_said("로봇과 영상 등 일곱 가지를 시험합니다.", lists)
    touch = f"{lists} Two robots grasp objects by touch."
    assert not is_said("로봇이 네 가지 촉각으로 물체를 잡습니다.", touch)
