"""JSON schemas for structured output, within what servers take of them."""

from typing import Any

from pydantic import BaseModel

from tasks.records import Bounds

DROPPED: dict[Bounds, frozenset[str]] = {
    "all": frozenset(),
    # OpenAI's strict mode takes bounds of lists, but none of texts.
    "lists": frozenset({"minLength", "maxLength"}),
    "none": frozenset({"minLength", "maxLength", "minItems", "maxItems"}),
}

_NEVER = {"title", "default", "description", "pattern", "format", "minimum", "maximum"}
"""What some servers refuse and none needs; the record checks it anyway."""


def strict_schema(record: type[BaseModel]) -> dict[str, Any]:
    """The record's JSON schema in strict form: every property required, nothing else allowed."""
    schema: dict[str, Any] = _strict(record.model_json_schema())
    return schema


def without(schema: dict[str, Any], bounds: Bounds) -> dict[str, Any]:
    """The schema with these of its bounds."""
    kept: dict[str, Any] = _without(schema, DROPPED[bounds])
    return kept


def _strict(node: Any) -> Any:
    if isinstance(node, list):
        return [_strict(item) for item in node]
    if not isinstance(node, dict):
        return node
    if "properties" in node:
        properties = {name: _strict(value) for name, value in node["properties"].items()}
        definitions = node.get("$defs", {})
        return {
            **({"$defs": {n: _strict(d) for n, d in definitions.items()}} if definitions else {}),
            "type": "object",
            "properties": properties,
            "required": list(properties),
            "additionalProperties": False,
        }
    return {key: _strict(value) for key, value in node.items() if key not in _NEVER}


def _without(node: Any, dropped: frozenset[str]) -> Any:
    if isinstance(node, list):
        return [_without(item, dropped) for item in node]
    if not isinstance(node, dict):
        return node
    return {key: _without(value, dropped) for key, value in node.items() if key not in dropped}
