"""What Prefect's UI shows of a run: the day's report, its papers with their states, its chart."""

import base64
from typing import Any

from prefect.artifacts import (
    create_image_artifact,
    create_markdown_artifact,
    create_table_artifact,
)

from prompts.taxonomy import load_taxonomy
from tasks.publish import render
from tasks.records import Edition, EditionPaper


def show_edition(edition: Edition, chart_png: bytes | None) -> None:
    """Leave the artifacts of an edition with the current flow run; keys end in the day."""
    create_markdown_artifact(
        key=f"report-{edition.day}",
        markdown=render(edition)["bulletin.md"],
        description=f"{edition.day}, revision {edition.revision}",
    )
    create_table_artifact(
        key=f"papers-{edition.day}",
        table=[_table_row(row) for row in edition.papers],
        description=f"The papers of {edition.day} and what became of them",
    )
    if chart_png is not None:
        create_image_artifact(
            key=f"chart-{edition.day}",
            image_url=f"data:image/png;base64,{base64.b64encode(chart_png).decode()}",
            description=f"Categories of {edition.day}",
        )


def _table_row(row: EditionPaper) -> dict[str, Any]:
    category = load_taxonomy()[row.category.primary].label if row.category else ""
    return {
        "arXiv": row.paper.arxiv_id,
        "title": row.paper.title,
        "votes": row.votes,
        "category": category,
        "state": row.state,
        "attempts": row.attempts,
        "dropped": len(row.dropped),
        "reason": row.reason or "",
    }
