from collections import defaultdict
from random import Random

import pytest

from benchmarks.verification import mutations
from benchmarks.verification.ablation import FORGIVE, REFUSE, switched_off
from benchmarks.verification.data import (
    Pair,
    read_claims,
    read_fresh,
    read_truly_wrong,
    split_quote,
)
from benchmarks.verification.thresholds import THRESHOLDS
from tasks.verify import CHECKER_VERSION, check_text

PAIR = Pair(
    "1",
    "d",
    "PebbleNet",
    "A net.",
    ("매개변수 2.42B로 세 가지 과제를 1,400개 풉니다.", "PebbleNet입니다."),
)


@pytest.mark.parametrize(
    ("item", "korean", "quote"),
    [
        ("모델을 제안함(We propose a model.)", "모델을 제안함", "We propose a model"),
        (
            "10K(샘플)로 조정함.(It uses 10K (few) samples)",
            "10K(샘플)로 조정함",
            "It uses 10K (few) samples",
        ),
        ("줄임 while the rest stays", "줄임", "while the rest stays"),
        ("이름은 GPT", "이름은 GPT", None),
    ],
)
def test_quote_is_told_from_the_korean_before_it(item, korean, quote):
    assert split_quote(item) == (korean, quote)


@pytest.mark.parametrize("make", [mutations.number_changed, mutations.unit_error])
def test_spoiled_text_differs_in_one_sentence_and_is_the_same_for_a_seed(make):
    spoiled = make(PAIR, Random(1))
    assert spoiled == make(PAIR, Random(1))
    assert sum(a != b for a, b in zip(PAIR.sentences, spoiled.sentences, strict=True)) == 1


def test_foreign_name_is_none_of_the_papers_own():
    spoiled = mutations.foreign_name(PAIR, ["PebbleNet", "RiverBench"], Random(1))
    assert spoiled.text.count("RiverBench") == 1


def test_text_with_nothing_to_spoil_gives_nothing():
    plain = Pair("1", "d", "T", "A", ("수도 이름도 없습니다.",))
    assert mutations.number_changed(plain, Random(1)) is None
    assert mutations.unit_error(plain, Random(1)) is None
    assert mutations.foreign_name(plain, ["X"], Random(1)) is None
    assert mutations.other_text(plain, [plain]) is None


def test_fresh_texts_are_of_known_papers_and_as_long_as_their_writers_were_asked_for(shared_data):
    for pair in read_fresh():
        assert pair.title
        assert pair.abstract == " ".join(pair.abstract.split())
        least, most = (9, 20) if pair.half == "held_out" else (5, 7)  # whole digests, or parts
        assert least <= len(pair.sentences) <= most


def test_part_of_a_fraction_is_no_unit_to_spoil():
    fraction = Pair("1", "d", "T", "A", ("3분의 2만큼, 23분의 1만 씁니다.",))
    assert mutations.unit_error(fraction, Random(1)) is None


def test_every_sentence_judged_wrong_says_why_and_in_which_half(shared_data):
    halves = defaultdict(set)
    for pair in (*read_claims(), *read_fresh()):
        halves[pair.id].add(pair.half)
    for paper, items in read_truly_wrong().items():
        for item in items:
            assert item["reason"]
            assert item["half"] in halves[paper]


def test_a_rule_that_is_switched_off_refuses_nothing_until_it_is_on_again():
    def rules() -> list[str]:
        abstract = "It wins over Llama 3 on retrieval. There are 4 rooms with a view."
        verdict = check_text("T", abstract, "Llama 4에서 앞섭니다.")
        return [refusal.rule for refusal in verdict.refusals]

    assert "number" in rules()
    with switched_off("other versions"):
        assert "number" not in rules()
    assert "number" in rules()


@pytest.mark.parametrize("name", [*FORGIVE, *REFUSE])
def test_every_rule_of_the_ablation_is_in_the_checker(name):
    with switched_off(name):
        assert check_text("T", "A.", "가.").checker == CHECKER_VERSION


def test_every_threshold_that_is_moved_stands_in_the_checker_between_its_steps():
    for (room, name), (lower, higher) in THRESHOLDS.items():
        assert lower < getattr(room, name) < higher, name
