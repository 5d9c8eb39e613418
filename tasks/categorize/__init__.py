"""Assigns categories from the closed list: by the model, or by keywords."""

from tasks.categorize.category import (
    categorize,
    category_by_keywords,
    category_key,
    category_messages,
    category_schema,
)

__all__ = [
    "categorize",
    "category_by_keywords",
    "category_key",
    "category_messages",
    "category_schema",
]
