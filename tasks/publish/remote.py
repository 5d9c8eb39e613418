"""Editions in a bucket, or in anything else that fsspec can write to.

A bucket cannot rename a folder. So every file is written whole, `edition.json` as the last one:
once it is new, the rest is. Files that the edition no longer has are deleted after it. Whatever a
crash leaves undone in between, the next write of the day compares and puts right.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import date
from itertools import accumulate
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from fsspec.core import url_to_fs

from tasks.outside.masking import masked
from tasks.publish.output import CHART_PAGE_NAME, INDEX_NAME, PNG_END, Written, edition_path
from tasks.publish.render import png_name
from tasks.run.errors import UsageError
from tasks.text import one_line

MARK_NAME = "edition.json"
PROBE_NAME = ".nonmun-can-write"
LONGEST_REASON = 200


class RemoteOutput:
    """An fsspec URL that holds editions.

    Raises `UsageError` when the driver refuses the URL, or connects at once and cannot.
    """

    def __init__(self, location: str) -> None:
        self._shown = masked(location)
        with _failures_told(self._shown):
            self._fs, self._root = url_to_fs(location)

    def where(self, day: date) -> str:
        """Address of the day's folder, without credentials."""
        return self._address(edition_path(day))

    def require_writable(self) -> None:
        """Raise `UsageError` unless a small file can be written and deleted."""
        probe = self._path(PROBE_NAME)
        with self._at_work():
            if not self._fs.exists(self._root):
                self._make_folder(self._root)
            self._put(probe, b"")
            with suppress(FileNotFoundError):  # by another run that tries it now
                self._fs.rm_file(probe)

    def write_edition(self, day: date, files: Mapping[str, bytes]) -> Written:
        """Make the day's folder hold exactly `files`; the mark goes last, deleting comes after."""
        folder = self._path(edition_path(day))
        with self._at_work():
            held = self._held(folder)
            if not held:
                self._make_folder(folder)
            stale = [
                name
                for name in sorted(files, key=_place)
                if not self._holds(f"{folder}/{name}", held.get(name), files[name])
            ]
            surplus = sorted(held.keys() - files.keys())
            for name in stale:
                self._put(f"{folder}/{name}", files[name])
            for name in surplus:
                self._fs.rm_file(f"{folder}/{name}")
        return Written(changed=bool(stale or surplus), where=self.where(day))

    def write_index(self, text: str) -> Written:
        """Replace the index; untouched if it already reads so."""
        path, data = self._path(INDEX_NAME), text.encode()
        with self._at_work():
            same = self._holds(path, self._info(path), data)
            if not same:
                self._put(path, data)
        return Written(changed=not same, where=self._address(INDEX_NAME))

    def write_asset(self, name: str, data: bytes) -> Written:
        """Put a shared file beside the editions, unless one of its size is there."""
        path = self._path(name)
        with self._at_work():
            info = self._info(path)
            same = info is not None and info.get("size") == len(data)
            if not same:
                self._put(path, data)
        return Written(changed=not same, where=self._address(name))

    def existing_png(self, day: date, chart_html: str) -> bytes | None:
        """The day's picture if it is whole and the chart's page is the same, and can be read."""
        folder = self._path(edition_path(day))
        try:
            same = self._fs.cat_file(f"{folder}/{CHART_PAGE_NAME}") == chart_html.encode()
            picture: bytes = self._fs.cat_file(f"{folder}/{png_name(day)}") if same else b""
        # Drivers raise many unrelated types. Each means "draw it"; writing will say what is wrong.
        except Exception:
            return None
        return picture if picture.endswith(PNG_END) else None

    @contextmanager
    def _at_work(self) -> Iterator[None]:
        with _failures_told(self._shown):
            self._fs.invalidate_cache()  # listings of an earlier moment
            yield

    def _path(self, place: str) -> str:
        return f"{self._root.rstrip('/')}/{place}"

    def _address(self, place: str) -> str:
        whole = self._shown if self._shown.endswith("://") else self._shown.rstrip("/") + "/"
        return whole + place

    def _held(self, folder: str) -> dict[str, dict[str, Any]]:
        """What lies below a day's folder: name → fsspec's description.

        Drivers differ in how a path begins, so names are cut off behind the folder's own part.
        """
        mark = "/".join(folder.rsplit("/", 2)[-2:]) + "/"
        found: dict[str, dict[str, Any]] = self._fs.find(folder, detail=True)
        names = {path.rpartition(mark)[2]: info for path, info in found.items() if mark in path}
        return {name: info for name, info in names.items() if name}

    def _info(self, path: str) -> dict[str, Any] | None:
        try:
            info: dict[str, Any] = self._fs.info(path)
        except FileNotFoundError:
            return None
        return info

    def _holds(self, path: str, info: Mapping[str, Any] | None, data: bytes) -> bool:
        if info is None or info.get("size") not in (None, len(data)):
            return False
        return bool(self._fs.cat_file(path) == data)

    def _put(self, path: str, data: bytes) -> None:
        """Write a file whole, from one of the same name: drivers guess its content type by it."""
        with TemporaryDirectory() as folder:
            source = Path(folder) / path.rpartition("/")[2]
            source.write_bytes(data)
            self._fs.put_file(str(source), path)

    def _make_folder(self, folder: str) -> None:
        """Make what is missing of a folder's path, but for its first part.

        Folders mean nothing to a bucket. `makedirs` would make the bucket itself if its name is
        mistyped.
        """
        start = "/" if folder.startswith("/") else ""
        for place in list(accumulate(folder.strip("/").split("/"), "{}/{}".format))[1:]:
            if not self._fs.exists(start + place):
                with suppress(FileExistsError):
                    self._fs.mkdir(start + place, create_parents=False)


@contextmanager
def _failures_told(shown: str) -> Iterator[None]:
    try:
        yield
    # Drivers raise many unrelated types: of the cloud, of HTTP, of the system.
    except Exception as error:
        raise UsageError(
            f"Cannot write to {shown} ({_why(error)}): check the address, the credentials and the "
            "network, or set NONMUN_OUTPUT_DIR to another place."
        ) from error


def _why(error: Exception) -> str:
    text = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return f"{type(error).__name__}: {masked(one_line(text))}"[:LONGEST_REASON].rstrip(": .")


def _place(name: str) -> tuple[int, str]:
    """When a file is written: the page vouches for the picture, and the mark for everything."""
    last = (CHART_PAGE_NAME, MARK_NAME)
    return last.index(name) + 1 if name in last else 0, name
