"""Records the replies of the sources for a range of days; no store, no model."""

import logging
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from flows.progress import progress
from tasks.record import record_day
from tasks.run.errors import DaysFailed, SourceError
from tasks.run.settings import load_settings

log = logging.getLogger(__name__)


def record(days: Sequence[date], folder: Path | None) -> Path:
    """Record each day into the folder, by default that of the settings; returns the folder.

    Raises `DaysFailed` when some could not be recorded, after trying them all.
    """
    settings = load_settings()
    folder = folder or Path(settings.recorded_dir)
    failed = []
    with progress("record", len(days)) as advance:
        for day in days:
            try:
                files = record_day(day, folder, settings)
                log.info("%s: %s", day, ", ".join(path.name for path in files))
            except SourceError as error:
                log.error("%s: %s", day, error)
                failed.append(str(day))
            advance()
    if failed:
        raise DaysFailed(f"Not recorded: {', '.join(failed)}. Run the same again later.")
    return folder
