"""What the sources answer for a day is kept as it is, and can be played again."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sample.server import SampleApp, days_in, serve
from sample.traffic import Fault
from tasks.abstracts import gather_abstracts
from tasks.record import record_day
from tasks.run.errors import SourceError
from tasks.run.settings import Settings
from tasks.scrape import scrape_day
from tests.conftest import unasked

FRIDAY, SATURDAY = date(2024, 11, 22), date(2024, 11, 23)


def settings_for(running: Any) -> Settings:
    return Settings(hf_url=running.at.hf_url, arxiv_url=running.at.arxiv_url, arxiv_delay_seconds=0)


@pytest.fixture
def running(sample: Callable[..., Any], item: Callable[..., Any]) -> Any:
    papers = [item(f"2411.{number:05}") for number in range(120)]
    return sample({FRIDAY: papers}, facts={"2411.00003": {"version": 7}})


def test_page_api_and_feed_are_kept_a_file_each(running: Any, tmp_path: Path) -> None:
    files = record_day(FRIDAY, tmp_path, settings_for(running))
    names = [path.name for path in files]
    assert names == [
        "2024-11-22.html",
        *("2024-11-22.api-0.json", "2024-11-22.api-1.json"),
        "2024-11-22.atom-0.xml",
    ]
    assert len(days_in(tmp_path)[FRIDAY]) == 120


def test_a_recorded_day_is_read_like_the_day_itself(running: Any, tmp_path: Path) -> None:
    record_day(FRIDAY, tmp_path, settings_for(running))

    def read(at: Any) -> Any:
        listing = scrape_day(FRIDAY, hf_url=at.hf_url, timeout_seconds=5)
        urls = {"arxiv_url": at.arxiv_url, "delay_seconds": 0, "timeout_seconds": 5}
        return listing, gather_abstracts(listing, **urls)

    true = read(running.at)
    with serve(SampleApp(days_in(tmp_path), unasked, recorded=tmp_path)) as at:
        assert read(at) == true
    assert {paper.arxiv.version for paper in true[1][0]} == {1, 7}


def test_a_saturday_keeps_the_page_that_shows_friday(running: Any, tmp_path: Path) -> None:
    names = [path.name for path in record_day(SATURDAY, tmp_path, settings_for(running))]
    assert names == ["2024-11-23.html", "2024-11-23.api-0.json"]
    assert b"2024-11-22" in (tmp_path / names[0]).read_bytes()


def test_recording_again_leaves_no_file_of_before(running: Any, tmp_path: Path) -> None:
    record_day(FRIDAY, tmp_path, settings_for(running))
    running.app.traffic.faults = lambda asked: Fault(status=500) if asked.kind == "arxiv" else None
    names = [path.name for path in record_day(FRIDAY, tmp_path, settings_for(running))]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(names)
    assert not [name for name in names if "atom" in name]


def test_a_failing_hugging_face_writes_nothing(
    running: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tasks.outside.http.BACKOFF_SECONDS", 0.01)
    running.app.traffic.faults = lambda asked: Fault(status=404) if asked.kind == "page" else None
    with pytest.raises(SourceError):
        record_day(FRIDAY, tmp_path, settings_for(running))
    assert list(tmp_path.iterdir()) == []
