from hypothesis import given
from hypothesis import strategies as st

from tasks.assemble.extract import MAX_SENTENCES, key_sentences


def test_contribution_and_result_are_chosen_over_background() -> None:
    sentences = (
        "Long contexts are costly.",
        "Many have tried before.",
        "We propose Foldline, a memory that folds old tokens.",
        "It is simple.",
        "Foldline reduces latency by 30% and outperforms the baseline.",
    )
    chosen = key_sentences("Foldline: Folding Memory", sentences)
    assert {3, 5} <= set(chosen)


@given(st.text(max_size=50), st.lists(st.text(max_size=50), max_size=8))
def test_numbers_are_valid_ascending_and_few(title: str, sentences: list[str]) -> None:
    chosen = key_sentences(title, sentences)
    assert list(chosen) == sorted(set(chosen))
    assert len(chosen) == min(MAX_SENTENCES, len(sentences))
    assert all(1 <= number <= len(sentences) for number in chosen)
