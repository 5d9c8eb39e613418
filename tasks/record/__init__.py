"""Keeps what the sources answer for a day, as they answered, for tests and bug reports."""

from tasks.record.replies import record_day

__all__ = ["record_day"]
