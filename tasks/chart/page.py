"""The figure as a page of its own, plotly.js included: it opens without a network."""

import html

import plotly.graph_objects as go

# Fixed, because Plotly otherwise invents a new one each time and no two pages are equal.
DIV_ID = "chart"

_PAGE = """<!DOCTYPE html>
<html lang="ko">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ margin: 0 auto; max-width: 720px; background: white; }}
</style>
</head>
<body>
{chart}
</body>
</html>
"""


def chart_html(figure: go.Figure) -> str:
    """The figure as an interactive page that fits its window; same figure, same text.

    About 5 MB, nearly all of it plotly.js. The figure itself is not changed.
    """
    fluid = go.Figure(figure).update_layout(width=None)
    chart = fluid.to_html(
        full_html=False,
        include_plotlyjs=True,
        div_id=DIV_ID,
        default_width="100%",
        default_height=f"{figure.layout.height}px",
        config={"responsive": True, "displayModeBar": False},
    )
    return _PAGE.format(title=html.escape(figure.layout.meta["title"]), chart=chart)
