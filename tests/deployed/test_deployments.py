"""What the bootstrap puts on a server, as the UI and the command line see it."""

from typing import Any

import pytest

from tests.deployed.driver import Driver

pytestmark = [pytest.mark.deployed, pytest.mark.timeout(400), pytest.mark.xdist_group("deployed")]

NAMES = {"daily/kst-0900", "backfill/manual", "backfill/chunk", "republish/manual"}
DATE = {"type": "string", "format": "date"}


def test_a_second_bootstrap_finds_all_as_it_should_be_and_makes_nothing_twice(
    machine: Driver,
) -> None:
    before = machine.filter("automations")
    lines = machine.bootstrap()
    assert lines[-1] == "All is as it should be."
    assert {line.rpartition(": ")[2] for line in lines[:-1]} == {"as it should be"}
    assert [pool["name"] for pool in machine.filter("work_pools")] == ["nonmun"]
    assert len(machine.filter("deployments")) == len(NAMES)
    assert machine.filter("automations") == before
    assert len({automation["name"] for automation in before}) == len(before) == 4


def test_what_differs_is_changed_but_a_schedule_stays_off_and_a_lost_channel_is_forgotten(
    machine: Driver,
) -> None:
    machine.change("daily/kst-0900", {"parameters": {"force": True}, "tags": []})
    machine.switch_schedule("daily/kst-0900", active=False)
    lines = machine.bootstrap(NONMUN_NOTIFY_URL="")
    assert not machine.deployment("daily/kst-0900")["schedules"][0]["active"]
    machine.switch_schedule("daily/kst-0900", active=True)
    assert [line for line in lines if line.endswith(": changed")] == [
        "deployment daily/kst-0900: changed"
    ]
    assert machine.deployment("daily/kst-0900")["parameters"] == {}
    assert machine.deployment("daily/kst-0900")["tags"] == ["nonmun"]
    assert sum(line.endswith(": deleted") for line in lines) == 3
    assert len(machine.filter("automations")) == 2
    assert sum(line.endswith(": made") for line in machine.bootstrap()) == 3


def test_inspect_shows_nine_in_the_morning_in_seoul(machine: Driver) -> None:
    said = machine.run_command(["-m", "prefect", "deployment", "inspect", "daily/kst-0900"])
    assert "'cron': '0 9 * * *'" in said
    assert "'timezone': 'Asia/Seoul'" in said


def test_the_schedule_plans_the_next_mornings_at_midnight_utc(machine: Driver) -> None:
    daily = machine.deployment("daily/kst-0900")["id"]

    def planned() -> list[str]:
        states = {"state": {"type": {"any_": ["SCHEDULED"]}}, "deployment_id": {"any_": [daily]}}
        return [run["expected_start_time"] for run in machine.filter("flow_runs", flow_runs=states)]

    machine.wait(lambda: len(planned()) >= 3)
    assert {moment[10:19] for moment in planned()} == {"T00:00:00"}


@pytest.mark.parametrize(
    ("name", "limit", "strategy"),
    [
        ("daily/kst-0900", 1, "ENQUEUE"),
        ("backfill/manual", 1, "CANCEL_NEW"),
        ("backfill/chunk", None, None),
        ("republish/manual", None, None),
    ],
)
def test_each_deployment_has_its_limit_and_its_way_of_refusing_more(
    name: str, limit: int | None, strategy: str | None, machine: Driver
) -> None:
    found = machine.deployment(name)
    assert (found["global_concurrency_limit"] or {}).get("limit") == limit
    assert (found["concurrency_options"] or {}).get("collision_strategy") == strategy
    assert found["work_pool_name"] == "nonmun"
    assert bool(found["schedules"]) == (name == "daily/kst-0900")


@pytest.mark.parametrize("name", sorted(NAMES))
def test_every_parameter_has_a_type_and_a_description_and_the_defaults_fit_the_flow(
    name: str, machine: Driver
) -> None:
    from prefect.flows import load_flow_from_entrypoint

    found = machine.deployment(name)
    flow = load_flow_from_entrypoint(found["entrypoint"])
    schema = found["parameter_openapi_schema"]
    assert name.startswith(f"{flow.name}/")
    assert set(schema["properties"]) == set(flow.parameters.properties)
    assert set(found["parameters"]) <= set(schema["properties"])
    assert found["enforce_parameter_schema"]
    for parameter in schema["properties"].values():
        assert parameter.get("type") or parameter["anyOf"]
        assert parameter["description"].endswith(".")


@pytest.mark.parametrize("name", ["backfill/manual", "backfill/chunk"])
def test_the_form_of_a_backfill_has_date_pickers_choices_and_bounds(
    name: str, machine: Driver
) -> None:
    schema = machine.deployment(name)["parameter_openapi_schema"]
    form = schema["properties"]
    assert schema["required"] == ["start", "end"]
    assert _only(form["start"], DATE) == _only(form["end"], DATE) == DATE
    assert form["order"]["enum"] == ["newest first", "oldest first"]
    bounds = {"type": "integer", "minimum": 1, "maximum": 16, "default": 4}
    assert _only(form["days_in_flight"], bounds) == bounds
    bounds = {"type": "integer", "minimum": 1, "maximum": 31, "default": 5}
    assert _only(form["chunk_days"], bounds) == bounds
    assert {"type": "number", "minimum": 0} in form["budget_usd"]["anyOf"]
    assert form["force"]["type"] == form["distributed"]["type"] == "boolean"


def test_the_forms_of_daily_and_republish_have_date_pickers(machine: Driver) -> None:
    daily = machine.deployment("daily/kst-0900")["parameter_openapi_schema"]
    assert DATE in daily["properties"]["day"]["anyOf"]
    assert not daily.get("required")
    republish = machine.deployment("republish/manual")["parameter_openapi_schema"]
    assert republish["required"] == ["start", "end"]
    assert _only(republish["properties"]["start"], DATE) == DATE


def _only(found: dict[str, Any], wanted: dict[str, Any]) -> dict[str, Any]:
    return {key: found.get(key) for key in wanted}
