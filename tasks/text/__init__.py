"""Text from strangers: made harmless for a line, and split into sentences."""

from tasks.text.one_line import (
    one_line,
)

__all__ = ["one_line"]
