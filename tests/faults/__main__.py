"""`make faults`: every fault at full size; prints a table, and exits 1 if anything was lost.

`--only WORDS` runs the faults whose name holds the words, `--slice` what CI runs. The seed is
`NONMUN_SEED`.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from random import Random

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from tests.faults.harness import Harness, harness
from tests.faults.plan import SEED, Outcome, Row, Trial, trials

AT_A_TIME = 5
"""On two cores: commands also wait for sources, locks and clocks."""


def tried(trial: Trial, made: Harness) -> Outcome:
    """One trial; a failure of the suite itself counts as not survived."""
    try:
        return trial.run(made)
    except Exception as error:
        return Outcome(wrong=(f"the trial failed: {type(error).__name__}: {error}",))


def run_trials(wanted: list[Trial], made: Harness) -> Iterator[tuple[Trial, Outcome]]:
    """Run the trials, a few at a time; each with its outcome, in the order in which they end.

    They are shuffled: those of one kind would all compute, or all wait, at the same time.
    """
    shuffled = Random(SEED).sample(wanted, len(wanted))
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        under_way = {pool.submit(tried, trial, made): trial for trial in shuffled}
        for future in as_completed(under_way):
            yield under_way[future], future.result()


def run_all(wanted: list[Trial], console: Console) -> list[Row]:
    """Run the trials and say what goes wrong; the rows are in the order of the trials."""
    rows = {trial.fault: Row(trial.fault) for trial in wanted}
    with (
        tempfile.TemporaryDirectory(prefix="nonmun-faults-") as folder,
        harness(Path(folder)) as made,
        Progress(console=console) as progress,
    ):
        bar = progress.add_task("faults", total=len(wanted))
        for trial, outcome in run_trials(wanted, made):
            rows[trial.fault].add(trial, outcome)
            progress.advance(bar)
            for wrong in outcome.wrong:
                progress.console.print(f"{trial.fault}: {wrong}", markup=False, highlight=False)
    return list(rows.values())


def table_of(rows: list[Row]) -> Table:
    """The rows, and their sum."""
    table = Table(title=f"seed {SEED}")
    table.add_column("fault")
    for name in ("tried", "survived", "lost", "paid twice", "in flight"):
        table.add_column(name, justify="right")
    total = Row("all")
    for row in rows:
        total.tried += row.tried
        total.survived += row.survived
        total.lost += row.lost
        total.paid_twice += row.paid_twice
        total.paid_in_flight += row.paid_in_flight
    for row in (*rows, total):
        counts = (row.tried, row.survived, row.lost, row.paid_twice, row.paid_in_flight)
        table.add_row(row.fault, *map(str, counts), style=None if row.is_good else "red")
    table.caption = "in flight: calls that a kill cut off, and that were paid again"
    return table


def main() -> int:
    """Run what the arguments say; the exit code."""
    parser = argparse.ArgumentParser(prog="tests.faults", description=__doc__)
    parser.add_argument("--only", default="", help="words in the name of the fault")
    parser.add_argument("--slice", action="store_true", help="the few that CI runs")
    arguments = parser.parse_args()
    wanted = [
        trial
        for trial in trials(SEED, full=not arguments.slice)
        if arguments.only.lower() in trial.fault.lower()
    ]
    console = Console(width=110 if not sys.stdout.isatty() else None)
    rows = run_all(wanted, console)
    console.print(table_of(rows))
    return 0 if rows and all(row.is_good for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
