"""The publish room: an `Edition` → Markdown and JSON files, and the index of all days.

They go to an `Output`, which is a folder or any URL that fsspec can write to.
"""

from tasks.publish.index import render_index
from tasks.publish.opening import open_output
from tasks.publish.output import Output, Written
from tasks.publish.render import load_templates, png_name, render, render_document
from tasks.publish.task import edition_files, publish_edition

__all__ = [
    "Output",
    "Written",
    "edition_files",
    "load_templates",
    "open_output",
    "png_name",
    "publish_edition",
    "render",
    "render_document",
    "render_index",
]
