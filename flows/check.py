"""Checks pairs of abstract and Korean text from a file, a verdict a line."""

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from tasks.run.errors import UsageError
from tasks.verify import check_lines


def check_file(path: str, out: TextIO) -> bool:
    """Write one verdict for each line of the file (`-`: standard input); True when all are ok.

    Raises `UsageError` when the file cannot be read.
    """
    all_ok = True
    with _lines(path) as lines:
        for verdict in check_lines(lines):
            all_ok = all_ok and json.loads(verdict)["ok"] is True
            out.write(f"{verdict}\n")
    return all_ok


@contextmanager
def _lines(path: str) -> Iterator[Iterable[str]]:
    if path == "-":
        yield sys.stdin
        return
    try:
        with Path(path).open(encoding="utf-8", errors="replace") as file:
            yield file
    except OSError as error:
        raise UsageError(
            f"{path} cannot be read ({error.strerror}): give a file of JSON lines, or - ."
        ) from None
