"""The edition for programs: `edition.json`."""

import json

from tasks.records import Edition

FORMAT = 1
"""Raised when a field of edition.json changes its meaning or goes away."""


def edition_json(edition: Edition) -> str:
    """Everything the edition holds, as JSON with sorted keys; `format` names the layout.

    Half a surrogate pair, which a stranger's text may hold, becomes a question mark: it could not
    be written as UTF-8.
    """
    record = {"format": FORMAT, **edition.model_dump(mode="json")}
    text = json.dumps(record, ensure_ascii=False, indent=2, sort_keys=True)
    return text.encode("utf-8", "replace").decode("utf-8") + "\n"
