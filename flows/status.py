"""Shows the state of every day of a range as a table."""

import sys
from datetime import date

from rich.console import Console
from rich.table import Table
from rich.text import Text

from tasks.settings import load_settings
from tasks.status import LOUD, DayStatus, day_statuses
from tasks.store import open_store

ENDLESS = 10_000
_STYLES = {"missing": "red", "failed": "red", "incomplete": "yellow", "empty": "dim"}


def show_status(start: date, end: date) -> bool:
    """Print the table; True when no weekday of the range is missing, failed or incomplete."""
    with open_store(load_settings().database_url) as store:
        days = day_statuses(start, end, store.editions(start, end), store.latest_runs(start, end))
    # Only a terminal has an edge: what reads a pipe wants a day on a line.
    console = Console(width=None if sys.stdout.isatty() else ENDLESS)
    console.print(status_table(days))
    return not any(day.state in LOUD for day in days)


def status_table(days: tuple[DayStatus, ...]) -> Table:
    """One row a day: state, revision, papers by state, and why it is not done."""
    # Spaces of our own: rich's padding is a box around every cell, half the time of three years.
    table = Table(padding=0)
    for name in ("day", "state", "rev."):
        table.add_column(f" {name} ", no_wrap=True)
    table.add_column(" papers ")
    table.add_column(" reason ")
    for day in days:
        cells = (
            f"{day.day:%Y-%m-%d %a}",
            day.state,
            str(day.edition.revision) if day.edition else "",
            _papers(day.edition.counts) if day.edition else "",
            day.reason or "",
        )
        # As plain text: a reason may quote a stranger's brackets, which rich takes for its markup.
        table.add_row(*(Text(f" {cell} ") for cell in cells), style=_STYLES.get(day.state))
    return table


def _papers(counts: dict[str, int]) -> str:
    """`14: 12 verified, 2 held`; states without papers are left out."""
    states = ("verified", "trimmed", "extracts", "held")
    told = ", ".join(f"{counts[state]} {state}" for state in states if counts.get(state))
    return f"{counts.get('listed', 0)}: {told}"
