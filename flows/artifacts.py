"""What Prefect's UI shows of a run: its days, their reports, papers and charts."""

import base64
from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

from prefect.artifacts import (
    create_image_artifact,
    create_markdown_artifact,
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)

from prompts.taxonomy import load_taxonomy
from tasks.days.status import DayStatus
from tasks.publish import render_document
from tasks.records import DayRun, Edition, EditionPaper, Usage


def show_edition(edition: Edition, chart_png: bytes | None) -> None:
    """Leave the artifacts of an edition with the current flow run; keys end in the day."""
    create_markdown_artifact(
        key=f"report-{edition.day}",
        markdown=render_document(edition, "bulletin.md"),
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


def show_status(days: Sequence[DayStatus]) -> None:
    """Leave the state of these days, newest first."""
    create_table_artifact(
        key="status",
        table=[_status_row(day) for day in reversed(days)],
        description="Every weekday: published, revised, incomplete, empty, failed or missing",
    )


def _status_row(day: DayStatus) -> dict[str, Any]:
    edition = day.edition
    return {
        "day": f"{day.day:%Y-%m-%d %a}",
        "state": day.state,
        "revision": edition.revision if edition else "",
        "papers": edition.counts.get("listed", 0) if edition else "",
        "reason": day.reason or "",
    }


class RangeProgress:
    """How far a run over several days is, as a progress bar in the UI and as words."""

    def __init__(self, key: str, total: int) -> None:
        self._total = total
        self._undone = 0
        self._done = 0
        self._spent = Usage(cost_usd=0.0)
        # Prefect types it as if it might be a coroutine, which it is in async code only.
        created = create_progress_artifact(0.0, key=key, description=self.text)
        self._id = cast(UUID, created)

    @property
    def text(self) -> str:
        """`3 of 26 days, 1 of them not done, $0.0123`."""
        undone = f", {self._undone} of them not done" if self._undone else ""
        return f"{self._done} of {self._total} days{undone}, {self.cost}"

    @property
    def cost(self) -> str:
        """What the model has cost so far: `$0.0123`."""
        spent = self._spent.cost_usd
        return "cost not known" if spent is None else f"${spent:.4f}"

    def add(self, run: DayRun, *, is_done: bool) -> None:
        """Count one more day that ended."""
        self._done += 1
        self._undone += not is_done
        self._spent += Usage(cost_usd=run.cost_usd)
        update_progress_artifact(self._id, 100.0 * self._done / self._total, self.text)
