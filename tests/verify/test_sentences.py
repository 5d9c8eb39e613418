import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.text.sentences import split_sentences


@pytest.mark.parametrize(
    "kept",
    [
        "Models, e.g. GPT-4 and LLaMA, fail.",
        "One class, i.e. Transformers, works.",
        "We follow Vaswani et al. 2017 here.",
        "We compare GPT-4 vs. Claude 3.",
        "The rate falls by 12.5 points at 0.3 of the cost.",
        "See Fig. 3 and Eq. (4) for that.",
        "Two questions: (1) how well do they replace attention? and (2) what fails?",
        "We list two: 1. First, speed. and 2. Then size.",
        r"Cost is $O(n \log n)$ vs. $O(n^2)$ for all.",
        "Work by J. Smith is used.",
        "A dataset of 1.5B tokens w.r.t. English text.",
    ],
)
def test_one_sentence_stays_one(kept):
    assert split_sentences(kept) == (kept,)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("It uses 75% of 2.42B parameters.", "We release it."),
        ("Can it be done?", "Yes."),
        ("It reaches 67.0.", "The next is worse."),
        ("They call it “a star.”", "(2) We call it a dot."),
        ("We test images, text, etc.", "Results hold."),
        ("That was in 2023.", "Now it is not."),
        ("We study plan A.", "We drop it."),
        ("It costs $O(n)$.", r"$\pi_0$ is free."),
        ("Models lag.", "xGen does not."),
        ("A title line without an end", "A new paragraph."),
    ],
)
def test_two_sentences_are_told_apart(first, second):
    joined = f"{first}\n\n{second}" if not first.endswith((".", "?", "”")) else f"{first} {second}"
    assert split_sentences(joined) == (first, second)


def test_white_space_is_collapsed_and_nothing_gives_nothing():
    assert split_sentences("One\n  line. \t Two\nlines.") == ("One line.", "Two lines.")
    assert split_sentences(" \n\n ") == ()


def test_decimal_list_of_2412_16145_keeps_its_markers():
    sentences = split_sentences(
        "It is weak because (1) DPO needs pairs, and (2) it treats tokens alike. We fix it."
    )
    assert len(sentences) == 2


@given(st.text())
def test_no_character_but_white_space_is_lost(text):
    assert "".join("".join(split_sentences(text)).split()) == "".join(text.split())


@pytest.mark.parametrize("unit", [".", "? ", '."', "A. ", "1. ", "\n\n", "(", "$", "é", ". a"])
def test_a_megabyte_is_split_within_seconds(unit):
    text = unit * (1_000_000 // len(unit))
    assert "".join("".join(split_sentences(text)).split()) == "".join(text.split())
