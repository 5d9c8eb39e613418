"""What every place for editions can do, be it a folder or a bucket."""

from collections.abc import Mapping
from datetime import date
from typing import Protocol

from tasks.records import Record

INDEX_NAME = "README.md"
CHART_PAGE_NAME = "chart.html"

PNG_END = b"IEND\xaeB`\x82"
"""The last bytes of every PNG: a picture without them broke off."""


class Written(Record):
    """What writing did; `where` is the path or address of the edition's folder or of the file."""

    changed: bool
    where: str


class Output(Protocol):
    """Holds editions as `YYYY/YYYY-MM-DD/NAME`, and beside them the index and what they share.

    What is already there with the same bytes is not written again. Every method that writes raises
    `UsageError` when it cannot.
    """

    def where(self, day: date) -> str:
        """Path or address of the day's folder, to show to a person: without credentials."""

    def require_writable(self) -> None:
        """Raise `UsageError` when nothing can be written: better now than after paying."""

    def write_edition(self, day: date, files: Mapping[str, bytes]) -> Written:
        """Make the day's folder hold exactly `files` (name → bytes)."""

    def write_index(self, text: str) -> Written:
        """Make the index read so."""

    def write_asset(self, name: str, data: bytes) -> Written:
        """Put a file that many editions share beside them, unless one of its size is there.

        Its name carries its version, so that the same name means the same bytes.
        """

    def existing_png(self, day: date, chart_html: str) -> bytes | None:
        """The day's picture if it is whole and still right: if the chart's page is the same.

        The page is a pure function of what the chart shows and of plotly.js's version.
        """


def edition_path(day: date) -> str:
    """Where a day's edition lives below the output: `2024/2024-11-22`."""
    return f"{day:%Y}/{day}"
