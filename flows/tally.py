"""Notes what did not come back from the model, and decides whether a run without it makes sense."""

import logging
from typing import Any

from prefect.futures import PrefectFuture

from tasks.run.errors import ModelUnreachable, NonmunError, PaperError, RunStopped, UsageError
from tasks.text import one_line

log = logging.getLogger(__name__)


class Tally:
    """What was missed and why, and what stops the run."""

    def __init__(self) -> None:
        self.missed: dict[str, str] = {}
        self._stopping: NonmunError | None = None

    def take(self, name: str, future: PrefectFuture[Any]) -> Any | None:
        """The answer of a finished call; None, noted under `name`, when there is none."""
        try:
            answer = future.result()
        except PaperError as error:
            self.missed[name] = str(error)
            return None
        except NonmunError as error:
            self.missed[name] = str(error)
            self._stopping = error
            return None
        except Exception as error:
            log.exception("%s", name)
            self.missed[name] = f"{type(error).__name__}: {one_line(str(error))[:200]}"
            return None
        return answer

    def raise_if_pointless(self, *, has_answers: bool) -> None:
        """Raise what stopped the calls when somebody did, or there is nothing to publish.

        `has_answers` says that the store has some for the day: then what there is is published,
        and a later run asks for the rest. With wrong settings nothing is published.
        """
        wrong_settings = isinstance(self._stopping, UsageError | RunStopped)
        nobody_there = isinstance(self._stopping, ModelUnreachable) and not has_answers
        if self._stopping is not None and (wrong_settings or nobody_there):
            raise self._stopping
