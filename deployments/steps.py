"""The step by which a worker finds the project before a run."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
"""The absolute path of the project that this code belongs to."""


def enter_project() -> dict[str, str]:
    """Make the project the working directory, and return it as `directory`.

    Prefect's own step wants the path in the deployment, which would then hold for all machines.
    """
    os.chdir(ROOT)
    return {"directory": str(ROOT)}
