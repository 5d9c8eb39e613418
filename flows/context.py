"""What the steps of a run share: settings, store and model, opened once."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tasks.publish import require_writable
from tasks.settings import Settings, load_settings
from tasks.store import Store, open_store

if TYPE_CHECKING:
    from tasks.model import ChatModel

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class RunContext:
    """Settings, the open store, and the model; the model is None for the extractive engine."""

    settings: Settings
    store: Store
    model: "ChatModel | None" = None


@contextmanager
def open_run(*, with_model: bool = True) -> Iterator[RunContext]:
    """Read the settings and open the store and, unless told otherwise, the model.

    Raises `UsageError` for wrong settings and an output folder that cannot be written, before
    anything is read or paid for.
    """
    settings = load_settings()
    require_writable(settings.output_dir)
    model = open_model(settings) if with_model else None
    with open_store(settings.database_url) as store:
        yield RunContext(settings, store, model)


def open_model(settings: Settings) -> "ChatModel | None":
    """The configured model; None for the extractive engine, which is said in the log."""
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
        budget_usd=settings.budget_usd,
    )
