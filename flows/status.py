"""Shows the state of every day of a range."""

import sys
from datetime import date

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from tasks.days.status import LOUD, DayStatus, day_statuses
from tasks.run.settings import load_settings
from tasks.store import open_store
from tasks.text import one_line

COLUMNS = ("day", "state", "rev.", "papers", "reason")
_STYLES = {"missing": "red", "failed": "red", "incomplete": "yellow", "empty": "dim"}


def show_status(start: date, end: date) -> bool:
    """Print the days, as a table on a terminal and as a line each, parted by tabs, elsewhere.

    True when no weekday of the range is missing, failed or incomplete.
    """
    with open_store(load_settings().database_url) as store:
        days = day_statuses(start, end, store.editions(start, end), store.latest_runs(start, end))
    if sys.stdout.isatty():
        Console().print(status_table(days))
    else:
        print(*("\t".join(cells) for cells in (COLUMNS, *map(_cells, days))), sep="\n")
    return not any(day.state in LOUD for day in days)


def status_table(days: tuple[DayStatus, ...]) -> Table:
    """One row a day: state, revision, papers by state, and why it is not done."""
    # Without rich's padding, which is a box around every cell: half the time of three years.
    table = Table(box=SIMPLE_HEAD, padding=0)
    for name in COLUMNS:
        table.add_column(name, no_wrap=name not in ("papers", "reason"))
    for day in days:
        # As plain text: a reason may quote a stranger's brackets, which rich takes for its markup.
        table.add_row(*map(Text, _cells(day)), style=_STYLES.get(day.state))
    return table


def _cells(day: DayStatus) -> tuple[str, ...]:
    return (
        f"{day.day:%Y-%m-%d %a}",
        day.state,
        str(day.edition.revision) if day.edition else "",
        _papers(day.edition.counts) if day.edition else "",
        one_line(day.reason or ""),
    )


def _papers(counts: dict[str, int]) -> str:
    """`14: 12 verified, 2 held`; states without papers are left out."""
    states = ("verified", "trimmed", "extracts", "held")
    told = ", ".join(f"{counts[state]} {state}" for state in states if counts.get(state))
    return f"{counts.get('listed', 0)}: {told}"
