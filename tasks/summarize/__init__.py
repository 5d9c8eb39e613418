"""Has the Korean digest of a paper written, and repaired."""

from tasks.summarize.digest import (
    digest_key,
    digest_messages,
    digest_schema,
    judge,
    summarize,
)

__all__ = ["digest_key", "digest_messages", "digest_schema", "judge", "summarize"]
