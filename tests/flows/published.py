"""Reads what a flow has published."""

import json
from datetime import date
from pathlib import Path
from typing import Any


def files(folder: Path) -> dict[str, bytes]:
    """Every published file under the folder, by its path in it."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }


def edition_of(folder: Path, day: date) -> dict[str, Any]:
    """The day's edition.json under the folder of a test."""
    path = folder / "editions" / f"{day:%Y}" / str(day) / "edition.json"
    data: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return data
