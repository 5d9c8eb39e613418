"""Counts what came back from the model, and decides whether a run without it makes sense."""

from typing import Any

from prefect.futures import PrefectFuture

from tasks.errors import ModelUnreachable, NonmunError, PaperError, UsageError


class Tally:
    """How many calls were answered, what was missed and why, and what stops the run."""

    def __init__(self) -> None:
        self.answered = 0
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
        self.answered += 1
        return answer

    def raise_if_pointless(self) -> None:
        """Raise what stopped the calls when the settings are wrong or nobody ever answered.

        What was answered before is in the store by then; a later run goes on from there.
        """
        wrong_settings = isinstance(self._stopping, UsageError)
        nobody_there = isinstance(self._stopping, ModelUnreachable) and not self.answered
        if self._stopping is not None and (wrong_settings or nobody_there):
            raise self._stopping
