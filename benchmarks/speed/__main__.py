"""Prints the table of docs/performance.md: `python -m benchmarks.speed [GROUP ...]`."""

import argparse
import os
import platform
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.speed.backfill import backfill_rows
from benchmarks.speed.charts import chart_rows
from benchmarks.speed.day import day_rows
from benchmarks.speed.imports import import_rows
from benchmarks.speed.page import write_table
from benchmarks.speed.row import Group, Row, Workplace
from benchmarks.speed.store import store_rows
from benchmarks.speed.tokens import token_rows

GROUPS: dict[str, Group] = {
    "imports": import_rows,
    "tokens": token_rows,
    "charts": chart_rows,
    "store": store_rows,
    "day": day_rows,
    "backfill": backfill_rows,
}
BUSY_LOAD = 0.5


def main() -> int:
    """Measure the groups that are asked for, all by default; 1 when a figure misses its goal."""
    parser = argparse.ArgumentParser(prog="benchmarks.speed", description=__doc__)
    parser.add_argument("groups", nargs="*", metavar="GROUP", help=", ".join(GROUPS))
    parser.add_argument("--into", type=Path, metavar="PAGE", help="put the table there too")
    arguments = parser.parse_args()
    asked = arguments.groups or list(GROUPS)
    if unknown := set(asked) - set(GROUPS):
        parser.error(f"no such group: {', '.join(sorted(unknown))} (there are {', '.join(GROUPS)})")
    if arguments.into and arguments.groups:
        parser.error("a page takes the whole table: leave the groups out")
    console, notes = Console(width=150), Console(stderr=True)
    load = os.getloadavg()[0]
    if load > BUSY_LOAD:
        notes.print(f"This machine is busy (load {load:.1f}): the figures will be too high.")
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="nonmun-bench-") as path:
        workplace = Workplace(Path(path))
        for name in asked:
            notes.print(f"measuring: {name}")
            rows.extend(GROUPS[name](workplace))
    console.print(_table(rows))
    machine = _machine(load)
    console.print(machine)
    if arguments.into:
        write_table(arguments.into, rows, machine)
    return int(any(row.ok is False for row in rows))


def _table(rows: list[Row]) -> Table:
    table = Table(title="Speed and cost, each figure beside its floor")
    for heading in ("", "measured", "floor", "goal", "met"):
        table.add_column(heading, overflow="fold")
    for row in rows:
        met = {True: "yes", False: "[red]no[/red]", None: ""}[row.ok]
        table.add_row(row.name, row.measured, row.floor, row.goal, met)
    return table


def _machine(load: float) -> str:
    memory_gib = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores ({platform.machine()}), {memory_gib:.0f} GiB, "
        f"Python {platform.python_version()}, Prefect {version('prefect')}, "
        f"load {load:.1f} before."
    )


if __name__ == "__main__":
    sys.exit(main())
