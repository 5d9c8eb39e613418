"""Notes what did not come back from the model, and why."""

import logging
from typing import Any

from prefect.futures import PrefectFuture

from tasks.days.outcome import ends_the_day
from tasks.run.errors import NonmunError, PaperError, RunStopped
from tasks.text import one_line

log = logging.getLogger(__name__)


class Tally:
    """What was missed and why, and what stops the run."""

    def __init__(self) -> None:
        self.missed: dict[str, NonmunError] = {}
        self._stopping: NonmunError | None = None

    def take(self, name: str, future: PrefectFuture[Any], *, is_vital: bool = True) -> Any | None:
        """The answer of a finished call; None, noted under `name`, when there is none.

        What is not vital stops the run only when somebody stopped it.
        """
        try:
            answer = future.result()
        except PaperError as error:
            self.missed[name] = error
            return None
        except NonmunError as error:
            self.missed[name] = error
            if is_vital or isinstance(error, RunStopped):
                self._stopping = error
            return None
        except Exception as error:
            log.exception("%s", name)
            said = one_line(str(error))[:200]
            self.missed[name] = NonmunError(f"{type(error).__name__}: {said}")
            return None
        return answer

    def raise_if_pointless(self, *, has_answers: bool) -> None:
        """Raise what stopped the calls when it leaves nothing to publish for the day."""
        if self._stopping is not None and ends_the_day(self._stopping, has_answers=has_answers):
            raise self._stopping
