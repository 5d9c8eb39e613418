"""The table as Markdown, put into docs/performance.md between two marks."""

from collections.abc import Sequence
from pathlib import Path

from benchmarks.speed.row import Row

BEGIN, END = "<!-- table: begins -->", "<!-- table: ends -->"
MET = {True: "yes", False: "**no**", None: ""}


def write_table(page: Path, rows: Sequence[Row], machine: str) -> None:
    """Replace what stands between the marks; raises ValueError when the page lacks them."""
    text = page.read_text("utf-8")
    if BEGIN not in text or END not in text:
        raise ValueError(f"{page} has no place for the table ({BEGIN} … {END})")
    before, after = text.partition(BEGIN)[0], text.partition(END)[2]
    page.write_text(f"{before}{BEGIN}\n{_table(rows)}\n\n{machine}\n{END}{after}", "utf-8")


def _table(rows: Sequence[Row]) -> str:
    lines = ["| | measured | floor | goal | met |", "|---|---|---|---|---|"]
    lines += [
        f"| {row.name} | {row.measured} | {row.floor} | {row.goal} | {MET[row.ok]} |"
        for row in rows
    ]
    return "\n".join(lines)
