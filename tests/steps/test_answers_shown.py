"""Which of several makers' answers an edition shows."""

from tasks.assemble.answers import current_answers
from tasks.records import Generation, GenerationKey


def answer(model: str, attempt: int = 1, *, final: bool = True) -> Generation:
    key = GenerationKey(
        arxiv_id="2411.00001",
        stage="digest",
        abstract_sha="0",
        prompt_version="digest-1",
        model=model,
        attempt=attempt,
    )
    return Generation(key=key, answer={}, final=final)


def shown(*answers: Generation, model: str | None = None) -> list[tuple[str, int]]:
    found = current_answers(answers, model)["digest"]
    return [(generation.key.model, generation.key.attempt) for generation in found]


def test_all_attempts_of_one_maker_are_shown_together() -> None:
    assert shown(answer("a", final=False), answer("a", 2)) == [("a", 1), ("a", 2)]


def test_the_newest_maker_is_shown_when_none_is_asked_for() -> None:
    assert shown(answer("a"), answer("b")) == [("b", 1)]


def test_the_model_that_was_asked_is_shown_before_a_newer_one() -> None:
    assert shown(answer("a"), answer("b"), model="a") == [("a", 1)]


def test_an_answer_still_to_be_repaired_does_not_hide_a_finished_one() -> None:
    assert shown(answer("a"), answer("b", final=False), model="b") == [("a", 1)]
