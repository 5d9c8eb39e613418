"""Shows the state of every day of a range as a table."""

from datetime import date

from rich.console import Console
from rich.table import Table

from tasks.settings import load_settings
from tasks.status import LOUD, DayStatus, day_statuses
from tasks.store import open_store

_STYLES = {"missing": "red", "failed": "red", "incomplete": "yellow", "empty": "dim"}


def show_status(start: date, end: date) -> bool:
    """Print the table; True when no weekday of the range is missing, failed or incomplete."""
    with open_store(load_settings().database_url) as store:
        days = day_statuses(start, end, store.editions(start, end), store.latest_runs(start, end))
    Console().print(status_table(days))
    return not any(day.state in LOUD for day in days)


def status_table(days: tuple[DayStatus, ...]) -> Table:
    """One row a day: state, revision, how many papers of which state, reason."""
    table = Table(
        "day", "state", "rev.", "papers", "verified", "trimmed", "extracts", "held", "reason"
    )
    for day in days:
        counts = day.edition.counts if day.edition else {}
        names = ("listed", "verified", "trimmed", "extracts", "held")
        table.add_row(
            f"{day.day:%Y-%m-%d %a}",
            day.state,
            str(day.edition.revision) if day.edition else "",
            *(str(counts.get(name, "")) for name in names),
            day.reason or "",
            style=_STYLES.get(day.state),
        )
    return table
