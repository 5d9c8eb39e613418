"""Editions in a folder, each changed as a whole or not at all.

A new edition is written beside the old one and swapped in by two renames. What a crash leaves
behind (`.DAY.new`, `.DAY.old`) is put right before the next write: an old edition without its
successor comes back, the rest is deleted. A lock file lets one process write at a time.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from tasks.publish.output import CHART_PAGE_NAME, INDEX_NAME, PNG_END, Written, edition_path
from tasks.publish.render import png_name
from tasks.run.errors import UsageError


class LocalOutput:
    """A folder that holds editions; it is made when something is written."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def where(self, day: date) -> str:
        """Path of the day's folder."""
        return str(self._edition(day))

    def require_writable(self) -> None:
        """Raise `UsageError` when the folder cannot be written."""
        with _writing(self.folder):
            pass

    def write_edition(self, day: date, files: Mapping[str, bytes]) -> Written:
        """Make the day's folder hold exactly `files`, at once; untouched if it already does."""
        target = self._edition(day)
        with _writing(self.folder):
            _heal(target)
            if _content(target) == dict(files):
                return Written(changed=False, where=str(target))
            try:
                _swap(target, files)
            finally:
                _heal(target)
        return Written(changed=True, where=str(target))

    def write_index(self, text: str) -> Written:
        """Replace the index atomically; untouched if it already reads so."""
        target, data = self.folder / INDEX_NAME, text.encode()
        with _writing(self.folder):
            same = target.is_file() and target.read_bytes() == data
            if not same:
                _replace(target, data)
        return Written(changed=not same, where=str(target))

    def write_asset(self, name: str, data: bytes) -> Written:
        """Put a shared file beside the editions atomically, unless one of its size is there."""
        target = self.folder / name
        with _writing(self.folder):
            same = target.is_file() and target.stat().st_size == len(data)
            if not same:
                _replace(target, data)
        return Written(changed=not same, where=str(target))

    def existing_png(self, day: date, chart_html: str) -> bytes | None:
        """The day's picture if it is whole and the chart's page is the same."""
        edition = self._edition(day)
        try:
            same = (edition / CHART_PAGE_NAME).read_bytes() == chart_html.encode()
            picture = (edition / png_name(day)).read_bytes() if same else b""
        except OSError:
            return None
        return picture if picture.endswith(PNG_END) else None

    def _edition(self, day: date) -> Path:
        return self.folder / edition_path(day)


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
    fresh, stale = _beside(target, "new"), _beside(target, "old")
    fresh.mkdir(parents=True)
    for name, data in files.items():
        _write(fresh / name, data)
    _sync(fresh)
    if target.exists():
        target.rename(stale)
    fresh.rename(target)
    _sync(target.parent)


def _heal(target: Path) -> None:
    """Put right what a crash left beside the day; other days may be another machine's work."""
    fresh, stale = _beside(target, "new"), _beside(target, "old")
    if stale.exists() and not target.exists():
        stale.rename(target)
    for left in (stale, fresh):
        if left.is_file() or left.is_symlink():
            left.unlink()  # somebody's file was in the way of the day
        elif left.exists():
            shutil.rmtree(left)


def _beside(target: Path, kind: str) -> Path:
    return target.with_name(f".{target.name}.{kind}")


def _replace(target: Path, data: bytes) -> None:
    fresh = target.with_name(f".{target.name}.new")
    _write(fresh, data)
    fresh.replace(target)
    _sync(target.parent)


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
