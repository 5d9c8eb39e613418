"""Names the process that holds a claim, such that others on its machine can see that it is gone.

The name holds the machine's boot, the process namespace (a container has its own), the process id
and when that process started. Where Linux's /proc is not there, nobody is ever seen to be gone,
and a claim ends with its lease.
"""

import os
from pathlib import Path
from uuid import uuid4

_PROC = Path("/proc")
_START_TIME_FIELD = 22
"""Of /proc/PID/stat, counted from 1: proc(5)."""


def new_owner() -> str:
    """A name for one run of this process."""
    place = _place()
    if place is None:
        return f"elsewhere {uuid4().hex}"
    return f"{place} {os.getpid()} {_started(os.getpid())} {uuid4().hex}"


def is_gone(owner: str) -> bool:
    """True when the owner ran on this machine, and its process has ended."""
    try:
        place, process, started, _ = owner.split(" ")
        return place == _place() and _started(int(process)) != started
    except ValueError:  # a name from where /proc is not there
        return False


def _place() -> str | None:
    """This boot of this machine and this process namespace."""
    try:
        boot = (_PROC / "sys/kernel/random/boot_id").read_text().strip()
        namespace = (_PROC / "self/ns/pid").readlink()
    except OSError:
        return None
    return f"{boot}/{namespace}"


def _started(process: int) -> str | None:
    """When the process started, in ticks since the boot; None when there is no such process."""
    try:
        stat = (_PROC / str(process) / "stat").read_text()
    except OSError:
        return None
    state, *fields = stat.rpartition(")")[2].split()
    if state in ("Z", "X"):
        return None  # dead, and not yet collected by its parent
    return fields[_START_TIME_FIELD - 4]
