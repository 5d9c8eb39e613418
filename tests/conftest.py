"""Fixtures that many suites share: a running sample server, and the real data beside the project.

A test that needs real lists asks for `recorded_days`, one that needs the labelled texts for
`shared_data`; it is skipped, saying so, where there are none.
"""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from sample.model import ModelReply, Responder
from sample.server import SampleApp, ServerAddress, days_in, serve

pytest_plugins = ["tests.postgres"]

# Two cores may be busy with other tests: slowness of an example says nothing here.
settings.register_profile("nonmun", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("nonmun")

SHARED_DATA = Path(__file__).resolve().parents[1].parent / "shared" / "data"


@dataclass(frozen=True)
class Sample:
    """A running sample server: its address, and the app whose parts a test may exchange."""

    app: SampleApp
    at: ServerAddress


def unasked(_: object) -> ModelReply:
    """The model of tests that must not need one."""
    return ModelReply(refusal="이 시험은 모델을 부르지 않습니다.")


@pytest.fixture
def sample() -> Iterator[Callable[..., Sample]]:
    """Starts sample servers, `sample(days, respond=…, facts=…, today=…)`, until the test ends."""
    with ExitStack() as running:

        def start(
            days: Mapping[date, Sequence[dict[str, Any]]],
            respond: Responder = unasked,
            **options: Any,
        ) -> Sample:
            app = SampleApp(days, respond, **options)
            return Sample(app, running.enter_context(serve(app)))

        yield start


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data; skips the test where it is absent."""
    if not SHARED_DATA.is_dir():
        pytest.skip("the real data (../shared/data) is not on this machine")
    return SHARED_DATA


@pytest.fixture(scope="session")
def recorded_days() -> dict[date, list[dict[str, Any]]]:
    """Real lists by day; skips the test, saying how to get some, where there are none.

    Those of NONMUN_RECORDED_DIR, else those of the real data beside the project.
    """
    named = os.environ.get("NONMUN_RECORDED_DIR")
    days = days_in(Path(named) if named else SHARED_DATA / "hf_daily" / "early")
    if not days:
        pytest.skip(
            "no real days here: `nonmun record 2024-11-20 2024-11-25 --to DIR` records some, and "
            "NONMUN_RECORDED_DIR=DIR lets tests read them"
        )
    return days


def item(arxiv_id: str, **paper: Any) -> dict[str, Any]:
    """One list item in the shape of Hugging Face's API; `paper` overrides fields of its paper."""
    fields = {
        "id": arxiv_id,
        "title": f"Paper {arxiv_id}",
        "summary": f"We study {arxiv_id}. It works.",
        "authors": [{"name": "Ada Lee", "hidden": False}, {"name": "Bo Kim", "hidden": False}],
        "upvotes": 5,
        "publishedAt": "2024-11-21T00:00:00.000Z",
        **paper,
    }
    return {"paper": fields, "title": fields["title"], "publishedAt": fields["publishedAt"]}


@pytest.fixture(name="item")
def item_fixture() -> Callable[..., dict[str, Any]]:
    """The maker of list items."""
    return item
