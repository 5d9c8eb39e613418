"""Runs a worker whose end loses nothing: `python -m deployments.worker`, for further machines.

Prefect's own worker, when it is told to end, leaves its runs in the middle of a call. This one
lets them finish the calls in flight first. PREFECT_API_URL names the server; further arguments
go to `prefect worker start`, such as `--limit 2` or `--with-healthcheck`.
"""

import argparse
import os
import sys

from deployments.environment import API_URL, environment
from deployments.supervisor import WORKER, Supervisor
from tasks.run.errors import NonmunError


def main() -> None:
    """Run until stopped; exit code 1 when the worker ended by itself."""
    parser = argparse.ArgumentParser(prog="python -m deployments.worker", description=__doc__)
    _, for_prefect = parser.parse_known_args()
    supervisor = Supervisor(
        "machine", environment(os.environ, os.environ.get("PREFECT_API_URL", API_URL))
    )
    try:
        supervisor.run(lambda: supervisor.add("worker", [*WORKER, *for_prefect]))
    except NonmunError as error:
        print(f"nonmun: {error}", file=sys.stderr)
        sys.exit(error.exit_code)


if __name__ == "__main__":
    main()
