"""The chart's page, opened from disk by a real Chromium that has no network."""

import os
import re
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from tasks.chart import category_chart, chart_html
from tasks.chart.browser import HEADLESS_SHELLS
from tasks.chart.page import PLOTLY_JS_NAME, plotly_js
from tasks.publish import open_output

DAY = date(2024, 11, 22)
CHROMIUM = os.environ.get("BROWSER_PATH") or next(
    filter(None, map(shutil.which, ("chromium", "google-chrome", *HEADLESS_SHELLS))), None
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]


def page_in(folder: Path) -> Path:
    """A day's page under `folder`, without plotly.js."""
    page = chart_html(category_chart([("reasoning", 3), ("agents", 1)], DAY))
    written = open_output(str(folder)).write_edition(DAY, {"chart.html": page.encode()})
    return Path(written.where) / "chart.html"


def shown(page: Path, profile: Path) -> str:
    """What the page holds after its scripts have run."""
    assert CHROMIUM is not None
    done = subprocess.run(
        [
            *(CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom"),
            *("--proxy-server=127.0.0.1:9", "--virtual-time-budget=5000"),
            *(f"--user-data-dir={profile}", page.as_uri()),
        ],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return done.stdout


def test_the_page_draws_its_bars_with_korean_letters(tmp_path: Path) -> None:
    page = page_in(tmp_path / "editions")
    open_output(str(tmp_path / "editions")).write_asset(PLOTLY_JS_NAME, plotly_js())
    drawn = shown(page, tmp_path / "profile")
    assert len(re.findall(r'<g class="point"><path[^>]* d="M', drawn)) == 2
    labels = re.findall(r'<g class="ytick"><text[^>]*>([^<]+)<', drawn)
    assert {label.strip() for label in labels} == {"🧠 추론", "🕹️ 에이전트"}
    assert "2024년 11월 22일 (금) 논문 분야 분포</tspan>" in drawn


def test_the_page_alone_says_which_file_it_needs(tmp_path: Path) -> None:
    body = shown(page_in(tmp_path / "editions"), tmp_path / "profile").partition("<body>")[2]
    assert f"두 단계 위 폴더에 {PLOTLY_JS_NAME} 파일이 있어야 합니다." in body
    assert "<script" not in body
