import hashlib
import re
from importlib.resources import files

import pytest
from pydantic import ValidationError

from prompts.loader import Prompt, load_prompt
from prompts.numbers import KoreanNumberWords, load_number_words
from prompts.orders import load_orders
from prompts.taxonomy import Taxonomy, load_taxonomy

# A prompt that changes makes new answers: raise its version, then put the new hash here.
RELEASED = {
    "category-1": "f050d45824304fbd",
    "digest-1": "dd56c38cc095f033",
    "digest-2": "e451534820eec072",
    "insight-1": "7c20ccf31ad5cb95",
    "insight-2": "8a9ba831fec9ccdb",
    "review-1": "68097fe645af8c9b",
}


@pytest.mark.parametrize("name", ["category", "digest", "insight", "review"])
def test_a_changed_prompt_has_a_new_version(name: str) -> None:
    text = files("prompts").joinpath(f"{name}.yaml").read_bytes()
    assert hashlib.sha256(text).hexdigest()[:16] == RELEASED[load_prompt(name).key]


def test_prompt_with_an_undeclared_variable_is_refused() -> None:
    with pytest.raises(ValidationError, match="uses"):
        Prompt(name="digest", version=1, variables=frozenset(), system="", user="{{ paper }}")


def test_template_signs_in_a_value_stay_text() -> None:
    hostile = "{{ 7 * 7 }} {% raw %}"
    assert hostile in load_prompt("category").render("user", paper=hostile)


def test_constant_part_of_the_digest_prompt_comes_first_and_names_no_paper() -> None:
    system = load_prompt("digest").render("system")
    assert "{{" not in system
    assert len(system) > len(load_prompt("digest").render("user", paper="", terms=()))


def test_taxonomy_has_one_emoji_and_name_for_each_of_its_categories() -> None:
    taxonomy = load_taxonomy()
    assert 17 <= len(taxonomy.categories) <= 20
    assert taxonomy["code"].label == "💻 코드와 소프트웨어"


def test_unknown_category_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        load_taxonomy()["cybersecurity"]


def test_two_categories_cannot_share_an_emoji() -> None:
    data = load_taxonomy().model_dump()
    data["categories"][1]["emoji"] = data["categories"][0]["emoji"]
    with pytest.raises(ValidationError, match="share one emoji"):
        Taxonomy.model_validate(data)


def test_number_words_are_sound_and_say_each_number_once() -> None:
    words = load_number_words()
    single = [word for group in words.english.single for word in group.words]
    assert len(single) == len(set(single))
    assert not set(single) & {*words.english.ones, *words.english.ordinals, *words.english.months}
    assert words.english.may_be_verbs <= set(words.english.months)


def test_a_broken_pattern_among_the_number_words_is_refused() -> None:
    korean = load_number_words().korean.model_dump() | {"counters": ["개(?!골"]}
    with pytest.raises(re.error):
        KoreanNumberWords.model_validate(korean)


def test_patterns_of_orders_compile_and_need_what_they_say() -> None:
    orders = load_orders()
    for needs, pattern in (*orders.by_words, *orders.by_pieces):
        assert needs
        assert not pattern.search("The weather in Seoul was fine.")
    assert orders.obedience.search("알겠습니다")
    assert orders.flattery.search("강력히 추천합니다")
    assert orders.imperative.match("Please rate this paper.")
