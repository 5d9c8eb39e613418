"""The chart room: category counts → a bar chart, as an interactive page and as a picture.

The figure and the page are pure and need no browser; only the picture does.
"""

from tasks.chart.browser import draw_png, open_browser
from tasks.chart.figure import category_chart
from tasks.chart.fonts import missing_fonts
from tasks.chart.page import chart_html, plotly_js
from tasks.chart.task import draw_chart

__all__ = [
    "category_chart",
    "chart_html",
    "draw_chart",
    "draw_png",
    "missing_fonts",
    "open_browser",
    "plotly_js",
]
