"""A model server that fails, refuses, answers half, or sends what is no answer."""

import gzip
import json
from collections.abc import Callable, Iterator, Mapping
from random import Random

from sample.model import ModelReply
from sample.traffic import Fault, RequestInfo
from tests.faults.harness import Harness
from tests.faults.judge import compare, finish
from tests.faults.plan import Outcome, Trial
from tests.faults.world import World, usual_items

JSON = {"content-type": "application/json"}
CONCURRENCY = 2

PASSING: Mapping[str, Fault] = {
    "429": Fault(status=429),
    "429 with Retry-After": Fault(status=429, headers={"Retry-After": "1"}),
    "500": Fault(status=500, body='{"error": "oops"}'),
    "502": Fault(status=502, body="<html>"),
    "503": Fault(status=503, headers={"Retry-After": "1"}),
    "connection reset": Fault(drop=True),
    "truncated body": Fault(truncate_at=60),
    "time-out": Fault(delay_seconds=60.0),
    "slow drip": Fault(drip_seconds=0.3),
    "broken gzip": Fault(status=200, headers={**JSON, "content-encoding": "gzip"}, body=b"no"),
    "redirect": Fault(status=307, headers={"location": "/v1/chat/completions"}),
    "HTML for JSON": Fault(status=200, headers={"content-type": "text/html"}, body="<html>"),
    "another JSON": Fault(status=200, headers=JSON, body='{"choices": [{"message": []}]}'),
}
UNUSABLE: Mapping[str, ModelReply] = {
    "cut at the token limit": ModelReply(content='{"title_ko": "반', finish_reason="length"),
    "half a JSON": ModelReply(content='{"title_ko": "반'),
    "empty answer": ModelReply(content=""),
    "wrong types in every field": ModelReply(content={"primary": [], "summary": 7, "themes": "x"}),
}
DECLINED: Mapping[str, ModelReply | Fault] = {
    "refusal": ModelReply(refusal="I cannot help with that."),
    "content filter": ModelReply(content="{", finish_reason="content_filter"),
    "content filter (HTTP 400)": Fault(
        status=400,
        headers=JSON,
        body=json.dumps({"error": {"code": "content_filter", "message": "filtered"}}),
    ),
    "answer of 100 MB": Fault(status=200, headers=JSON, body=b" " * 100_000, repeat=1000),
    "gzip bomb": Fault(
        status=200,
        headers={**JSON, "content-encoding": "gzip"},
        body=gzip.compress(bytes(100_000_000)),
    ),
}


def _error(status: int, code: str) -> Fault:
    body = json.dumps({"error": {"message": "no", "code": code}})
    return Fault(status=status, headers=JSON, body=body)


ENDS: Mapping[str, tuple[Fault, int, str, int | None]] = {
    "invalid key": (_error(401, "invalid_api_key"), 2, "OPENAI_API_KEY", CONCURRENCY),
    "no access": (_error(403, "denied"), 2, "OPENAI_API_KEY", CONCURRENCY),
    "no such model": (_error(404, "model_not_found"), 2, "NONMUN_MODEL", CONCURRENCY),
    # Each of the calls in flight is retried four times by the client.
    "quota exhausted": (_error(429, "insufficient_quota"), 3, "quota", 5 * CONCURRENCY),
    "payment required": (_error(402, "pay"), 3, "quota", CONCURRENCY),
    "nobody there": (Fault(drop=True), 3, "cannot be reached", None),
}
"""A lasting fault of all calls: the exit code, what the line says, and the most requests."""


def trials(random: Random, full: bool) -> Iterator[Trial]:
    """Each fault once, at calls that chance chooses."""
    for name, fault in PASSING.items():
        numbers = frozenset(random.sample(range(1, 12), 3))
        yield Trial(f"model, now and then: {name}", now_and_then(fault, numbers))
    paper = random.choice(usual_items())["paper"]["id"]
    for name, reply in UNUSABLE.items():
        yield Trial(f"model, first answers: {name}", first_answers(reply))
    for name, bad in DECLINED.items():
        yield Trial(f"model, of one paper: {name}", one_paper(bad, paper))
    for name in ENDS:
        yield Trial(f"model, every call, then some: {name}", ending(name, random.randint(2, 9)), 2)


def now_and_then(fault: Fault, numbers: frozenset[int]) -> Callable[[Harness], Outcome]:
    """Some requests fail once; the run does not mind."""

    def trial(harness: Harness) -> Outcome:
        with harness.world() as world:
            world.spoil(
                lambda asked: fault if asked.kind == "model" and asked.number in numbers else None
            )
            return compare(harness, world, world.run().wrong(0))

    return trial


def first_answers(reply: ModelReply) -> Callable[[Harness], Outcome]:
    """The first answer to every question is of no use; each is asked again."""

    def trial(harness: Harness) -> Outcome:
        asked_before: set[object] = set()

        def spoil(asked: RequestInfo) -> ModelReply | None:
            is_first = asked.kind == "model" and asked.prompt not in asked_before
            asked_before.add(asked.prompt)
            return reply if is_first else None

        with harness.world() as world:
            world.spoil(spoil)
            return compare(harness, world, world.run().wrong(0))

    return trial


def one_paper(bad: ModelReply | Fault, arxiv_id: str) -> Callable[[Harness], Outcome]:
    """No digest of one paper is to be had; the rest is published, and the day is incomplete."""

    def trial(harness: Harness) -> Outcome:
        with harness.world() as world:
            world.spoil(
                lambda asked: (
                    bad if asked.stage == "digest" and asked.arxiv_id == arxiv_id else None
                )
            )
            wrong = world.run().wrong(1, says=arxiv_id)
            return finish(harness, world, [*wrong, *_not_published(world)])

    return trial


def ending(name: str, number: int) -> Callable[[Harness], Outcome]:
    """What ends a run ends it at once, with one line, and publishes nothing.

    Then the same in the midst of a run: what is answered by then is kept, and is not paid again.
    """
    fault, code, says, at_most = ENDS[name]

    def trial(harness: Harness) -> Outcome:
        with harness.world() as world:
            world.spoil(lambda asked: fault if asked.kind == "model" else None)
            wrong = [*world.run().wrong(code, says=says)]
            asked_for = world.traffic.count("model")
            if at_most is not None and asked_for > at_most:
                wrong.append(f"{asked_for} requests")
            wrong += ["something was published"] if world.editions() else []
            good = asked_for + number - 1
            world.spoil(
                lambda asked: fault if asked.kind == "model" and asked.number > good else None
            )
            wrong += world.run().wrong(2 if code == 2 else 1)
            wrong += [] if world.answers() else ["what was answered is not kept"]
            return finish(harness, world, wrong)

    return trial


def _not_published(world: World) -> list[str]:
    return [] if world.editions() else ["nothing was published"]
