"""Hugging Face and arXiv that fail, for a moment or for good, and answers of every wrong kind."""

import gzip
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from itertools import count
from pathlib import Path
from random import Random
from subprocess import TimeoutExpired
from typing import Any

from sample.huggingface import render_page
from sample.traffic import Fault, RequestInfo
from tests.faults.harness import Harness
from tests.faults.judge import compare, finish
from tests.faults.nursery import Running
from tests.faults.plan import Outcome, Trial
from tests.faults.world import DAY, usual_items

NEVER_SECONDS = 60.0
MOST_MEGABYTES = 600
"""Of memory for one command: about 300 are Prefect and LangChain, 20 an answer at its bound."""

HTML = {"content-type": "text/html"}
JSON = {"content-type": "application/json"}
GZIP = {**HTML, "content-encoding": "gzip"}

PASSING: Mapping[str, Fault] = {
    "429": Fault(status=429, body="<html>" * 9000),
    "429 with Retry-After": Fault(status=429, headers={"Retry-After": "1"}),
    "429 with ratelimit": Fault(status=429, headers={"ratelimit": '"api";r=0;t=1'}),
    "500": Fault(status=500),
    "502": Fault(status=502),
    "503": Fault(status=503, headers={"Retry-After": "1"}),
    "connection reset": Fault(drop=True),
    "truncated body": Fault(truncate_at=2000),
    "time-out": Fault(delay_seconds=NEVER_SECONDS),
    "slow drip": Fault(drip_seconds=0.2),
    "broken gzip": Fault(status=200, headers=GZIP, body=b"not packed at all"),
}
LASTING: Mapping[str, Fault] = {
    "503": Fault(status=503),
    "connection reset": Fault(drop=True),
    "slow drip": Fault(drip_seconds=0.2),
    "wrong content type": Fault(
        status=200, headers={"content-type": "application/pdf"}, body=b"%PDF-1.7\xff\xfe\x00"
    ),
    "empty answer": Fault(status=200, headers=HTML),
    "another JSON": Fault(status=200, headers=JSON, body='{"error": {"papers": []}}'),
    "redirect loop": Fault(status=302, headers={"location": "?again"}),
    "gzip bomb": Fault(status=200, headers=GZIP, body=gzip.compress(bytes(100_000_000))),
    "page of 100 MB": Fault(status=200, headers=HTML, body=b"<p>" * 100_000, repeat=334),
}
WRONG: tuple[Any, ...] = (None, True, -1, 10**30, 1.5, "", " ", "\0", [], [[]], {}, {"a": [None]})
"""Values that most fields of an item do not expect."""


def trials(random: Random, full: bool) -> Iterator[Trial]:
    """Each fault once, on the kinds of requests that it can meet."""
    for name, fault in PASSING.items():
        yield Trial(f"sources, once: {name}", once(fault))
    for name, fault in LASTING.items():
        page_goes = ((("page", "api"), 3), (("page",), 0))
        yield Trial(f"sources, lasting: {name}", lasting(fault, *page_goes), tries=2)
        if full:
            yield Trial(f"sources, lasting: {name}", lasting(fault, (("arxiv",), 0)))
    broken = random.sample(list(broken_items()), 40 if full else 8)
    yield Trial("wrong types in fields of items", wrong_types(broken), tries=len(broken))
    yield Trial("a million items", a_million_items)


def once(fault: Fault) -> Callable[[Harness], Outcome]:
    """Page and arXiv meet the fault at their first request, and the run does not mind."""

    def trial(harness: Harness) -> Outcome:
        with harness.world() as world:
            world.spoil(
                lambda asked: fault if asked.number == 1 and asked.kind != "model" else None
            )
            return compare(harness, world, world.run().wrong(0))

    return trial


def lasting(fault: Fault, *goes: tuple[tuple[str, ...], int]) -> Callable[[Harness], Outcome]:
    """One run after another, in each of which all requests of some kinds meet the fault.

    Each of `goes` names the kinds and the exit code; memory has its bounds.
    """

    def trial(harness: Harness) -> Outcome:
        with harness.world() as world:
            wrong: list[str] = []
            for kinds, code in goes:
                world.spoil(partial(_meets, fault, kinds))
                process = world.start()
                peak = peak_megabytes(process)
                wrong += world.end(process).wrong(code)
                wrong += [f"{peak:.0f} MB of memory"] if peak > MOST_MEGABYTES else []
            return finish(harness, world, wrong)

    return trial


def _meets(fault: Fault, kinds: tuple[str, ...], asked: RequestInfo) -> Fault | None:
    return fault if asked.kind in kinds else None


def peak_megabytes(process: Running) -> float:
    """Wait for the end of a process; the most memory that it had."""
    peak = 0.0
    while process.poll() is None:
        with suppress(OSError):
            status = Path(f"/proc/{process.pid}/status").read_text()
            peaks = [line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")]
            peak = max([peak, *(int(kilobytes) / 1024 for kilobytes in peaks)])
        with suppress(TimeoutExpired):
            process.wait(0.1)
    return peak


def wrong_types(broken: list[dict[str, Any]]) -> Callable[[Harness], Outcome]:
    """A list with wrong values in fields: what is good is published, what is dropped is named."""

    def trial(harness: Harness) -> Outcome:
        with harness.world([*usual_items(), *broken], NONMUN_CONCURRENCY="16") as world:
            world.traffic.latency_seconds.clear()
            ended = world.run()
            listed = {name for (name,) in world.rows("SELECT arxiv_id FROM listings")}
            wrong = [
                f"{item['paper']['id']} is lost"
                for item in usual_items()
                if (item["paper"]["id"] not in listed)
            ]
            dropped = {id_of(item) for item in broken} - listed - {""}
            wrong += [
                f"{name} is not named"
                for name in dropped
                if f"{name} is left out" not in ended.said
            ]
            is_whole = len(listed) == len(usual_items()) + len(broken)
            wrong += ended.wrong(0 if is_whole else 1, says="not to be read")
            world.lists.days = {DAY: usual_items()}
            return finish(harness, world, wrong)

    return trial


def id_of(item: dict[str, Any]) -> str:
    """The id of a spoiled item; "" when it has none left."""
    paper = item.get("paper")
    found = paper.get("id") if isinstance(paper, dict) else None
    return found if isinstance(found, str) and found.strip("\0 ") else ""


def broken_items() -> Iterator[dict[str, Any]]:
    """An item for each field and wrong value, each with an id of its own."""
    places: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
        "item": lambda item: item,
        "paper": lambda item: item["paper"],  # type: ignore[no-any-return]
        "author": lambda item: item["paper"]["authors"][0],  # type: ignore[no-any-return]
    }
    more = {"paper": ("projectPage", "githubRepo", "withdrawnAt")}
    numbers = count(1)
    for place, inside in places.items():
        for name in (*inside(usual_items()[0]), *more.get(place, ())):
            for value in WRONG:
                item = usual_items()[0]
                item["paper"]["id"] = f"2401.{next(numbers):05d}"
                inside(item)[name] = value
                yield item


def a_million_items(harness: Harness) -> Outcome:
    """The island goes on and on; the API tells what is true."""
    body = render_page(DAY, [*usual_items(), *[0] * 1_000_000])
    page = Fault(status=200, headers=HTML, body=body)
    return lasting(page, (("page",), 0))(harness)
