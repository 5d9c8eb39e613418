"""How a model server wants to be asked."""

from typing import Literal

from tasks.records.base import Record

AnswerFormat = Literal["json_schema", "json_object", "text"]
"""By a schema in the request; for any JSON, with the schema in the prompt; by the prompt alone."""

Bounds = Literal["all", "lists", "none"]
"""Which bounds a schema keeps: of lists and texts, of lists alone, or none."""

TokenLimit = Literal["max_completion_tokens", "max_tokens", "none"]
"""The name of the field for the token limit of an answer."""


class Dialect(Record):
    """What a server takes of that which servers differ in."""

    answer_format: AnswerFormat
    bounds: Bounds
    limit_field: TokenLimit
