"""The publish room: an `Edition` → Markdown and JSON files, and the index of all days."""

from tasks.publish.files import (
    Written,
    day_lock,
    edition_folder,
    existing_png,
    require_writable,
    write_edition,
    write_index,
)
from tasks.publish.index import render_index
from tasks.publish.render import png_name, render
from tasks.publish.task import edition_files, publish_edition

__all__ = [
    "Written",
    "day_lock",
    "edition_files",
    "edition_folder",
    "existing_png",
    "png_name",
    "publish_edition",
    "render",
    "render_index",
    "require_writable",
    "write_edition",
    "write_index",
]
