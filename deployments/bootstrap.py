"""Puts on the server what belongs there: work pool, deployments, notifications, automations.

Safe to run at every start: what is missing is made, what differs is changed, and nothing is made
twice.
"""

import argparse
import sys
from collections.abc import Iterator
from uuid import UUID

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.exceptions import PrefectHTTPStatusError
from prefect.settings import PREFECT_API_URL, temporary_settings

from deployments.automations import set_automations
from deployments.channels import set_channels
from deployments.deploying import deploy
from deployments.environment import API_URL
from deployments.notify import load_notify_settings
from deployments.server import POOL, keeps_all_runs, set_work_pool, wait_for_server
from tasks.run.errors import NonmunError
from tasks.text import one_line

WAIT_SECONDS = 60.0


def bootstrap(client: SyncPrefectClient) -> Iterator[tuple[str, str]]:
    """Bring the server up to date; yield what was looked at, and what was done about it.

    What was done is "made", "changed" or "deleted", and empty when all was as it should be.
    """
    channels = load_notify_settings().channels()
    yield f"work pool {POOL}", set_work_pool(client)
    for name, done in deploy(client):
        yield f"deployment {name}", done
    blocks: dict[str, UUID] = {}
    for name, block, done in set_channels(client, channels):
        if block is not None:
            blocks[name] = block
        yield f"notification channel {name}", done
    for name, done in set_automations(client, blocks):
        yield f"automation '{name}'", done


def run(wait_seconds: float) -> None:
    """Wait for the server, bring it up to date, and say what was done."""
    with (
        temporary_settings({PREFECT_API_URL: PREFECT_API_URL.value() or API_URL}),
        get_client(sync_client=True) as client,
    ):
        wait_for_server(client, wait_seconds)
        changes = 0
        for what, done in bootstrap(client):
            changes += bool(done)
            print(f"{what}: {done or 'as it should be'}", flush=True)
        if keeps_all_runs(client):
            print(
                "The server keeps every run for ever: set "
                "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED=events,flow_runs where it runs."
            )
    print(f"{changes} changes." if changes else "All is as it should be.")


def main() -> None:
    """Run the command; exit code 2 for wrong settings, 3 without a server, else 1 for an error."""
    parser = argparse.ArgumentParser(prog="deployments.bootstrap", description=__doc__)
    parser.add_argument(
        "--wait",
        type=float,
        default=WAIT_SECONDS,
        metavar="SECONDS",
        help="how long to wait for the server (%(default)s)",
    )
    try:
        run(parser.parse_args().wait)
    except NonmunError as error:
        print(f"nonmun: {error}", file=sys.stderr)
        sys.exit(error.exit_code)
    except PrefectHTTPStatusError as error:
        print(f"nonmun: the server refuses: {one_line(str(error))[:300]}", file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    main()
