import pytest

from tasks.verify.numbers import english_numbers


def readings(text: str, *kinds: str) -> list[str]:
    return [
        f"{quantity.value.normalize():f}"
        for quantity in english_numbers(text)
        if not kinds or quantity.kind in kinds
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2.42B parameters", "2420000000"),
        ("2.42 billion", "2420000000"),
        ("45-million-image set", "45000000"),
        ("600 Billion", "600000000000"),
        ("10k and", "10000"),
        ("300\\,k entries", "300000"),
        ("$10^5$", "100000"),
        ("$10^{-3}$", "0.001"),
        ("$1.5\\times10^{6}$", "1500000"),
        ("1e-4", "0.0001"),
        ("1,080,000", "1080000"),
        ("31.17\\%", "31.17"),
        ("twenty-five", "25"),
        ("two-stage", "2"),
        ("three hundred and twenty-five thousand", "325000"),
        ("a million-scale set", "1000000"),
        ("a dozen", "12"),
        ("one third", "0.3333333333333333333333333333"),
        ("two-thirds", "0.6666666666666666666666666667"),
        ("halves the cost", "0.5"),
        ("2$\\times$ faster", "2"),
        ("an order of magnitude", "10"),
        ("two orders of magnitude", "100"),
        ("two-fold", "2"),
        ("tenfold", "10"),
        ("a factor of ten", "10"),
    ],
)
def test_one_number_is_read(text: str, expected: str) -> None:
    assert readings(text) == [expected]


def test_a_range_gives_both_ends_in_every_reading() -> None:
    assert set(readings("1-7B")) == {"1", "1000000000", "7000000000"}
    assert set(readings("100-200x")) == {"100", "200"}
    assert set(readings("20-40%", "percent")) == {"20", "40"}


def test_a_share_gives_the_fraction_and_its_parts() -> None:
    assert set(readings("3 out of 5")) == {"3", "5", "0.6"}
    assert set(readings("1/10 of the data")) == {"1", "10", "0.1"}


def test_list_enumerators_are_no_evidence() -> None:
    assert readings("because (1) it is slow, and (2) it is large: 1. This. 2. That, 3) no") == []


def test_a_number_that_closes_a_bracket_is_evidence_2509_05263() -> None:
    assert readings("(on 16 GPUs, batch 5) is") == ["16", "5"]


def test_digits_in_names_support_names_only() -> None:
    text = "GPT-4o, CIFAR-10/100, Llama 3.1, SE(3), H100, 3D, INT4, DALL-E 2, https://x.org/a1"
    assert set(readings(text)) == set(readings(text, "name"))


def test_sizes_in_names_count_in_full() -> None:
    assert readings("InternVL2-8B and ImageNet-1k and LLaMA-3.1-70B-Instruct", "plain") == [
        "8000000000",
        "1000",
        "70000000000",
    ]
    assert readings("Wan2.2-I2V-14B-720P", "plain") == ["14000000000"]


def test_top_five_and_best_of_eight_are_plain() -> None:
    assert readings("top-5 and best-of-8", "plain") == ["5", "8"]


def test_vague_words_keep_their_power_of_ten() -> None:
    assert readings("millions of pairs, hundreds of thousands, tens of billions", "vague") == [
        "1000000",
        "100000",
        "10000000000",
    ]


def test_the_unit_word_behind_digits_is_not_read_again() -> None:
    assert readings("3 billion and 5-million") == ["3000000000", "5000000"]
