"""The five-part Korean synthesis of one category of one day."""

from tasks.insights.counted import counted_insight
from tasks.insights.written import (
    MAX_INSIGHT_ATTEMPTS,
    ask_insight,
    insight_key,
    insight_schema,
    judge_insight,
    synthesize,
)

__all__ = [
    "MAX_INSIGHT_ATTEMPTS",
    "ask_insight",
    "counted_insight",
    "insight_key",
    "insight_schema",
    "judge_insight",
    "synthesize",
]
