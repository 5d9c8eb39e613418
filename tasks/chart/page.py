"""The figure as a small page; plotly.js lies beside the editions, once for all of them.

Opened from a disk it needs no network, as long as plotly.js is where the page looks for it.
"""

import html
from functools import cache

import plotly.graph_objects as go
from plotly.offline import get_plotlyjs, get_plotlyjs_version

PLOTLY_JS_NAME = f"plotly-{get_plotlyjs_version()}.min.js"

# Seen from the page of a day, `YYYY/YYYY-MM-DD/chart.html`.
_PLOTLY_JS_ADDRESS = f"../../{PLOTLY_JS_NAME}"

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
<script>
if (!window.Plotly) document.body.textContent = "{missing}";
</script>
</body>
</html>
"""

_MISSING = f"차트를 그리려면 두 단계 위 폴더에 {PLOTLY_JS_NAME} 파일이 있어야 합니다."


def chart_html(figure: go.Figure) -> str:
    """The figure as an interactive page that fits its window; same figure, same text.

    It loads `PLOTLY_JS_NAME` from two folders above its own, and says so in Korean when that is not
    there. The figure itself is not changed.
    """
    fluid = go.Figure(figure).update_layout(width=None)
    chart = fluid.to_html(
        full_html=False,
        include_plotlyjs=_PLOTLY_JS_ADDRESS,
        div_id=DIV_ID,
        default_width="100%",
        default_height=f"{figure.layout.height}px",
        config={"responsive": True, "displayModeBar": False},
    )
    title = html.escape(figure.layout.meta["title"])
    return _PAGE.format(title=title, chart=chart, missing=_MISSING)


@cache
def plotly_js() -> bytes:
    """plotly.js as Plotly ships it, about 5 MB."""
    code: str = get_plotlyjs()
    return code.encode()
