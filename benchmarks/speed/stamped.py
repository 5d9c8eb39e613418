"""`nonmun`, telling when what happened: `python -m benchmarks.speed.stamped FILE COMMAND ...`.

FILE gets the stamps as JSON: seconds since 1970 by name, CPU seconds and the peak of memory. The
command itself is the real one; only the start of Prefect and the body of the flow are wrapped.
"""

import json
import re
import resource
import sys
import time
from collections.abc import Callable
from functools import wraps
from importlib import import_module
from pathlib import Path
from typing import Any

KIBIBYTE = 1024

Stamps = dict[str, float]


def main() -> None:
    """Run the command and write the stamps, however it ends."""
    file, command = Path(sys.argv.pop(1)), sys.argv[1]
    cli: Any = import_module("flows.cli")
    stamps: Stamps = {}
    cli.start_prefect = _with_stamped_body(stamps, command, cli.start_prefect)
    try:
        cli.main()
    finally:
        own = resource.getrusage(resource.RUSAGE_SELF)
        stamps["cpu_seconds"] = own.ru_utime + own.ru_stime
        stamps["peak_bytes"] = peak_bytes()
        file.write_text(json.dumps(stamps))


def peak_bytes() -> int:
    """The most memory that this process has held.

    From Linux's VmHWM: `ru_maxrss` outlives exec, so it would be that of the benchmark which
    started this process, where that one is larger (`exec_mmap` in Linux's fs/exec.c).
    """
    status = Path("/proc/self/status").read_text("ascii")
    (kibibytes,) = re.findall(r"^VmHWM:\s+(\d+) kB$", status, re.MULTILINE)
    return int(kibibytes) * KIBIBYTE


def _with_stamped_body(
    stamps: Stamps, flow_name: str, start_prefect: Callable[..., None]
) -> Callable[..., None]:
    """`start_prefect`, which also imports the flow, and then the wrapping of the flow's body."""

    def started(module: str, *arguments: Any) -> None:
        _stamped(stamps, "start", start_prefect)(module, *arguments)
        flow = getattr(import_module(module), flow_name)
        flow.fn = _stamped(stamps, "body", flow.fn)

    return started


def _stamped(stamps: Stamps, name: str, work: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(work)
    def timed(*arguments: Any, **options: Any) -> Any:
        stamps[f"{name}_begins"] = time.time()
        try:
            return work(*arguments, **options)
        finally:
            stamps[f"{name}_ends"] = time.time()

    return timed


if __name__ == "__main__":
    main()
