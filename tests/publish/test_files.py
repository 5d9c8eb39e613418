"""Editions on disk: all or nothing, and nothing when nothing changed."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from tasks.chart import category_chart, chart_html
from tasks.errors import UsageError
from tasks.publish import (
    edition_files,
    edition_folder,
    existing_png,
    publish_edition,
    write_edition,
    write_index,
)
from tasks.publish import files as files_module
from tasks.records import Edition

DAY = date(2024, 11, 22)
OLD = {"cards.md": b"old", "paper_2024-11-22.png": b"old picture"}
NEW = {"cards.md": b"new"}


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in edition_folder(folder, DAY).iterdir()}


def visible(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_dir())


def test_an_edition_lies_under_its_year_and_day(tmp_path: Path) -> None:
    written = write_edition(tmp_path / "editions", DAY, OLD)
    assert written.changed
    assert written.path == tmp_path / "editions/2024/2024-11-22"
    assert content(tmp_path / "editions") == OLD


def test_equal_files_are_not_touched(tmp_path: Path) -> None:
    path = write_edition(tmp_path, DAY, OLD).path
    before = [
        (entry.name, entry.stat().st_ino, entry.stat().st_mtime_ns) for entry in path.iterdir()
    ]
    assert not write_edition(tmp_path, DAY, dict(OLD)).changed
    after = [
        (entry.name, entry.stat().st_ino, entry.stat().st_mtime_ns) for entry in path.iterdir()
    ]
    assert after == before


def test_a_revision_leaves_no_file_of_the_older_one(tmp_path: Path) -> None:
    write_edition(tmp_path, DAY, OLD)
    assert write_edition(tmp_path, DAY, NEW).changed
    assert content(tmp_path) == NEW
    assert visible(tmp_path) == ["2024", "2024/2024-11-22"]


def crash(*_: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("step", ["_write", "_sync"])
def test_a_crash_while_writing_keeps_the_old_edition(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    write_edition(tmp_path, DAY, OLD)
    with monkeypatch.context() as patch:
        patch.setattr(files_module, step, crash)
        patch.setattr(files_module, "_heal", lambda _: None)  # as if the power had gone
        with pytest.raises(KeyboardInterrupt):
            write_edition(tmp_path, DAY, NEW)
    assert content(tmp_path) == OLD
    write_edition(tmp_path, date(2024, 11, 25), NEW)
    assert visible(tmp_path) == ["2024", "2024/2024-11-22", "2024/2024-11-25"]


def test_a_crash_between_the_renames_brings_the_old_edition_back(tmp_path: Path) -> None:
    old = write_edition(tmp_path, DAY, OLD).path
    old.rename(old.with_name(".2024-11-22.old"))
    old.with_name(".2024-11-22.new").mkdir()
    write_edition(tmp_path, date(2024, 11, 25), NEW)
    assert content(tmp_path) == OLD
    assert visible(tmp_path) == ["2024", "2024/2024-11-22", "2024/2024-11-25"]


def test_a_failed_rename_brings_the_old_edition_back_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_edition(tmp_path, DAY, OLD)
    rename: Callable[[Path, Path], Path] = Path.rename

    def refuse_new(self: Path, target: Path) -> Path:
        if self.name.endswith(".new"):
            raise OSError(28, "No space left on device")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse_new)
    with pytest.raises(UsageError, match="No space left"):
        write_edition(tmp_path, DAY, NEW)
    assert content(tmp_path) == OLD
    assert visible(tmp_path) == ["2024", "2024/2024-11-22"]


def test_writers_of_the_same_day_take_turns(tmp_path: Path) -> None:
    editions = [{"cards.md": bytes([65 + number]) * 1000, f"{number}": b""} for number in range(8)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda files: write_edition(tmp_path, DAY, files), editions))
    assert content(tmp_path) in editions


def test_a_folder_that_cannot_be_written_is_a_wrong_setting(tmp_path: Path) -> None:
    (tmp_path / "editions").write_text("a file in the way")
    for write in (
        lambda: write_edition(tmp_path / "editions", DAY, NEW),
        lambda: write_index(tmp_path / "editions", "text"),
    ):
        with pytest.raises(UsageError, match="NONMUN_OUTPUT_DIR") as caught:
            write()
        assert "\n" not in str(caught.value)


def test_the_index_is_replaced_only_when_it_changed(tmp_path: Path) -> None:
    assert write_index(tmp_path, "하나").changed
    assert not write_index(tmp_path, "하나").changed
    assert write_index(tmp_path, "둘").changed
    assert (tmp_path / "README.md").read_text() == "둘"
    assert sorted(os.listdir(tmp_path)) == [".lock", "README.md"]  # noqa: PTH208


def test_the_picture_is_kept_while_the_page_is_the_same(tmp_path: Path) -> None:
    assert existing_png(tmp_path, DAY, "page") is None
    write_edition(tmp_path, DAY, {"chart.html": b"page", "paper_2024-11-22.png": b"png"})
    assert existing_png(tmp_path, DAY, "page") == b"png"
    assert existing_png(tmp_path, DAY, "another page") is None
    write_edition(tmp_path, DAY, {"chart.html": b"page"})
    assert existing_png(tmp_path, DAY, "page") is None


def test_publishing_writes_every_file_of_the_edition(edition: Edition, tmp_path: Path) -> None:
    page = chart_html(category_chart([("agents", 1)], DAY))
    written = publish_edition.fn(edition, page, b"png", tmp_path)
    assert written.changed
    assert set(content(tmp_path)) == {
        *("cards.md", "insights.md", "bulletin.md", "edition.json"),
        *("chart.html", "paper_2024-11-22.png"),
    }
    assert not publish_edition.fn(edition, page, b"png", tmp_path).changed


def test_an_edition_may_not_promise_a_picture_that_is_not_there(edition: Edition) -> None:
    with pytest.raises(ValueError, match="has_chart"):
        edition_files(edition, "page", None)
    bare = edition.model_copy(update={"has_chart": False})
    assert "paper_2024-11-22.png" not in edition_files(bare, "page", None)
