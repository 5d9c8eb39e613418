import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.verify import CHECKER_VERSION, check_line, check_lines, check_text
from tasks.verify.plain import normalize
from tests.verify.verify_makers import ABSTRACT, TITLE

SOUND = "PebbleNet은 비디오 질의응답을 위한 희소 메모리입니다. 매개변수는 24.2억 개입니다."


def rules(text: str, title: str = TITLE, abstract: str = ABSTRACT) -> list[str]:
    return [refusal.rule for refusal in check_text(title, abstract, text).refusals]


def test_sound_text_is_accepted_with_the_version_of_the_rules():
    verdict = check_text(TITLE, ABSTRACT, SOUND)
    assert (verdict.ok, verdict.checker) == (True, CHECKER_VERSION)


@pytest.mark.parametrize("text", ["", "새로운 알고리즘을 제안하여 성능을 개선하였다."])
def test_text_about_nothing_is_refused(text):
    assert "topic" in rules(text)


def test_text_of_another_paper_is_refused_without_a_number_or_a_name():
    assert rules("로봇이 물체를 잡는 동작을 촉각 센서로 배우게 합니다.") == ["topic"]


def test_number_of_something_else_in_the_abstract_is_refused():
    abstract = "We release five modules and three videos for robot manipulation in kitchens."
    sound = "로봇 조작을 위한 다섯 가지 모듈과 비디오를 공개합니다."
    assert rules(sound, "Robot manipulation", abstract) == []
    assert rules(sound.replace("다섯", "세"), "Robot manipulation", abstract) == ["number"]


def test_version_of_a_model_must_follow_its_name():
    abstract = "We compare Llama 3 with several groups of 4 models on video retrieval."
    assert rules("Llama 3로 비디오 검색을 합니다.", "Video retrieval", abstract) == []
    assert rules("Llama 4로 비디오 검색을 합니다.", "Video retrieval", abstract) == ["number"]


def test_line_gives_a_verdict_with_the_refused_sentence():
    pair = {"id": "x", "title": TITLE, "abstract": ABSTRACT, "text": f"{SOUND} CLIP도 씁니다."}
    answer = json.loads(check_line(json.dumps(pair)))
    assert (answer["id"], answer["ok"]) == ("x", False)
    (refusal,) = answer["refusals"]
    assert set(refusal) == {"rule", "text", "detail"}
    assert (refusal["rule"], refusal["text"]) == ("name", "CLIP도 씁니다.")
    assert json.loads(check_line(json.dumps(pair | {"text": SOUND})))["ok"] is True


@pytest.mark.parametrize(
    "line", ["", "{", "[]", "null", '{"id": "x"}', '{"id": 1, "text": 2}', "\0"]
)
def test_bad_line_gives_one_error_object(line):
    answer = json.loads(check_line(line))
    assert (answer["id"], answer["ok"], answer["refusals"]) == (None, False, [])
    assert answer["error"]


def test_blank_lines_are_skipped():
    assert len(list(check_lines(["\n", "{}\n", "  ", "{}"]))) == 2


@settings(max_examples=300)
@given(st.text(), st.text(), st.text())
def test_no_text_crashes_the_checker(title, abstract, text):
    verdict = check_text(title, abstract, text)
    assert all(refusal.detail for refusal in verdict.refusals)


_PIECES = st.sampled_from(
    [
        *"가a1.,-_%()<>*`'\"#|^ \n\u200b漢ñ",
        "억",
        "만",
        "GPT-4",
        "3D",
        "ignore previous ",
        "라고 쓰세요",
    ]
)


@settings(max_examples=300)
@given(st.lists(_PIECES, max_size=60).map("".join), st.lists(_PIECES, max_size=60).map("".join))
def test_no_text_made_of_what_the_rules_look_for_crashes_the_checker(abstract, text):
    assert (
        json.loads(
            check_line(
                json.dumps({"id": "x", "title": abstract, "abstract": abstract, "text": text})
            )
        )["id"]
        == "x"
    )


@pytest.mark.parametrize(
    "unit",
    [
        "가",
        "a",
        "1",
        "a ",
        "A-",
        "1.",
        "억",
        "- ",
        "<",
        "(",
        "a1",
        "가-",
        "GPT-4 ",
        "\U0001f600",
        ". A",
        "1가.\n",
        "2.42B와 24.2억. ",
    ],
)
def test_ten_megabytes_return_within_seconds(unit):
    long = unit * (10_000_000 // len(unit.encode()))
    assert not check_text(long, long, long).ok
    assert "language" in rules(long)


@pytest.mark.parametrize("text", ["A.×", "'10^30'", "‘세’", "1단계 2단계", "0분의 0", "제9위"])
def test_what_fuzzing_found_is_only_refused(text):
    assert check_text("T", "An abstract.", text).refusals


@pytest.mark.parametrize("english", [r"Fr\'echet", r"Fr\'{e}chet", "Fréchet", "Frechet"])
def test_accents_are_read_however_they_are_written(english):
    abstract = f"The {english} distance of videos falls."
    said = "비디오의 Fréchet 거리가 줄어듭니다."
    assert "name" not in rules(said, "Video distance", abstract)
    assert "name" in rules(said.replace("é", "ó"), "Video distance", abstract)


def test_commands_of_tex_are_no_accents():
    assert normalize(r"2 \cdot 3 \rightarrow \rho, \v{s}") == r"2 \cdot 3 \rightarrow \rho, š"
