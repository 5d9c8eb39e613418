"""`make compose-test`: the whole stack with a played world, a day through the API, and torn down.

Exit code 0 also where no Docker engine is to be had, which is said in one line.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from tests.compose.files import ROOT

PORT = 14200
API = f"http://127.0.0.1:{PORT}/api"
PROJECT = "nonmun-compose-test"
DAY = "2024-11-22"
FILES = ("docker-compose.yml", "tests/compose/world.yml")
RUN_SECONDS = 600.0
ENVIRONMENT = {
    **os.environ,
    "POSTGRES_PASSWORD": "only-for-this-test",
    "NONMUN_UI_PORT": str(PORT),
}


def missing() -> str | None:
    """What is not there that the test needs, in one line."""
    for needed in (["docker", "version"], ["docker", "compose", "version"]):
        try:
            ended = subprocess.run(needed, capture_output=True, text=True, check=False)
        except FileNotFoundError:
            return "docker is not installed"
        if ended.returncode:
            said = (ended.stderr or ended.stdout).strip().splitlines()
            return f"`{' '.join(needed)}` says: {said[-1] if said else 'nothing'}"
    return None


def compose(*arguments: str) -> str:
    """Run docker compose on the stack; raises `CalledProcessError`."""
    files = [word for name in FILES for word in ("--file", name)]
    command = ["docker", "compose", "--project-name", PROJECT, *files, *arguments]
    ended = subprocess.run(
        command, cwd=ROOT, env=ENVIRONMENT, stdout=subprocess.PIPE, text=True, check=True
    )
    return ended.stdout


@contextmanager
def stack() -> Iterator[None]:
    """All services up and healthy; nothing is left of them afterwards."""
    try:
        compose("up", "--detach", "--build", "--wait", "world", "worker")
        yield
    finally:
        compose("down", "--volumes", "--timeout", "90")


def publish_a_day() -> str:
    """Have the day published through the API; the state in which its run ended."""
    with httpx.Client(base_url=API, timeout=60) as client:
        found = client.get("/deployments/name/daily/kst-0900").raise_for_status().json()
        asked = {"parameters": {"day": DAY}, "state": {"type": "SCHEDULED"}}
        made = client.post(f"/deployments/{found['id']}/create_flow_run", json=asked)
        run = made.raise_for_status().json()["id"]
        deadline = time.monotonic() + RUN_SECONDS
        while time.monotonic() < deadline:
            state = client.get(f"/flow_runs/{run}").raise_for_status().json()["state"]
            if state["type"] in ("COMPLETED", "FAILED", "CRASHED", "CANCELLED"):
                return f"{state['name']}: {state['message']}"
            time.sleep(2)
    return f"not ended within {RUN_SECONDS:.0f} seconds"


def main() -> int:
    """Run the test; what it found is printed."""
    if lacking := missing():
        print(f"compose-test needs a Docker engine with compose, and did not run: {lacking}.")
        return 0
    with stack():
        ended = publish_a_day()
        print(f"the run of {DAY} ended {ended}")
        listed = compose("exec", "worker", "ls", f"/data/editions/2024/{DAY}")
        print(listed)
        is_whole = ended.startswith("Completed") and f"paper_{DAY}.png" in listed
        compose("stop", "--timeout", "90", "worker")
        codes = compose("ps", "--all", "--format", "{{.Service}} {{.ExitCode}}", "worker").split()
    print(f"the worker stopped with exit code {codes[-1]}")
    return 0 if is_whole and codes[-1] == "0" else 1


if __name__ == "__main__":
    sys.exit(main())
