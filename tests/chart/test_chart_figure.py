"""The figure and its page: what they show, without a browser."""

import re
from datetime import date

import pytest

from tasks.chart import category_chart, chart_html, draw_chart, missing_fonts
from tasks.chart import fonts as fonts_module
from tasks.chart.dates import korean_date
from tasks.chart.page import PLOTLY_JS_NAME, plotly_js

DAY = date(2024, 11, 22)
COUNTS = [("efficiency", 2), ("agents", 2), ("multimodal", 7), ("code", 0)]


def test_bars_are_sorted_by_papers_and_then_by_the_taxonomy() -> None:
    bars = category_chart(COUNTS, DAY).data[0]
    assert bars.y == ("🧩 멀티모달", "🕹️ 에이전트", "⚡ 효율화")
    assert bars.x == (7, 2, 2)
    assert bars.text == ("<b>7</b>편", "<b>2</b>편", "<b>2</b>편")


def test_the_order_of_the_counts_does_not_matter() -> None:
    assert category_chart(COUNTS, DAY) == category_chart(COUNTS[::-1], DAY)


def test_the_title_names_the_day_in_korean() -> None:
    assert "2024년 11월 22일 (금) 논문 분야 분포" in category_chart(COUNTS, DAY).layout.title.text
    assert korean_date(date(2024, 12, 1)) == "2024년 12월 1일 (일)"


@pytest.mark.parametrize("most", [1, 2, 3, 5, 9, 40])
def test_the_axis_counts_in_whole_papers(most: int) -> None:
    axis = category_chart([("agents", most)], DAY).layout.xaxis
    assert isinstance(axis.dtick, int)
    assert axis.dtick >= 1
    assert axis.range[1] > most


def test_a_category_that_the_taxonomy_lacks_is_an_error() -> None:
    with pytest.raises(KeyError, match="astrology"):
        category_chart([("astrology", 1)], DAY)


def test_a_day_without_categories_still_has_a_figure() -> None:
    assert category_chart([], DAY).data[0].x == ()


def test_the_page_is_the_same_text_each_time() -> None:
    assert chart_html(category_chart(COUNTS, DAY)) == chart_html(category_chart(COUNTS, DAY))


def test_the_page_is_korean_small_and_fits_phones() -> None:
    page = chart_html(category_chart(COUNTS, DAY))
    assert '<html lang="ko">' in page
    assert 'content="width=device-width, initial-scale=1"' in page
    assert "<title>2024년 11월 22일 (금) 논문 분야 분포</title>" in page
    assert len(page.encode()) < 20_000


def test_the_page_loads_nothing_but_plotly_js_from_beside_the_editions() -> None:
    page = chart_html(category_chart(COUNTS, DAY))
    loaded = re.findall(r"<(?:script|link|img)\b[^>]*\b(?:src|href)=\"([^\"]*)\"", page)
    assert loaded == [f"../../{PLOTLY_JS_NAME}"]
    assert f"plotly-{_version_inside(plotly_js())}.min.js" == PLOTLY_JS_NAME


def _version_inside(code: bytes) -> str:
    found = re.search(rb"plotly\.js v([\d.]+)", code[:200])
    assert found is not None
    return found[1].decode()


def test_making_the_page_leaves_the_figure_as_it_was() -> None:
    figure = category_chart(COUNTS, DAY)
    chart_html(figure)
    assert figure == category_chart(COUNTS, DAY)


def test_missing_fonts_are_named_with_their_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts_module.shutil, "which", lambda _: "/bin/fc-list")
    monkeypatch.setattr(fonts_module, "_has", lambda _program, query: "lang" not in query)
    warning = missing_fonts()
    assert warning is not None
    assert "Korean letters" in warning
    assert "apt install fonts-nanum`" in warning


def test_no_font_is_missed_where_fontconfig_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts_module.shutil, "which", lambda _: None)
    assert missing_fonts() is None


def test_the_task_warns_of_missing_fonts_and_draws(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("tasks.chart.task.missing_fonts", lambda: "No Korean letters.")
    monkeypatch.setattr("tasks.chart.task.draw_png", lambda figure: figure.layout.meta["title"])
    assert draw_chart.fn(COUNTS, DAY) == "2024년 11월 22일 (금) 논문 분야 분포"
    assert "No Korean letters." in caplog.text
