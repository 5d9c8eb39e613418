"""Editions in a folder: all or nothing, and nothing when nothing changed."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from tasks.chart import category_chart, chart_html
from tasks.publish import edition_files, publish_edition
from tasks.publish import local as local_module
from tasks.publish.local import LocalOutput
from tasks.publish.output import PNG_END
from tasks.records import Edition
from tasks.run.errors import UsageError

DAY = date(2024, 11, 22)
OLD = {"cards.md": b"old", "paper_2024-11-22.png": b"old picture"}
NEW = {"cards.md": b"new"}
PNG = b"whole picture" + PNG_END


@pytest.fixture
def output(tmp_path: Path) -> LocalOutput:
    return LocalOutput(tmp_path)


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in Path(LocalOutput(folder).where(DAY)).iterdir()}


def visible(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_dir())


def test_an_edition_lies_under_its_year_and_day(tmp_path: Path) -> None:
    written = LocalOutput(tmp_path / "editions").write_edition(DAY, OLD)
    assert written.changed
    assert written.where == str(tmp_path / "editions/2024/2024-11-22")
    assert content(tmp_path / "editions") == OLD


def test_equal_files_are_not_touched(output: LocalOutput) -> None:
    path = Path(output.write_edition(DAY, OLD).where)
    before = [
        (entry.name, entry.stat().st_ino, entry.stat().st_mtime_ns) for entry in path.iterdir()
    ]
    assert not output.write_edition(DAY, dict(OLD)).changed
    after = [
        (entry.name, entry.stat().st_ino, entry.stat().st_mtime_ns) for entry in path.iterdir()
    ]
    assert after == before


def test_a_revision_leaves_no_file_of_the_older_one(output: LocalOutput, tmp_path: Path) -> None:
    output.write_edition(DAY, OLD)
    assert output.write_edition(DAY, NEW).changed
    assert content(tmp_path) == NEW
    assert visible(tmp_path) == ["2024", "2024/2024-11-22"]


def crash(*_: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("step", ["_write", "_sync"])
def test_a_crash_while_writing_keeps_the_old_edition(
    output: LocalOutput, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    output.write_edition(DAY, OLD)
    with monkeypatch.context() as patch:
        patch.setattr(local_module, step, crash)
        patch.setattr(local_module, "_heal", lambda _: None)  # as if the power had gone
        with pytest.raises(KeyboardInterrupt):
            output.write_edition(DAY, NEW)
    assert content(tmp_path) == OLD
    assert not output.write_edition(DAY, OLD).changed
    assert visible(tmp_path) == ["2024", "2024/2024-11-22"]


def test_a_crash_between_the_renames_brings_the_old_edition_back(
    output: LocalOutput, tmp_path: Path
) -> None:
    old = Path(output.write_edition(DAY, OLD).where)
    old.rename(old.with_name(".2024-11-22.old"))
    old.with_name(".2024-11-22.new").mkdir()
    assert not output.write_edition(DAY, OLD).changed
    assert content(tmp_path) == OLD
    assert visible(tmp_path) == ["2024", "2024/2024-11-22"]


def test_another_machine_that_is_writing_its_day_is_left_alone(
    output: LocalOutput, tmp_path: Path
) -> None:
    theirs = tmp_path / "2024" / ".2024-11-25.new"
    theirs.mkdir(parents=True)
    output.write_edition(DAY, NEW)
    assert theirs.is_dir()


def test_a_failed_rename_brings_the_old_edition_back_at_once(
    output: LocalOutput, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output.write_edition(DAY, OLD)
    rename: Callable[[Path, Path], Path] = Path.rename

    def refuse_new(self: Path, target: Path) -> Path:
        if self.name.endswith(".new"):
            raise OSError(28, "No space left on device")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse_new)
    with pytest.raises(UsageError, match="No space left"):
        output.write_edition(DAY, NEW)
    assert content(tmp_path) == OLD
    assert visible(tmp_path) == ["2024", "2024/2024-11-22"]


def test_writers_of_the_same_day_take_turns(output: LocalOutput, tmp_path: Path) -> None:
    editions = [{"cards.md": bytes([65 + number]) * 1000, f"{number}": b""} for number in range(8)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda files: output.write_edition(DAY, files), editions))
    assert content(tmp_path) in editions


def test_a_folder_that_cannot_be_written_is_a_wrong_setting(tmp_path: Path) -> None:
    (tmp_path / "editions").write_text("a file in the way")
    for write in (
        lambda: LocalOutput(tmp_path / "editions").write_edition(DAY, NEW),
        lambda: LocalOutput(tmp_path / "editions").write_index("text"),
    ):
        with pytest.raises(UsageError, match="NONMUN_OUTPUT_DIR") as caught:
            write()
        assert "\n" not in str(caught.value)


def test_the_index_is_replaced_only_when_it_changed(output: LocalOutput, tmp_path: Path) -> None:
    assert output.write_index("하나").changed
    assert not output.write_index("하나").changed
    assert output.write_index("둘").changed
    assert (tmp_path / "README.md").read_text() == "둘"
    assert sorted(os.listdir(tmp_path)) == [".lock", "README.md"]  # noqa: PTH208


def test_a_shared_file_is_written_when_absent_or_of_another_size(
    output: LocalOutput, tmp_path: Path
) -> None:
    assert output.write_asset("plotly-1.min.js", b"code").changed
    assert not output.write_asset("plotly-1.min.js", b"edoc").changed
    (tmp_path / "plotly-1.min.js").write_bytes(b"co")  # as a copy that broke off leaves it
    assert output.write_asset("plotly-1.min.js", b"code").changed
    assert (tmp_path / "plotly-1.min.js").read_bytes() == b"code"


def test_the_picture_is_kept_while_the_page_is_the_same(output: LocalOutput) -> None:
    assert output.existing_png(DAY, "page") is None
    output.write_edition(DAY, {"chart.html": b"page", "paper_2024-11-22.png": PNG})
    assert output.existing_png(DAY, "page") == PNG
    assert output.existing_png(DAY, "another page") is None
    output.write_edition(DAY, {"chart.html": b"page"})
    assert output.existing_png(DAY, "page") is None


def test_a_picture_that_broke_off_is_drawn_anew(output: LocalOutput) -> None:
    output.write_edition(DAY, {"chart.html": b"page", "paper_2024-11-22.png": PNG[:-1]})
    assert output.existing_png(DAY, "page") is None


def test_a_file_in_the_place_of_a_day_makes_way(output: LocalOutput, tmp_path: Path) -> None:
    (tmp_path / "2024").mkdir()
    (tmp_path / "2024" / "2024-11-22").write_text("in the way")
    assert output.write_edition(DAY, NEW).changed
    assert content(tmp_path) == NEW


def test_publishing_writes_every_file_of_the_edition(
    edition: Edition, output: LocalOutput, tmp_path: Path
) -> None:
    page = chart_html(category_chart([("agents", 1)], DAY))
    written = publish_edition.fn(edition, page, b"png", output)
    assert written.changed
    assert set(content(tmp_path)) == {
        *("cards.md", "insights.md", "bulletin.md", "edition.json"),
        *("chart.html", "paper_2024-11-22.png"),
    }
    assert not publish_edition.fn(edition, page, b"png", output).changed


def test_an_edition_may_not_promise_a_picture_that_is_not_there(edition: Edition) -> None:
    with pytest.raises(ValueError, match="has_chart"):
        edition_files(edition, "page", None)
    bare = edition.model_copy(update={"has_chart": False})
    assert "paper_2024-11-22.png" not in edition_files(bare, "page", None)
