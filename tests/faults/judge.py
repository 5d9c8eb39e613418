"""Holds a disturbed world against the undisturbed one."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

from tests.faults.harness import Harness
from tests.faults.plan import Outcome
from tests.faults.world import DAY, World

TIMES = ("발행 시각", '"published_at"')
EDITION = f"{DAY:%Y}/{DAY}/edition.json"


def finish(harness: Harness, world: World, wrong: Iterable[str] = ()) -> Outcome:
    """Let an undisturbed run follow, and compare what there is then with the undisturbed world.

    `wrong` is what the trial itself has found.
    """
    found = list(wrong)
    world.heal()
    found += world.run().wrong(0)
    return compare(harness, world, found)


def compare(harness: Harness, world: World, wrong: Iterable[str]) -> Outcome:
    """Compare what there is now: enough after a run that has ended as if nothing had been."""
    calm = harness.calm()
    files = world.files()
    found = [*wrong, *_differences(files, calm.files), *_published_twice(world)]
    again = Counter({call: times - 1 for call, times in world.paid().items() if times > 1})
    return Outcome(
        wrong=tuple(found),
        lost=len(_papers(calm.files) - _papers(files)) + len(calm.answers - world.answers()),
        paid_twice=(again - world.in_flight).total(),
        paid_in_flight=(again & world.in_flight).total(),
    )


def _differences(found: dict[str, bytes], wanted: dict[str, bytes]) -> list[str]:
    """What differs but for the times; of a later revision only the content must be the same."""
    if found.keys() != wanted.keys():
        return [f"other files: {sorted(found.keys() ^ wanted.keys())}"]
    if _edition(found)["revision"] > 1:
        same = _content(found) == _content(wanted)
        return [] if same else ["another content"]
    return [
        f"{name}: {one!r} instead of {other!r}"
        for name, data in wanted.items()
        for one, other in zip(found[name].splitlines(), data.splitlines(), strict=False)
        if one != other and not any(word in other.decode("utf-8", "replace") for word in TIMES)
    ][:3]


def _published_twice(world: World) -> Iterator[str]:
    """A revision follows another only if it shows something else."""
    marks = world.rows(
        "SELECT revision, content_sha, rest_sha FROM editions ORDER BY day, revision"
    )
    for (_, *before), (revision, *after) in pairwise(marks):
        if before == after:
            yield f"published twice: revision {revision} shows what the one before showed"


def _content(files: dict[str, bytes]) -> Any:
    edition = _edition(files)
    return edition["papers"], edition["categories"]


def _edition(files: dict[str, bytes]) -> dict[str, Any]:
    edition: dict[str, Any] = json.loads(files.get(EDITION, b'{"papers": [], "revision": 0}'))
    return edition


def _papers(files: dict[str, bytes]) -> set[str]:
    return {row["paper"]["arxiv_id"] for row in _edition(files)["papers"]}
