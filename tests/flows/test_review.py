"""The second reader: what it vetoes is repaired or dropped, and it may not be trusted either."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sample.model import ModelReply, ModelRequest
from sample.standin import honest_responder
from tasks.run.errors import DayIncomplete
from tests.flows.published import edition_of, files

pytestmark = [
    pytest.mark.flow,
    pytest.mark.browser,
    pytest.mark.xdist_group("flow"),
    pytest.mark.usefixtures("prefect_server"),
]

DAY = date(2024, 11, 22)
TWICE, CODE = "✅ 두 번 확인", "☑️ 코드 확인"
FLIPPED = "이 방법은 정확도를 전혀 개선하지 못합니다."


def run() -> Any:
    from flows.daily import daily

    return daily(day=DAY)


@pytest.fixture
def a_day(item: Callable[..., dict[str, Any]]) -> dict[date, list[dict[str, Any]]]:
    papers = [
        item(
            f"2411.0000{number}",
            title=f"FastNet: A Small Network {number}",
            summary="We present FastNet, a neural network. It improves accuracy by 5.3% on "
            "ImageNet. Code is released.",
        )
        for number in range(3)
    ]
    return {DAY: papers}


def flipping(request: ModelRequest) -> ModelReply:
    """Plays a writer that turns one statement of every digest round, whatever it is told."""
    reply = honest_responder(request)
    if request.stage != "digest":
        return reply
    content = json.loads(json.dumps(reply.content))
    content["easy"].append({"text": FLIPPED, "cites": [2]})
    return ModelReply(content=content)


def review_of(request: ModelRequest, change: Callable[[str, dict[str, Any]], None]) -> ModelReply:
    """An honest review, of which `change` changes what is said of each Korean sentence."""
    content: Any = honest_responder(request).content
    prompt = next(str(m["content"]) for m in request.messages if m["role"] == "user")
    texts = dict(line[1:].split(" ", 1) for line in prompt.splitlines() if line.startswith("K"))
    for said in content["sentences"]:
        change(texts[str(said["n"])], said)
    return ModelReply(content=content)


def careful(request: ModelRequest) -> ModelReply:
    """Plays a reader that sees what was turned round."""

    def change(text: str, said: dict[str, Any]) -> None:
        if text == FLIPPED:
            said |= {
                "verdict": "contradicted",
                "kind": "negation",
                "why": "초록은 개선했다고 합니다.",
            }
            said["quotes"] = [{"n": 2, "words": "improves accuracy"}]

    return review_of(request, change) if request.stage == "review" else flipping(request)


def lying(request: ModelRequest) -> ModelReply:
    """Plays a reader that supports everything, with quotes that it made up."""

    def change(_: str, said: dict[str, Any]) -> None:
        said["quotes"] = [{"n": 2, "words": "it does not improve accuracy at all"}]

    return review_of(request, change) if request.stage == "review" else flipping(request)


def deaf(request: ModelRequest) -> ModelReply:
    """Plays a reader that never answers."""
    if request.stage == "review":
        return ModelReply(status=403, body='{"error": {"message": "no"}}')
    return honest_responder(request)


def cards(folder: Path) -> str:
    return (folder / "editions" / "2024" / str(DAY) / "cards.md").read_text("utf-8")


def test_an_honest_day_is_read_twice_and_a_second_run_reads_nothing(
    sample: Callable[..., Any], point_to: Callable[..., Path], a_day: Any
) -> None:
    played = sample(a_day, honest_responder)
    folder = point_to(played, NONMUN_REVIEW="on")
    assert run().outcome == "published"
    edition = edition_of(folder, DAY)
    assert [row["read_twice"] for row in edition["papers"]] == [True] * 3
    assert [category["read_twice"] for category in edition["categories"]] == [True]
    assert edition["account"]["read_twice"] == 3
    assert edition["account"]["readings"] == played.app.traffic.count("model", stage="review") == 4
    judged = edition["papers"][0]["review"][0]["judgement"]
    assert judged["quotes"][0]["words"] in a_day[DAY][0]["paper"]["summary"]
    assert cards(folder).count(f"**{TWICE}**") == 3
    before, asked = files(folder / "editions"), played.app.traffic.count("model")
    assert run().outcome == "unchanged"
    assert (files(folder / "editions"), played.app.traffic.count("model")) == (before, asked)


def test_what_a_careful_reader_vetoes_goes_back_and_is_dropped_in_the_end(
    sample: Callable[..., Any], point_to: Callable[..., Path], a_day: Any
) -> None:
    asked: list[ModelRequest] = []

    def respond(request: ModelRequest) -> ModelReply:
        asked.append(request)
        return careful(request)

    folder = point_to(sample(a_day, respond), NONMUN_REVIEW="on")
    assert run().outcome == "published"
    papers = edition_of(folder, DAY)["papers"]
    assert FLIPPED not in json.dumps(papers, ensure_ascii=False)
    assert [(row["state"], row["attempts"], row["read_twice"]) for row in papers] == [
        ("trimmed", 3, True)
    ] * 3
    repairs = [one for one in asked if one.stage == "digest" and one.attempt == 2]
    told = str(repairs[0].messages[-1]["content"])
    assert "초록은 개선했다고 합니다." in told
    assert "improves accuracy" in told
    read = [one for one in asked if one.stage == "review" and one.arxiv_id]
    assert len(read) == 3  # sentences that were read are not read again


def test_a_reader_that_makes_up_its_quotes_supports_nothing(
    sample: Callable[..., Any], point_to: Callable[..., Path], a_day: Any
) -> None:
    folder = point_to(sample(a_day, lying), NONMUN_REVIEW="on")
    run()
    papers = edition_of(folder, DAY)["papers"]
    assert [row.get("read_twice", False) for row in papers] == [False] * 3
    assert f"**{TWICE}**" not in cards(folder)
    assert FLIPPED not in cards(folder)


def test_a_dead_reader_leaves_the_mark_of_code_and_the_next_run_reads(
    sample: Callable[..., Any], point_to: Callable[..., Path], a_day: Any
) -> None:
    played = sample(a_day, honest_responder)
    reader = sample({}, deaf)
    folder = point_to(
        played,
        NONMUN_REVIEW="on",
        NONMUN_REVIEW_MODEL="reader",
        NONMUN_REVIEW_BASE_URL=reader.at.openai_base_url,
    )
    with pytest.raises(DayIncomplete, match="review"):
        run()
    papers = edition_of(folder, DAY)["papers"]
    assert [row["state"] for row in papers] == ["verified"] * 3
    assert cards(folder).count(f"**{CODE}**") == 3
    reader.app.chat.respond = honest_responder
    written = played.app.traffic.count("model")
    assert run().outcome == "revised"
    assert cards(folder).count(f"**{TWICE}**") == 3
    assert played.app.traffic.count("model") == written


def test_a_reader_that_skips_sentences_is_asked_again_for_those(
    sample: Callable[..., Any], point_to: Callable[..., Path], a_day: Any
) -> None:
    asked: list[ModelRequest] = []

    def respond(request: ModelRequest) -> ModelReply:
        reply = honest_responder(request)
        if request.stage == "review" and request.arxiv_id:
            asked.append(request)
            if len([one for one in asked if one.arxiv_id == request.arxiv_id]) == 1:
                content: Any = reply.content
                return ModelReply(content={"sentences": content["sentences"][:2]})
        return reply

    folder = point_to(sample(a_day, respond), NONMUN_REVIEW="on")
    assert run().outcome == "published"
    assert cards(folder).count(f"**{TWICE}**") == 3
    assert len(asked) == 6


def test_switched_off_nobody_reads_and_the_mark_says_so(
    sample: Callable[..., Any], point_to: Callable[..., Path], a_day: Any
) -> None:
    played = sample(a_day, honest_responder)
    folder = point_to(played, NONMUN_REVIEW="off")
    assert run().outcome == "published"
    assert played.app.traffic.count("model", stage="review") == 0
    assert cards(folder).count(f"**{CODE}**") == 3
    assert "reader" not in edition_of(folder, DAY)


def test_a_day_that_was_published_without_a_reader_is_read_by_the_command(
    sample: Callable[..., Any], point_to: Callable[..., Path], a_day: Any
) -> None:
    from flows.republish import republish
    from flows.review import review

    played = sample(a_day, honest_responder)
    folder = point_to(played, NONMUN_REVIEW="off")
    run()
    first = edition_of(folder, DAY)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NONMUN_REVIEW", "on")
        before = played.app.traffic.count("model", stage="digest")
        assert [ended.outcome for ended in review(start=DAY, end=DAY)] == ["revised"]
        assert played.app.traffic.count("model", stage="digest") == before
    second = edition_of(folder, DAY)
    assert (second["revision"], second["account"]["read_twice"]) == (first["revision"] + 1, 3)
    kept = files(folder / "editions")
    republish(start=DAY, end=DAY)
    assert files(folder / "editions") == kept
