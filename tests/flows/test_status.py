"""The table of `nonmun status`, as a pipe and as a narrow terminal get it."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from rich.console import Console

from flows.status import show_status, status_table
from tasks.days.status import DayStatus
from tasks.records import DayRun
from tasks.store import open_store

DAY = date(2024, 11, 22)
REASON = "digest 2411.14405: the server says [/red]\n[bold]no[/bold]\t" + "and goes on " * 30


def test_a_pipe_gets_a_day_on_a_line_however_long_its_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"sqlite:///{tmp_path / 'nonmun.db'}"
    monkeypatch.setenv("NONMUN_DATABASE_URL", url)
    with open_store(url) as store:
        ended = datetime(2024, 11, 23, tzinfo=UTC)
        store.save_run(DayRun(day=DAY, outcome="failed", reason=REASON, finished_at=ended))
    assert not show_status(DAY, DAY)
    head, row = (line.split("\t") for line in capsys.readouterr().out.splitlines())
    assert head == ["day", "state", "rev.", "papers", "reason"]
    assert row == ["2024-11-22 Fri", "failed", "", "", " ".join(REASON.split())]


def test_a_narrow_terminal_gets_all_of_a_reason_on_several_lines() -> None:
    console = Console(width=60, record=True)
    console.print(status_table((DayStatus(day=DAY, state="failed", reason=REASON),)))
    text = console.export_text()
    assert max(map(len, text.splitlines())) <= 60
    assert text.count("goes") == 30
    assert "[/red]" in text
