"""Editions in a bucket: whole files, the mark last, and nothing written twice."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

import fsspec
import pytest
from fsspec.implementations.local import LocalFileSystem
from fsspec.implementations.memory import MemoryFileSystem

from tasks.chart import category_chart, chart_html
from tasks.publish import open_output, publish_edition
from tasks.publish.output import PNG_END
from tasks.publish.remote import RemoteOutput
from tasks.records import Edition
from tasks.run.errors import UsageError

DAY = date(2024, 11, 22)
ROOT = "/bucket/editions"
PNG = b"whole picture" + PNG_END
FOLDER = f"{ROOT}/2024/2024-11-22"
OLD = {"cards.md": b"old", "edition.json": b"1", "paper_2024-11-22.png": b"old picture"}
NEW = {"edition.json": b"2", "cards.md": b"new", "bulletin.md": b"new"}


class UnsteadyFileSystem(MemoryFileSystem):
    """Objects in memory; notes each change, and refuses when `calls_left` are used up."""

    protocol = "unsteady"
    store: ClassVar[dict[str, Any]] = {}
    pseudo_dirs: ClassVar[list[str]] = [""]
    calls_left = 1000
    changes: ClassVar[list[tuple[str, str]]] = []

    @classmethod
    def _strip_protocol(cls, path: str) -> str:
        return MemoryFileSystem._strip_protocol(path.removeprefix("unsteady://"))

    def put_file(self, lpath: str, rpath: str, **options: Any) -> None:
        self._count("put", rpath)
        super().put_file(lpath, rpath, **options)

    def rm_file(self, path: str) -> None:
        self._count("delete", path)
        super().rm_file(path)

    def _count(self, change: str, path: str) -> None:
        if type(self).calls_left == 0:
            raise ConnectionResetError(104, "Connection reset by peer")
        type(self).calls_left -= 1
        self.changes.append((change, path.rpartition("/")[2]))


class DiskFileSystem(LocalFileSystem):
    """A disk that is reached by URL, with real folders: as SFTP has them."""

    protocol = "disk"

    @classmethod
    def _strip_protocol(cls, path: str) -> str:
        return LocalFileSystem._strip_protocol(str(path).removeprefix("disk://"))


fsspec.register_implementation("unsteady", UnsteadyFileSystem, clobber=True)
fsspec.register_implementation("disk", DiskFileSystem, clobber=True)


@pytest.fixture
def bucket() -> Iterator[type[UnsteadyFileSystem]]:
    yield UnsteadyFileSystem
    UnsteadyFileSystem.store.clear()
    UnsteadyFileSystem.pseudo_dirs[:] = [""]
    UnsteadyFileSystem.changes.clear()
    UnsteadyFileSystem.calls_left = 1000


@pytest.fixture
def output(bucket: type[UnsteadyFileSystem]) -> RemoteOutput:
    return RemoteOutput(f"unsteady:/{ROOT}")


def content(bucket: type[UnsteadyFileSystem], folder: str = FOLDER) -> dict[str, bytes]:
    return {
        path.removeprefix(f"{folder}/"): file.getvalue()
        for path, file in bucket.store.items()
        if path.startswith(f"{folder}/")
    }


def test_an_edition_lies_under_its_year_and_day(
    output: RemoteOutput, bucket: type[UnsteadyFileSystem]
) -> None:
    written = output.write_edition(DAY, OLD)
    assert written.changed
    assert written.where == output.where(DAY) == "unsteady://bucket/editions/2024/2024-11-22"
    assert content(bucket) == OLD


def test_the_mark_is_written_last_and_deleting_comes_after_it(
    output: RemoteOutput, bucket: type[UnsteadyFileSystem]
) -> None:
    output.write_edition(DAY, OLD)
    bucket.changes.clear()
    assert output.write_edition(DAY, NEW).changed
    assert bucket.changes == [
        ("put", "bulletin.md"),
        ("put", "cards.md"),
        ("put", "edition.json"),
        ("delete", "paper_2024-11-22.png"),
    ]
    assert content(bucket) == NEW


def test_equal_files_are_not_written_again(
    output: RemoteOutput, bucket: type[UnsteadyFileSystem]
) -> None:
    output.write_edition(DAY, OLD)
    bucket.changes.clear()
    assert not output.write_edition(DAY, dict(OLD)).changed
    assert output.write_edition(DAY, OLD | {"cards.md": b"dlo"}).changed
    assert bucket.changes == [("put", "cards.md")]


@pytest.mark.parametrize("calls", range(4))
def test_a_crash_at_any_write_is_put_right_by_the_next_one(
    output: RemoteOutput, bucket: type[UnsteadyFileSystem], calls: int
) -> None:
    output.write_edition(DAY, OLD)
    bucket.calls_left = calls
    with pytest.raises(UsageError, match="Connection reset"):
        output.write_edition(DAY, NEW)
    if content(bucket)["edition.json"] == NEW["edition.json"]:
        assert NEW.items() <= content(bucket).items()
    bucket.calls_left = 1000
    assert output.write_edition(DAY, NEW).changed
    assert content(bucket) == NEW


def test_another_day_is_left_alone(output: RemoteOutput, bucket: type[UnsteadyFileSystem]) -> None:
    output.write_edition(DAY, OLD)
    output.write_edition(date(2024, 11, 25), NEW)
    output.write_edition(date(2024, 11, 2), NEW)
    assert content(bucket) == OLD


def test_index_and_shared_files_are_written_only_when_they_changed(
    output: RemoteOutput, bucket: type[UnsteadyFileSystem]
) -> None:
    assert output.write_index("하나").changed
    assert not output.write_index("하나").changed
    assert output.write_index("두울").changed  # as many bytes
    assert output.write_asset("plotly-1.min.js", b"code").changed
    assert not output.write_asset("plotly-1.min.js", b"edoc").changed
    assert output.write_asset("plotly-1.min.js", b"whole code").changed
    assert content(bucket, ROOT) == {
        "README.md": "두울".encode(),
        "plotly-1.min.js": b"whole code",
    }


def test_the_picture_is_kept_while_the_page_is_the_same(output: RemoteOutput) -> None:
    assert output.existing_png(DAY, "page") is None
    output.write_edition(DAY, {"chart.html": b"page", "paper_2024-11-22.png": PNG})
    assert output.existing_png(DAY, "page") == PNG
    assert output.existing_png(DAY, "another page") is None


def test_asking_whether_it_can_be_written_leaves_nothing(
    output: RemoteOutput, bucket: type[UnsteadyFileSystem]
) -> None:
    output.require_writable()
    assert content(bucket, "") == {}


def test_what_cannot_be_written_is_one_line_without_credentials(
    bucket: type[UnsteadyFileSystem],
) -> None:
    bucket.calls_left = 0
    output = RemoteOutput("unsteady://ada:pass/word@bucket/editions")
    for write in (
        output.require_writable,
        lambda: output.write_edition(DAY, NEW),
        lambda: output.write_index("text"),
        lambda: output.write_asset("plotly-1.min.js", b"code"),
    ):
        with pytest.raises(UsageError) as caught:
            write()
        assert str(caught.value) == (
            "Cannot write to unsteady://***@bucket/editions (ConnectionResetError: Connection "
            "reset by peer): check the address, the credentials and the network, or set "
            "NONMUN_OUTPUT_DIR to another place."
        )
    assert output.where(DAY) == "unsteady://***@bucket/editions/2024/2024-11-22"


def test_folders_are_made_where_folders_are_real(tmp_path: Path) -> None:
    output = open_output(f"disk://{tmp_path}/made/editions")
    output.require_writable()
    output.write_edition(DAY, OLD)
    output.write_edition(DAY, NEW)
    folder = tmp_path / "made/editions/2024/2024-11-22"
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == NEW


def test_a_folder_and_a_bucket_hold_the_same_bytes(
    edition: Edition, tmp_path: Path, bucket: type[UnsteadyFileSystem]
) -> None:
    page = chart_html(category_chart([("agents", 1)], DAY))
    for location in (str(tmp_path), "unsteady://"):
        output = open_output(location)
        output.require_writable()
        publish_edition.fn(edition, page, b"png", output)
        output.write_index("차례")
    local = {
        str(path.relative_to(tmp_path)): path.read_bytes()
        for path in tmp_path.rglob("*")
        if path.is_file() and path.name != ".lock"
    }
    assert len(local) == 8
    assert content(bucket, "") == local
