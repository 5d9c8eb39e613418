"""Which of the stored answers an edition rests on."""

from collections import defaultdict
from collections.abc import Iterable

from tasks.records import Generation, Stage

Attempts = tuple[Generation, ...]
"""All attempts of one maker at one stage of a paper, oldest first."""


def current_answers(answers: Iterable[Generation], model: str | None) -> dict[Stage, Attempts]:
    """For each stage of one paper all attempts by the maker whose answer is to be shown.

    `answers` are those of the paper's current abstract, oldest first; a maker is a prompt version
    and a model. One that has finished comes before one that has not, `model` before any other,
    and then the newest. Other answers stay in the store, and may serve another day.
    """
    attempts: dict[Stage, dict[tuple[str, str], Attempts]] = defaultdict(dict)
    for answer in answers:
        maker = (answer.key.prompt_version, answer.key.model)
        earlier = attempts[answer.key.stage].pop(maker, ())
        attempts[answer.key.stage][maker] = (*earlier, answer)
    return {
        stage: max(reversed(makers.values()), key=lambda group: _worth(group, model))
        for stage, makers in attempts.items()
    }


def _worth(group: Attempts, model: str | None) -> tuple[bool, bool]:
    is_finished = any(answer.final for answer in group)
    return is_finished, group[0].key.model == model
