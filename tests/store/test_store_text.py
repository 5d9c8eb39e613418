"""Text from strangers is data: it comes back as it was, or without what no database can hold."""

from typing import Any

import pytest

from tasks.records import Verdict
from tasks.store import Store
from tests.store.store_makers import (
    ARXIV_ENTRY,
    DAY,
    HOUR,
    MODEL,
    NOON,
    VERSIONS,
    everything,
    make_generation,
    make_paper,
    record_paper,
    stored_paper,
)


@pytest.mark.parametrize(
    "text",
    [
        "'; DROP TABLE papers; --",
        'a" OR 1=1; \\ %s :name ? {} $1',
        "<script>alert(1)</script> [x](javascript:y)",
        "한국어 日本語 😀 e\u0301 \u202e \ufeff \x01\x7f\x85\u2028",
        '{"not": "json"}',
        "null",
        "x" * 1_000_000,
    ],
)
def test_text_comes_back_as_it_was(store: Store, text: str) -> None:
    entry = ARXIV_ENTRY.model_copy(update={"comment": text})
    paper = make_paper(title=text, abstract=text, authors=(text, "Kim"), arxiv=entry)
    record_paper(store, paper)
    assert stored_paper(store) == paper
    generation = make_generation(paper, answer={text: [text]})
    store.save_generation(generation)
    assert store.generations(DAY, VERSIONS, MODEL) == (generation,)


@pytest.mark.parametrize(
    ("text", "kept"),
    [("a\0b", "ab"), ("a\ud800b", "a\ufffdb"), ("\udc00\ud83d\ude00\0", "\ufffd😀")],
    ids=["nul", "lone surrogate", "surrogate pair"],
)
def test_nul_is_taken_out_and_lone_surrogates_are_replaced(
    store: Store, text: str, kept: str
) -> None:
    def paper_with(words: str) -> Any:
        entry = ARXIV_ENTRY.model_copy(update={"comment": words})
        return make_paper(title=words, abstract=words, authors=(words,), arxiv=entry)

    record_paper(store, paper_with(text))
    stored = stored_paper(store)
    assert stored == paper_with(kept)
    assert everything(store)["papers"][0]["abstract_sha"] == stored.abstract_sha
    store.save_generation(make_generation(stored, answer={text: text}), Verdict(checker="1"))
    assert store.generations(DAY, VERSIONS, MODEL)[0].answer == {kept: kept}


def test_text_that_had_to_be_cleaned_does_not_count_as_changed_the_next_time(store: Store) -> None:
    record_paper(store, make_paper(abstract="a\0b"))
    assert record_paper(store, make_paper(abstract="a\0b"), NOON + HOUR).abstract_changed == ()
