"""What the steps of a run share: settings, store and model, opened once."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from flows.console import let_ordinary_lines_through
from tasks.publish import Output, open_output
from tasks.run.claims import Claims
from tasks.run.errors import NonmunError
from tasks.run.settings import Settings, load_settings
from tasks.store import Store, open_store

if TYPE_CHECKING:
    from tasks.model import ChatModel, Memory

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class RunContext:
    """Settings, the open store, what the run has claimed in it, and where editions go.

    The model is None for the extractive engine, the second reader where it is switched off.
    """

    settings: Settings
    store: Store
    claims: Claims
    output: Output
    model: "ChatModel | None" = None
    reader: "ChatModel | None" = None

    def metered(self) -> "RunContext":
        """The same run, with models that count their calls apart."""
        model = self.model.metered() if self.model else None
        reader = self.reader.metered() if self.reader else None
        return replace(self, model=model, reader=reader)

    def stop(self, error: NonmunError) -> None:
        """Make everything that waits for the model or for another run raise the error."""
        self.claims.stop(error)
        for model in (self.model, self.reader):
            if model is not None:
                model.stop(error)

    @property
    def is_stopped(self) -> bool:
        """True when no day of this run can be asked for any more."""
        return self.model is not None and self.model.stopped is not None


@contextmanager
def open_run(*, with_model: bool = True, budget_usd: float | None = None) -> Iterator[RunContext]:
    """Read the settings and open the store and, unless told otherwise, the model.

    `budget_usd` goes before the budget of the settings.

    Raises `UsageError` for wrong settings and an output folder that cannot be written, before
    anything is read or paid for.
    """
    let_ordinary_lines_through()
    settings = load_settings()
    if budget_usd is not None:
        settings = settings.model_copy(update={"budget_usd": budget_usd})
    output = open_output(settings.output_dir)
    output.require_writable()
    with open_store(settings.database_url) as store, Claims(store) as claims:
        model = open_model(settings, store) if with_model else None
        reader = open_reader(settings, model, store) if model is not None else None
        run = RunContext(settings, store, claims, output, model, reader)
        claims.lost = run.stop
        yield run


def open_model(settings: Settings, memory: "Memory | None" = None) -> "ChatModel | None":
    """The configured model; None for the extractive engine, which is said in the log.

    `memory` is where it is remembered how its server wants to be asked.
    """
    if settings.resolved_engine == "extractive":
        log.warning(
            "Engine extractive: no language model writes, the edition holds extracts. "
            "Set OPENAI_API_KEY or OPENAI_BASE_URL for Korean digests."
        )
        return None
    from tasks.model import ChatModel  # imports LangChain, which takes a second

    return ChatModel(
        settings.model,
        api_key=settings.openai_api_key,
        base_url=settings.openai_base_url,
        timeout_seconds=settings.model_timeout_seconds,
        max_in_flight=settings.concurrency,
        max_tokens=settings.model_max_tokens,
        answer_format=settings.answer_format,
        budget_usd=settings.budget_usd,
        memory=memory,
    )


def open_reader(
    settings: Settings, model: "ChatModel", memory: "Memory | None" = None
) -> "ChatModel | None":
    """The second reader, by default the model and the server of the writer; None when it is off.

    What it spends is the run's: the budget counts both.
    """
    if settings.review == "off":
        return None
    own = (settings.review_model, settings.review_base_url, settings.review_api_key)
    if own == (None, None, None):
        return model.metered()
    from tasks.model import ChatModel

    return ChatModel(
        settings.review_model or settings.model,
        api_key=settings.review_api_key or settings.openai_api_key,
        base_url=settings.review_base_url or settings.openai_base_url,
        timeout_seconds=settings.model_timeout_seconds,
        max_in_flight=settings.concurrency,
        max_tokens=settings.model_max_tokens,
        answer_format=settings.answer_format,
        budget_usd=settings.budget_usd,
        memory=memory,
        spender=model.meter,
    )
