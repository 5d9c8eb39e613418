"""Has the Korean digest of a paper written, and repaired."""

from tasks.summarize.digest import (
    MAX_ATTEMPTS,
    digest_key,
    digest_messages,
    digest_schema,
    judge,
    summarize,
)

__all__ = ["MAX_ATTEMPTS", "digest_key", "digest_messages", "digest_schema", "judge", "summarize"]
