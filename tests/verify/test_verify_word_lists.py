import pytest
from pydantic import ValidationError

from prompts.everyday import load_everyday_terms
from prompts.glossary import Glossary, Term, fold_plural, load_glossary
from prompts.topic_words import TopicWords, load_topic_words


def test_glossary_is_sound_and_large_enough():
    assert len(load_glossary().terms) >= 150


def test_terms_are_found_across_case_plural_hyphen_and_alias():
    found = load_glossary().terms_in(
        "Mixture-of-Experts LLMs, trained with Preference Optimization"
    )
    assert {term.en for term in found} >= {
        "mixture of experts",
        "large language model",
        "preference optimization",
    }
    assert load_glossary().terms_in("A tokenless poem") == ()


@pytest.mark.parametrize(
    ("word", "singular"),
    [("policies", "policy"), ("models", "model"), ("loss", "loss"), ("as", "as"), ("LLMs", "LLM")],
)
def test_plural_is_folded(word, singular):
    assert fold_plural(word) == singular


@pytest.mark.parametrize(
    "terms",
    [
        (),
        (Term(en="model", ko=("모델",)), Term(en="Models", ko=("모형",))),
        (Term(en="model", ko=("모델",), forbidden=("모델",)),),
        (Term(en="model", ko=(" ",)),),
    ],
)
def test_glossary_that_is_ambiguous_or_empty_is_rejected(terms):
    with pytest.raises(ValidationError):
        Glossary(version=1, terms=terms)


def test_topic_words_meet_in_both_languages():
    words = load_topic_words()
    assert words.in_korean("동영상을 검색합니다") & words.in_english(("video", "retrieval"))
    assert not words.in_korean("성능을 개선하였습니다") & words.in_english(("video",))


def test_topic_words_of_one_character_are_rejected():
    with pytest.raises(ValidationError):
        TopicWords(version=1, words=((("body",), ("몸",)),))


def test_everyday_terms_name_no_model():
    assert not {"GPT", "CLIP", "BERT", "LLaMA"} & load_everyday_terms().terms
