"""Editions on disk: `YYYY/YYYY-MM-DD/` and `README.md`, each changed as a whole or not at all.

A new edition is written beside the old one and swapped in by two renames. What a crash leaves
behind (`.DAY.new`, `.DAY.old`) is put right before the next write: an old edition without its
successor comes back, the rest is deleted. A lock file lets one process write at a time.
"""

import fcntl
import logging
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from tasks.errors import UsageError
from tasks.publish.render import png_name
from tasks.records import Record

log = logging.getLogger(__name__)

INDEX_NAME = "README.md"
CHART_PAGE_NAME = "chart.html"


class Written(Record):
    """What writing did: `path` is the edition's folder or the file."""

    changed: bool
    path: Path


def edition_folder(folder: Path, day: date) -> Path:
    """Where a day's edition lives under the output folder."""
    return folder / f"{day:%Y}" / str(day)


def existing_png(folder: Path, day: date, chart_html: str) -> bytes | None:
    """The day's picture on disk if it is still right, that is, if the chart's page is the same.

    The page is a pure function of what the chart shows and of Plotly's version.
    """
    edition = edition_folder(folder, day)
    try:
        same = (edition / CHART_PAGE_NAME).read_bytes() == chart_html.encode()
        return (edition / png_name(day)).read_bytes() if same else None
    except OSError:
        return None


def write_edition(folder: Path, day: date, files: Mapping[str, bytes]) -> Written:
    """Make the day's folder hold exactly `files` (name → bytes); untouched if it already does.

    Raises `UsageError` when the output folder cannot be written.
    """
    target = edition_folder(folder, day)
    with _writing(folder):
        _heal(folder)
        if _content(target) == dict(files):
            return Written(changed=False, path=target)
        try:
            _swap(target, files)
        finally:
            _heal(folder)
    return Written(changed=True, path=target)


def write_index(folder: Path, text: str) -> Written:
    """Replace the index atomically; untouched if it already reads so.

    Raises `UsageError` when the output folder cannot be written.
    """
    target, data = folder / INDEX_NAME, text.encode()
    with _writing(folder):
        if target.is_file() and target.read_bytes() == data:
            return Written(changed=False, path=target)
        fresh = folder / f".{INDEX_NAME}.new"
        _write(fresh, data)
        fresh.replace(target)
        _sync(folder)
    return Written(changed=True, path=target)


def require_writable(folder: Path) -> None:
    """Raise `UsageError` when the output folder cannot be written: better now than after paying."""
    with _writing(folder):
        pass


@contextmanager
def day_lock(folder: Path, day: date) -> Iterator[None]:
    """Let one process at a time work on a day; another waits, and then finds the work done.

    Raises `UsageError` when the output folder cannot be written.
    """
    require_writable(folder)
    with (folder / f".{day}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            log.info("%s: another run is working on this day, waiting for it", day)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    """Hold the folder's lock; any failure of the file system becomes a `UsageError`."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
    except OSError as error:
        raise UsageError(
            f"Cannot write under {folder} ({error.strerror or error}): free it, or set "
            "NONMUN_OUTPUT_DIR to a folder that can be written."
        ) from error


def _content(target: Path) -> dict[str, bytes] | None:
    """The folder's files; None when it is absent, or holds something that is not a file."""
    if not target.is_dir():
        return None
    entries = list(target.iterdir())
    if not all(entry.is_file() for entry in entries):
        return None
    return {entry.name: entry.read_bytes() for entry in entries}


def _swap(target: Path, files: Mapping[str, bytes]) -> None:
    fresh, stale = (target.with_name(f".{target.name}.{kind}") for kind in ("new", "old"))
    fresh.mkdir(parents=True)
    for name, data in files.items():
        _write(fresh / name, data)
    _sync(fresh)
    if target.exists():
        target.rename(stale)
    fresh.rename(target)
    _sync(target.parent)


def _heal(folder: Path) -> None:
    for stale in folder.glob("????/.????-??-??.old"):
        target = stale.with_name(stale.name[1:].removesuffix(".old"))
        if target.exists():
            shutil.rmtree(stale)
        else:
            stale.rename(target)
    for fresh in folder.glob("????/.????-??-??.new"):
        shutil.rmtree(fresh)


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    """Make the folder's entries themselves survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
