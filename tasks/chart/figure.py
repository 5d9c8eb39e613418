"""The figure: one horizontal bar a category, the longest on top."""

from collections.abc import Sequence
from datetime import date

import pandas as pd
import plotly.graph_objects as go

from prompts.taxonomy import load_taxonomy
from tasks.chart.dates import korean_date

WIDTH_PIXELS = 440
BAR_PITCH_PIXELS = 36
MARGIN_PIXELS = {"l": 12, "r": 12, "t": 84, "b": 40}

# The first family that is installed is used; the browser finds emoji by itself.
FONT_FAMILY = "NanumSquare, NanumGothic, 'Noto Sans CJK KR', 'Apple SD Gothic Neo', sans-serif"
INK = "#24323f"
FAINT = "#7a8794"
BAR = "#6f93b3"
GRID = "#e9edf1"
GRID_STEPS = (1, 2, 5, 10, 20, 50)
MOST_GRID_LINES = 5


def category_chart(counts: Sequence[tuple[str, int]], day: date) -> go.Figure:
    """A horizontal bar chart of `counts`, (category id, papers) pairs in any order.

    Most papers first, then the order of the taxonomy; categories without papers are left out.
    The size in CSS pixels is fixed, so that the letters stay legible on a phone 360 wide.
    Raises KeyError for an id that the taxonomy does not have.
    """
    frame = _ranked(counts)
    return go.Figure(
        go.Bar(
            x=frame["papers"].tolist(),
            y=frame["label"].tolist(),
            text=[f"<b>{papers}</b>편" for papers in frame["papers"]],
            orientation="h",
            textposition="outside",
            cliponaxis=False,
            marker={"color": BAR, "cornerradius": 3},
            hovertemplate="%{y}: %{x}편<extra></extra>",
        ),
        layout=_layout(frame, day),
    )


def _ranked(counts: Sequence[tuple[str, int]]) -> pd.DataFrame:
    """Columns `papers` and `label`, in the order of the bars from top to bottom."""
    taxonomy = load_taxonomy()
    frame = pd.DataFrame(counts, columns=["id", "papers"]).query("papers > 0")
    frame["label"] = [taxonomy[category_id].label for category_id in frame["id"]]
    frame["place"] = [taxonomy.ids.index(category_id) for category_id in frame["id"]]
    return frame.sort_values(["papers", "place"], ascending=[False, True])


def _layout(frame: pd.DataFrame, day: date) -> dict[str, object]:
    most = int(frame["papers"].max()) if len(frame) else 1
    margins = MARGIN_PIXELS["t"] + MARGIN_PIXELS["b"]
    title = f"{korean_date(day)} 논문 분야 분포"
    total = f"논문 {int(frame['papers'].sum())}편 · 대표 분야 기준"
    return {
        "width": WIDTH_PIXELS,
        "height": margins + BAR_PITCH_PIXELS * max(len(frame), 1),
        "margin": MARGIN_PIXELS,
        "bargap": 0.34,
        "font": {"family": FONT_FAMILY, "size": 18, "color": INK},
        "meta": {"title": title},
        "title": {
            "text": f"<b>{title}</b><br><span style='font-size:16px;color:{FAINT}'>{total}</span>",
            "font": {"size": 21},
            "x": 0.5,
            "y": 1,
            "yanchor": "top",
            "pad": {"t": 34},
        },
        "plot_bgcolor": "white",
        "paper_bgcolor": "white",
        "showlegend": False,
        "yaxis": {
            "type": "category",
            "autorange": "reversed",
            "automargin": True,
            "ticklabelstandoff": 8,
            "fixedrange": True,
        },
        "xaxis": {
            # Room at the right for the count at the end of the longest bar.
            "range": [0, most * 1.22],
            "dtick": _grid_step(most),
            "tickformat": "d",
            "gridcolor": GRID,
            "zeroline": False,
            "tickfont": {"size": 15, "color": FAINT},
            "fixedrange": True,
        },
    }


def _grid_step(most: int) -> int:
    """A round number of papers between two grid lines, so that there are few lines."""
    fitting = (step for step in GRID_STEPS if most <= step * MOST_GRID_LINES)
    return next(fitting, most)
