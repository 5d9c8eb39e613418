"""Secrets: no key or password in a log, artifact, edition, database, cache or error."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from uuid import uuid4

from sample.model import ModelReply
from sample.traffic import Fault, RequestInfo
from tests.faults.harness import Harness
from tests.faults.judge import finish
from tests.faults.plan import Outcome, Trial
from tests.faults.world import World

JSON = {"content-type": "application/json"}


@dataclass(frozen=True)
class Failure:
    """How a run fails: which kinds of requests meet what, and with which exit code it ends."""

    kinds: tuple[str, ...]
    status: int
    body: str
    code: int


FAILURES: Mapping[str, Failure] = {
    "none": Failure((), 200, "", 0),
    "the key refused and quoted": Failure(("model",), 401, "bad key {key}", 2),
    "the request refused, key quoted": Failure(("model",), 400, "what is {key}?", 1),
    "no chat completion, key quoted": Failure(("model",), 200, "{key}", 1),
    "sources away": Failure(("page", "api"), 503, "", 3),
    "sources unreadable": Failure(("page", "api"), 200, "null", 3),
    "sources refuse": Failure(("page", "api", "arxiv"), 403, "no", 3),
    "arXiv says nothing": Failure(
        ("arxiv",), 200, "<feed xmlns='http://www.w3.org/2005/Atom'/>", 0
    ),
}


def trials(random: Random, full: bool) -> Iterator[Trial]:
    """Each failure plainly and, where there is one, with `--debug`; keys and passwords differ."""
    for name, failure in FAILURES.items():
        ways = (False, True) if full and failure.code else (False,)
        yield Trial(f"secrets: {name}", leak(failure, ways), tries=len(ways))
    yield Trial("secrets: database away", database_away)


def leak(failure: Failure, ways: Sequence[bool]) -> Callable[[Harness], Outcome]:
    """Runs that fail, with `--debug` or without, and a search for the secrets in all they leave."""

    def trial(harness: Harness) -> Outcome:
        with harness.world() as world:
            wrong = [said for debug in ways for said in _leaks(harness, world, failure, debug)]
            return finish(harness, world, wrong)

    return trial


def _leaks(harness: Harness, world: World, failure: Failure, debug: bool) -> Iterator[str]:
    key, password = f"sk-{uuid4().hex}", uuid4().hex
    world.environment["OPENAI_API_KEY"] = key
    for name in ("NONMUN_HF_URL", "NONMUN_ARXIV_URL", "OPENAI_BASE_URL"):
        address = world.environment[name].rpartition("@")[2].removeprefix("http://")
        world.environment[name] = f"http://me:{password}@{address}"
    world.spoil(lambda asked: _spoiled(failure, asked, key))
    ended = world.run(*(["--debug"] if debug else []), "daily", "--date", world.day)
    if ended.code not in (failure.code, 1):
        yield f"exit code {ended.code}"
    yield from () if debug else ended.wrong(failure.code)
    for place in _found(harness, world, (key, password)):
        yield f"leaked{' with --debug' if debug else ''}: {place}"


def _spoiled(failure: Failure, asked: RequestInfo, key: str) -> Fault | ModelReply | None:
    if asked.kind not in failure.kinds:
        return None
    said = failure.body.format(key=key)
    body = json.dumps({"error": {"message": said}, "choices": said})
    return Fault(status=failure.status, headers=JSON, body=body if asked.kind == "model" else said)


def database_away(harness: Harness) -> Outcome:
    """A PostgreSQL server that is not there, with a password in its address."""
    password = uuid4().hex
    address = f"postgresql+psycopg://me:{password}@127.0.0.1:9/nonmun"
    with harness.world() as world:
        right, name = world.environment["NONMUN_DATABASE_URL"], "NONMUN_DATABASE_URL"
        world.environment[name] = address
        wrong = [*world.run().wrong(3, says="database")]
        wrong += [f"leaked: {place}" for place in _found(harness, world, (password,))]
        world.environment[name] = right
        return finish(harness, world, wrong)


def _found(harness: Harness, world: World, secrets: tuple[str, ...]) -> Iterator[str]:
    """Where one of the secrets is: in what the run left, and in all that Prefect keeps."""
    for folder in (world.folder, harness.prefect_home):
        for path in folder.rglob("*"):
            data = path.read_bytes() if path.is_file() else b""
            if any(secret.encode() in data for secret in secrets):
                yield str(path.relative_to(folder.parent))
    dump = harness.prefect_dump()
    if any(secret.encode() in dump for secret in secrets):
        yield "Prefect's database"
