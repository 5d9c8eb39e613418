"""Publishing as a Prefect task."""

from pathlib import Path

from prefect import task

from tasks.publish.files import CHART_PAGE_NAME, Written, write_edition
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
def publish_edition(edition: Edition, chart_html: str, png: bytes | None, folder: Path) -> Written:
    """Write the edition under `folder`; raises `UsageError` when it cannot be written."""
    return write_edition(folder, edition.day, edition_files(edition, chart_html, png))
