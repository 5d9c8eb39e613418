"""A seeded slice of what `make faults` tries: real commands, a real server, a few faults."""

from collections import Counter
from pathlib import Path

import pytest

from tests.faults.__main__ import run_trials
from tests.faults.harness import harness
from tests.faults.plan import SEED, trials

pytestmark = [pytest.mark.flow, pytest.mark.browser, pytest.mark.xdist_group("faults")]


@pytest.mark.timeout(400)  # a minute when the machine has nothing else to do
def test_a_slice_of_all_faults_is_survived_without_loss(tmp_path: Path) -> None:
    wanted = trials(SEED, full=False)
    with harness(tmp_path) as made:
        outcomes = run_trials(wanted, made)
        bad = [
            (trial.fault, outcome)
            for trial, outcome in outcomes
            if outcome.wrong or outcome.lost or outcome.paid_twice
        ]
    assert len({trial.fault for trial in wanted}) >= 5
    assert bad == [], f"NONMUN_SEED={SEED}"


def test_every_plan_of_a_seed_is_the_same_and_kills_a_hundred_times() -> None:
    plans = [[trial.fault for trial in trials("7", full=True)] for _ in range(2)]
    assert plans[0] == plans[1]
    kills = Counter(fault for fault in plans[0] if fault.startswith("SIGKILL"))
    assert kills.total() == 100
    assert min(kills.values()) >= 10
    assert "SIGKILL while publishing" in kills
