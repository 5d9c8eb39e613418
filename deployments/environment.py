"""What the server and the worker of one machine find in their environment."""

import os
from collections.abc import Mapping

from deployments.steps import ROOT

API_URL = "http://127.0.0.1:4200/api"
"""Where Prefect's commands look for a server when nothing is said."""

RETENTION_DAYS = 90
"""How long the server keeps ended runs with their logs. Editions and answers are not its own."""

DEFAULTS = {
    # Beside nonmun's own store, so that one folder is to be backed up.
    "PREFECT_HOME": str(ROOT / "data" / "prefect"),
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(RETENTION_DAYS * 24 * 3600),
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    # SQLite has one writer at a time; on a busy machine ten seconds, the default, are too few.
    "PREFECT_SERVER_DATABASE_TIMEOUT": "60",
    # Lines outside a run, such as those of a first import, belong to no run.
    "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
    "PREFECT_LOGGING_COLORS": "false",
}


def environment(given: Mapping[str, str], api_url: str) -> dict[str, str]:
    """The environment of a child process; what the user has set stays.

    Runs must use the code of this folder, whichever copy of the project is installed.
    """
    paths = [str(ROOT), *filter(None, [given.get("PYTHONPATH")])]
    return {
        **DEFAULTS,
        **given,
        "PREFECT_API_URL": api_url,
        "PYTHONPATH": os.pathsep.join(paths),
        "PYTHONUNBUFFERED": "1",
    }
