"""Claims: one claimant at a time holds a name, and only while its lease runs."""

import time
from dataclasses import dataclass, field

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.queries_claims import SWEEP_AFTER_SECONDS
from tasks.store import Store
from tests.store.store_makers import empty, everything, pass_time

ANN, BO = "host-1/7", "host-2/7"
MINUTE, DAY_AND_HOUR = 60.0, SWEEP_AFTER_SECONDS + 3_600.0


def holders(store: Store) -> dict[str, str]:
    """Who is written down for each name, whether the lease still runs or not."""
    return {row["name"]: row["owner"] for row in everything(store)["claims"]}


def test_a_name_that_nobody_holds_is_taken(store: Store) -> None:
    assert store.claim(["a", "b", "a"], ANN, MINUTE) == {"a", "b"}
    assert holders(store) == {"a": ANN, "b": ANN}


def test_a_name_that_another_holds_is_not_taken(store: Store) -> None:
    store.claim(["a", "b"], ANN, MINUTE)
    assert store.claim(["b", "c"], BO, MINUTE) == {"c"}
    assert holders(store) == {"a": ANN, "b": ANN, "c": BO}


def test_an_owner_does_not_take_again_what_it_holds(store: Store) -> None:
    store.claim(["a"], ANN, MINUTE)
    assert store.claim(["a", "b"], ANN, MINUTE) == {"b"}


def test_claiming_again_does_not_prolong_a_lease(store: Store) -> None:
    store.claim(["a"], ANN, MINUTE)
    pass_time(store, 50)
    store.claim(["a"], ANN, MINUTE)
    pass_time(store, 20)
    assert store.claim(["a"], BO, MINUTE) == {"a"}


def test_a_name_is_free_when_its_lease_has_run_out(store: Store) -> None:
    store.claim(["a"], ANN, MINUTE)
    pass_time(store, 50)
    assert store.claim(["a"], BO, MINUTE) == frozenset()
    pass_time(store, 20)
    assert store.claim(["a"], BO, MINUTE) == {"a"}
    assert holders(store) == {"a": BO}


def test_an_owner_takes_again_what_ran_out(store: Store) -> None:
    store.claim(["a"], ANN, MINUTE)
    pass_time(store, 70)
    assert store.claim(["a"], ANN, MINUTE) == {"a"}


def test_nothing_is_claimed_or_released_when_no_name_is_given(store: Store) -> None:
    store.claim(["a"], ANN, MINUTE)
    assert store.claim([], ANN, MINUTE) == frozenset()
    store.release(ANN, [])
    assert holders(store) == {"a": ANN}


def test_renewal_keeps_the_names(store: Store) -> None:
    store.claim(["a", "b"], ANN, MINUTE)
    for _ in range(3):
        pass_time(store, 50)
        assert store.renew(ANN, MINUTE) == {"a", "b"}
        assert store.claim(["a", "b"], BO, MINUTE) == frozenset()


def test_renewal_does_not_touch_what_another_took(store: Store) -> None:
    store.claim(["a", "b"], ANN, MINUTE)
    pass_time(store, 70)
    store.claim(["a"], BO, MINUTE)
    assert store.renew(ANN, 10 * MINUTE) == {"b"}
    pass_time(store, 70)
    assert store.claim(["a", "b"], "third", MINUTE) == {"a"}


def test_a_lease_that_ran_out_is_renewed_when_nobody_took_the_name(store: Store) -> None:
    store.claim(["a"], ANN, MINUTE)
    pass_time(store, 70)
    store.claim(["b"], BO, MINUTE)
    assert store.renew(ANN, MINUTE) == {"a"}
    assert store.claim(["a"], BO, MINUTE) == frozenset()


def test_a_released_name_is_free(store: Store) -> None:
    store.claim(["a", "b"], ANN, MINUTE)
    store.release(ANN, ["a"])
    assert store.claim(["a", "b"], BO, MINUTE) == {"a"}
    assert store.renew(ANN, MINUTE) == {"b"}


def test_nobody_releases_what_another_holds(store: Store) -> None:
    store.claim(["a"], ANN, MINUTE)
    store.release(BO, ["a", "b"])
    assert holders(store) == {"a": ANN}


def test_names_long_dead_are_swept_when_others_are_claimed(store: Store) -> None:
    store.claim(["a"], ANN, MINUTE)
    pass_time(store, DAY_AND_HOUR)
    store.claim(["b"], BO, MINUTE)
    assert holders(store) == {"b": BO}


def test_a_lease_ends_in_seconds_since_1970(store: Store) -> None:
    before = time.time()
    store.claim(["a"], ANN, MINUTE)
    (row,) = everything(store)["claims"]
    # SQLite's clock gives milliseconds; here, both clocks are this machine's.
    assert before - 0.002 <= row["expires_at"] - MINUTE <= time.time() + 0.002


def test_more_names_than_fit_into_one_statement_are_claimed_at_once(store: Store) -> None:
    names = {f"name {number}" for number in range(5_000)}
    assert store.claim(names, ANN, MINUTE) == names
    assert store.claim(names | {"one more"}, BO, MINUTE) == {"one more"}


@dataclass
class Model:
    """Who holds what, and until when. Hours pass as wholes and leases end at half ones."""

    hour: int = 0
    leases: dict[str, tuple[str, float]] = field(default_factory=dict)

    def claim(self, names: frozenset[str], owner: str, hours: float) -> set[str]:
        self.leases = {key: one for key, one in self.leases.items() if one[1] > self.hour - 24}
        free = {key for key in names if self.leases.get(key, ("", 0))[1] <= self.hour}
        self.leases |= dict.fromkeys(free, (owner, self.hour + hours))
        return free

    def renew(self, owner: str, hours: float) -> set[str]:
        held = {key for key, one in self.leases.items() if one[0] == owner}
        self.leases |= dict.fromkeys(held, (owner, self.hour + hours))
        return held

    def release(self, owner: str, names: frozenset[str]) -> None:
        gone = {key for key in names if self.leases.get(key, ("",))[0] == owner}
        self.leases = {key: one for key, one in self.leases.items() if key not in gone}


OWNERS = st.sampled_from([ANN, BO])
NAMES = st.frozensets(st.sampled_from("abc"), min_size=1)
HOURS = st.sampled_from([0.5, 2.5, 30.5])
STEPS = st.one_of(
    st.tuples(st.just("claim"), NAMES, OWNERS, HOURS),
    st.tuples(st.just("renew"), OWNERS, HOURS),
    st.tuples(st.just("release"), OWNERS, NAMES),
    st.tuples(st.just("wait"), st.sampled_from([1, 5, 25])),
)


@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],  # `empty` makes it fresh
)
@given(steps=st.lists(STEPS, max_size=12))
def test_any_sequence_of_claims_gives_what_the_model_says(
    store: Store, steps: list[tuple[str, ...]]
) -> None:
    empty(store)
    model = Model()
    for name, *arguments in steps:
        if name == "wait":
            model.hour += int(arguments[0])
            pass_time(store, int(arguments[0]) * 3_600)
        else:
            seconds = [one * 3_600 if isinstance(one, float) else one for one in arguments]
            assert getattr(store, name)(*seconds) == getattr(model, name)(*arguments)
    assert holders(store) == {key: owner for key, (owner, _) in model.leases.items()}
