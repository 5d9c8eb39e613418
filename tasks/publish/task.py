"""Publishing as a Prefect task."""

from prefect import task

from tasks.chart.page import PLOTLY_JS_NAME, plotly_js
from tasks.publish.output import CHART_PAGE_NAME, Output, Written
from tasks.publish.render import png_name, render
from tasks.records import Edition


def edition_files(edition: Edition, chart_html: str, png: bytes | None) -> dict[str, bytes]:
    """Every file of the edition: the documents, the chart's page and, if drawn, its picture.

    Raises ValueError when `png` and the edition's `has_chart` disagree.
    """
    if edition.has_chart != (png is not None):
        raise ValueError("has_chart must say whether there is a picture")
    texts = {**render(edition), CHART_PAGE_NAME: chart_html}
    picture = {png_name(edition.day): png} if png is not None else {}
    return {**{name: text.encode() for name, text in texts.items()}, **picture}


@task(name="publish", task_run_name="publish-{edition.day}", persist_result=False)
def publish_edition(
    edition: Edition, chart_html: str, png: bytes | None, output: Output
) -> Written:
    """Write the edition, and what its chart's page needs; raises `UsageError` when it cannot."""
    output.write_asset(PLOTLY_JS_NAME, plotly_js())
    return output.write_edition(edition.day, edition_files(edition, chart_html, png))
