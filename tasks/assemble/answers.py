"""Which of the stored answers an edition rests on."""

from collections import defaultdict
from collections.abc import Iterable

from tasks.records import Generation, Stage


def current_answers(answers: Iterable[Generation]) -> dict[Stage, tuple[Generation, ...]]:
    """For each stage of one paper all attempts of the newest prompt version and model.

    `answers` are those of the paper's current abstract, oldest first. Older prompts and models
    stay in the store, and serve again as long as no newer answer has come.
    """
    newest: dict[Stage, tuple[str, str]] = {}
    attempts: dict[tuple[Stage, tuple[str, str]], list[Generation]] = defaultdict(list)
    for answer in answers:
        maker = (answer.key.prompt_version, answer.key.model)
        newest[answer.key.stage] = maker
        attempts[answer.key.stage, maker].append(answer)
    return {
        stage: tuple(sorted(attempts[stage, maker], key=lambda answer: answer.key.attempt))
        for stage, maker in newest.items()
    }
