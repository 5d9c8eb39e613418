"""JSON schemas for structured output, and reading the answer back into a record."""

from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from tasks.run.errors import UnusableAnswer

AnswerT = TypeVar("AnswerT", bound=BaseModel)

# Servers differ in which bounds they accept in a strict schema; the record checks them anyway.
_BOUNDS = {"title", "default", "maxItems", "minItems", "minLength", "maxLength", "pattern"}


def strict_schema(record: type[BaseModel]) -> dict[str, Any]:
    """The record's JSON schema in strict form: every property required, nothing else allowed."""
    schema: dict[str, Any] = _strict(record.model_json_schema())
    return schema


def _strict(node: Any) -> Any:
    if isinstance(node, list):
        return [_strict(item) for item in node]
    if not isinstance(node, dict):
        return node
    if "properties" in node:
        properties = {name: _strict(value) for name, value in node["properties"].items()}
        return {
            **{key: _strict(node[key]) for key in ("$defs",) if key in node},
            "type": "object",
            "properties": properties,
            "required": list(properties),
            "additionalProperties": False,
        }
    return {key: _strict(value) for key, value in node.items() if key not in _BOUNDS}


def read_answer(record: type[AnswerT], content: str) -> AnswerT:
    """The model's text as a record; text around the JSON object, such as a code fence, is ignored.

    Raises `UnusableAnswer` when there is no such object or it does not fit the record.
    """
    start, end = content.find("{"), content.rfind("}")
    if start < 0 or end < start:
        raise UnusableAnswer(f"The model answered without JSON ({len(content)} characters).")
    try:
        return record.model_validate_json(content[start : end + 1])
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "the whole answer"
        raise UnusableAnswer(f"The model's JSON does not fit: {where}: {first['msg']}.") from None
