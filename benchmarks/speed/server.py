"""The sample server, for runs in processes of their own: it takes no time from their threads."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

from benchmarks.speed.floor import Call
from sample.server import SampleApp, ServerAddress, serve
from sample.standin import honest_responder

MODEL = "stand-in"


class PlayedServer:
    """A running server: where it is, how late its model answers, and which calls it got."""

    def __init__(self, app: SampleApp, at: ServerAddress) -> None:
        self._app = app
        self._at = at

    def answer_after(self, seconds: float) -> None:
        """Let the model take so long for each answer; forget the calls so far."""
        self._app.traffic.requests.clear()
        self._app.traffic.latency_seconds["model"] = seconds

    def calls(self) -> Counter[Call]:
        """The model's calls since then: how many of each stage and attempt."""
        return Counter(
            Call(asked.stage or "", asked.attempt or 1)
            for asked in list(self._app.traffic.requests)
            if asked.kind == "model"
        )

    def settings(self) -> dict[str, str]:
        """The environment variables that lead a run here."""
        return {
            "NONMUN_HF_URL": self._at.hf_url,
            "NONMUN_ARXIV_URL": self._at.arxiv_url,
            "NONMUN_ARXIV_DELAY_SECONDS": "0",
            "NONMUN_ENGINE": "openai",
            "NONMUN_MODEL": MODEL,
            "OPENAI_BASE_URL": self._at.openai_base_url,
            "NONMUN_REVIEW": "off",
            "OPENAI_API_KEY": "bench",
        }


@contextmanager
def played(days: Mapping[date, Sequence[dict[str, Any]]]) -> Iterator[PlayedServer]:
    """Play the three sources for these days until the block ends."""
    app = SampleApp(days, honest_responder)
    with serve(app) as at:
        yield PlayedServer(app, at)
