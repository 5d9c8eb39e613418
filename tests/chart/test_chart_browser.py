"""The picture, drawn by a real Chromium, and what happens without one."""

import os
import shutil
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from tasks.chart import browser as browser_module
from tasks.chart import category_chart
from tasks.chart.browser import HEADLESS_SHELLS, Browser
from tasks.run.errors import ChartUnavailable

FIGURE = category_chart([("reasoning", 3), ("agents", 1)], date(2024, 11, 22))

needs_chromium = pytest.mark.skipif(
    not (
        os.environ.get("BROWSER_PATH")
        or any(map(shutil.which, (*HEADLESS_SHELLS, "chromium", "google-chrome")))
    ),
    reason="no Chromium on this machine",
)


@pytest.fixture
def browser() -> Iterator[Browser]:
    fresh = Browser()
    yield fresh
    fresh.close()


def program(path: Path, body: str) -> Path:
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return path


def pid_of(browser: Browser) -> int:
    assert browser._kaleido is not None
    return int(browser._kaleido.subprocess.pid)


def ends(pid: int) -> bool:
    """Whether the process is gone within a few seconds; the system may take one to bury it."""
    for _ in range(50):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False


@needs_chromium
@pytest.mark.browser
def test_the_same_figure_gives_the_same_picture_from_any_thread(browser: Browser) -> None:
    with ThreadPoolExecutor(3) as pool:
        pictures = list(pool.map(browser.draw, [FIGURE] * 3))
    assert len(set(pictures)) == 1
    width, height = struct.unpack(">II", pictures[0][16:24])
    assert (width, height) == (2 * FIGURE.layout.width, 2 * FIGURE.layout.height)


@needs_chromium
@pytest.mark.browser
def test_the_browser_that_was_opened_early_is_the_one_that_draws(browser: Browser) -> None:
    browser.open()
    opened = pid_of(browser)
    assert browser.draw(FIGURE)
    assert pid_of(browser) == opened


@needs_chromium
@pytest.mark.browser
def test_a_browser_that_died_is_replaced(browser: Browser) -> None:
    first = browser.draw(FIGURE)
    dead = pid_of(browser)
    os.kill(dead, 9)
    browser._kaleido.subprocess.wait()  # type: ignore[union-attr]
    assert browser.draw(FIGURE) == first
    assert pid_of(browser) != dead


@needs_chromium
@pytest.mark.browser
def test_no_browser_is_left_when_the_process_ends() -> None:
    code = (
        "from datetime import date\n"
        "from tasks.chart import browser, category_chart\n"
        "browser.draw_png(category_chart([('agents', 1)], date(2024, 11, 22)))\n"
        "print(browser._browser._kaleido.subprocess.pid)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ends(int(done.stdout))
    assert done.stderr == ""


def test_without_chrome_the_error_says_what_to_do(
    browser: Browser, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("BROWSER_PATH", str(tmp_path / "nowhere"))
    with pytest.raises(
        ChartUnavailable, match=r"No browser found .*Install Chrome or Chromium"
    ) as caught:
        browser.draw(FIGURE)
    assert "\n" not in str(caught.value)


def test_opening_early_without_chrome_says_nothing_and_drawing_does(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BROWSER_PATH", str(program(tmp_path / "chrome", "exit 1")))
    browser.open()
    with pytest.raises(ChartUnavailable, match="apt install chromium"):
        browser.draw(FIGURE)


def test_a_browser_that_ends_at_once_is_no_browser(
    browser: Browser, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("BROWSER_PATH", str(program(tmp_path / "chrome", "exit 1")))
    monkeypatch.setattr(browser_module, "OPEN_TIMEOUT_SECONDS", 10.0)
    with pytest.raises(ChartUnavailable, match="The chart was not drawn"):
        browser.draw(FIGURE)


def test_a_browser_that_hangs_is_given_up_and_ended(
    browser: Browser,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    script = program(tmp_path / "chrome", f"echo $$ > {tmp_path}/pid\nexec sleep 100")
    monkeypatch.setenv("BROWSER_PATH", str(script))
    monkeypatch.setattr(browser_module, "OPEN_TIMEOUT_SECONDS", 2.0)
    started = time.monotonic()
    with pytest.raises(ChartUnavailable, match="did not answer in time"):
        browser.draw(FIGURE)
    assert not caplog.records
    assert time.monotonic() - started < 6
    assert ends(int((tmp_path / "pid").read_text()))
