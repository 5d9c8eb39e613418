"""What is tried, and how it is counted.

Every chance in the suite comes from one seed (`NONMUN_SEED`), so that a failure can be repeated.
"""

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.faults.harness import Harness

SEED = os.environ.get("NONMUN_SEED", "2024")


@dataclass(frozen=True)
class Outcome:
    """How one trial ended; `wrong` says what did not go as documented."""

    wrong: tuple[str, ...] = ()
    lost: int = 0
    paid_twice: int = 0
    paid_in_flight: int = 0

    @property
    def survived(self) -> bool:
        """True when the run, and an undisturbed one after it where there is one, ended well."""
        return not self.wrong


@dataclass(frozen=True)
class Trial:
    """One try of one fault. `tries` counts the inputs when one trial holds many."""

    fault: str
    run: Callable[["Harness"], Outcome]
    tries: int = 1


@dataclass
class Row:
    """All tries of one fault: a line of the table."""

    fault: str
    tried: int = 0
    survived: int = 0
    lost: int = 0
    paid_twice: int = 0
    paid_in_flight: int = 0

    def add(self, trial: Trial, outcome: Outcome) -> None:
        """Count one trial."""
        self.tried += trial.tries
        self.survived += trial.tries if outcome.survived else 0
        self.lost += outcome.lost
        self.paid_twice += outcome.paid_twice
        self.paid_in_flight += outcome.paid_in_flight

    @property
    def is_good(self) -> bool:
        """True when nothing went wrong."""
        return self.survived == self.tried and not self.lost and not self.paid_twice


def trials(seed: str, *, full: bool) -> list[Trial]:
    """All trials at full size, or a seeded slice: one of each group."""
    from tests.faults import inputs, leaks, leftovers, machine, model, sources

    groups: list[tuple[Callable[[Random, bool], Iterable[Trial]], ...]] = [
        (machine.kills,),
        (machine.trials, leftovers.trials),
        (sources.trials, model.trials),
        (inputs.trials,),
        (leaks.trials,),
    ]
    chosen: list[Trial] = []
    for number, group in enumerate(groups):
        random = Random(f"{seed} {number}")
        made = [trial for make in group for trial in make(random, full)]
        chosen += made if full else random.sample(made, 1)
    return chosen
