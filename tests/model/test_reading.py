"""A table of what models write around, before and in place of the JSON that was asked for."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.model import read_answer
from tasks.records import CategoryChoice, Digest, Insight
from tasks.run.errors import UnusableAnswer

GOOD = '{"primary": "code", "secondary": ["agents"]}'
DECOY = '{"primary": "decoy", "secondary": []}'
CHOICE = CategoryChoice(primary="code", secondary=("agents",))


@pytest.mark.parametrize(
    "content",
    [
        GOOD,
        f"```json\n{GOOD}\n```",
        f"Sure! Here is the answer:\n\n{GOOD}\n\nLet me know if you need more.",
        f"<think>The paper is about code.</think>{GOOD}",
        f"<think>Maybe {DECOY}? {{unclosed and {{nested}}</think>\n{GOOD}",
        f"<Thinking>{DECOY}</Thinking>```{GOOD}```",
        f"The user wants JSON, say {DECOY}.</think>{GOOD}",
        f"<think>never closed, {{perhaps {{'a': 1}}\n{GOOD}",
        f"<think>never closed, like {DECOY}, no:\n{GOOD}",
        f"[{GOOD}]",
        '{"Primary": "code", "SECONDARY": ["agents"]}',
        '{"primary": "code", "secondary": ["agents"], "note": "not asked for"}',
        '{"primary": "code", "secondary": ["agents",],}',
        "{'primary': 'code', 'secondary': ['agents']}",
        '{primary: "code", secondary: ["agents"]}',
        '{"primary": "code", "secondary": ["agents"]  // the best one\n}',
        '{"primary": "co\\ud83dde", "secondary": ["agents"]}',
        '{"primary": "co\x07de", "secondary": ["agents"]}'.replace("\x07", ""),
        '{"primary": "code\\u0000", "secondary": ["agents"]}'.replace("\\u0000", ""),
    ],
)
def test_the_answer_is_found_whatever_stands_around_it(content: str) -> None:
    assert read_answer(CategoryChoice, content) == CHOICE


def test_numbers_may_come_as_strings() -> None:
    content = '{"title_ko": "제목", "summary": [{"text": "문장입니다.", "cites": ["1", "2"]}]}'
    assert read_answer(Digest, content).summary[0].cites == (1, 2)


def test_a_lone_half_of_an_emoji_and_control_characters_are_taken_out() -> None:
    content = '{"title_ko": "좋은 \\ud83d 제\x01목", "summary": []}'
    assert read_answer(Digest, content).title_ko == "좋은  제 목"


def test_an_emoji_in_two_halves_stays() -> None:
    assert read_answer(Digest, '{"title_ko": "\\ud83d\\ude00"}').title_ko == "😀"


@pytest.mark.parametrize(
    ("content", "trouble", "hint"),
    [
        ("", "empty", "NONMUN_MODEL_MAX_TOKENS"),
        ("  \n", "empty", "NONMUN_MODEL_MAX_TOKENS"),
        ("<think>I wonder.", "thoughts only", "thinking off"),
        ("죄송합니다. 답할 수 없습니다.", "no JSON", "NONMUN_ANSWER_FORMAT"),
        ('{"primary": "code", "secon', "breaks off", "NONMUN_MODEL_MAX_TOKENS"),
        ('{"primary": ["code"], "secondary": []}', "does not fit", "NONMUN_ANSWER_FORMAT"),
        ("} {", "breaks off", "NONMUN_MODEL_MAX_TOKENS"),
    ],
)
def test_what_cannot_be_read_names_its_trouble_and_what_helps(
    content: str, trouble: str, hint: str
) -> None:
    with pytest.raises(UnusableAnswer) as caught:
        read_answer(CategoryChoice, content)
    assert trouble in caught.value.trouble
    assert hint in caught.value.hint
    assert caught.value.trouble.lower() in str(caught.value).lower()


def test_another_object_does_not_pass_for_a_record_of_defaults() -> None:
    with pytest.raises(UnusableAnswer):
        read_answer(Insight, '{"error": "no"}')


@given(st.text(alphabet='{}[]",:<>think/\\ 한a1', max_size=200))
def test_any_text_is_read_or_refused(content: str) -> None:
    try:
        told = str(read_answer(CategoryChoice, content).primary)
    except UnusableAnswer as error:
        told = str(error)
    assert "\x00" not in told


def test_a_flood_of_braces_is_refused_in_bounded_time() -> None:
    for flood in ("{" * 300_000, '{"a":' * 100_000, "[" * 300_000, json.dumps("{" * 100_000)):
        with pytest.raises(UnusableAnswer):
            read_answer(CategoryChoice, flood)
