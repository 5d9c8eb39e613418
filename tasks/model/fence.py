"""Sets untrusted text apart in a prompt, so that it cannot pass for an instruction.

The marker carries a hash of the text itself: a text cannot hold the marker that will fence it.
Every value is reduced to one line without invisible characters, so it cannot start a line of
its own either.
"""

from collections.abc import Iterable

from tasks.records import sha256_hex
from tasks.text import one_line


def fence(lines: Iterable[str]) -> str:
    """The lines between two marker lines: `<<<DATA 1f3a…` and `DATA 1f3a…>>>`."""
    body = "\n".join(one_line(line) for line in lines)
    mark = f"DATA {sha256_hex(body)[:12]}"
    return f"<<<{mark}\n{body}\n{mark}>>>"
