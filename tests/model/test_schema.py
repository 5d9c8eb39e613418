"""Schemas stay within what strict servers take; the lists are those of their documentation."""

from collections.abc import Iterator
from typing import Any

import pytest

from tasks.categorize import category_schema
from tasks.insights import insight_schema
from tasks.model.schema import without
from tasks.records import Bounds
from tasks.review import review_schema
from tasks.summarize import digest_schema

SCHEMAS = {
    "category": category_schema,
    "digest": digest_schema,
    "insight": insight_schema,
    "review": review_schema,
}

_TEXTS = {"minLength", "maxLength"}
_LISTS = {"minItems", "maxItems"}
_ALL = {"type", "properties", "required", "additionalProperties", "items", "enum", "$ref", "$defs"}
TAKEN: dict[str, tuple[Bounds, set[str]]] = {
    # Structured outputs, "Supported schemas": bounds of arrays, none of strings.
    "OpenAI strict": ("lists", {*_ALL, *_LISTS, "anyOf", "pattern", "format"}),
    # xgrammar, the default of vLLM: what its converter reads.
    "vLLM": ("all", {*_ALL, *_LISTS, *_TEXTS, "anyOf", "pattern"}),
    # json-schema-to-grammar.cpp.
    "llama.cpp": ("all", {*_ALL, *_LISTS, *_TEXTS, "anyOf", "oneOf"}),
    "anything else": ("none", _ALL),
}


def keywords(node: Any, *, names: bool = False) -> Iterator[str]:
    """The keywords of a schema; the names of properties and definitions are none."""
    if isinstance(node, list):
        for item in node:
            yield from keywords(item)
    elif isinstance(node, dict):
        for key, value in node.items():
            if not names:
                yield key
            yield from keywords(value, names=not names and key in ("properties", "$defs"))


@pytest.mark.parametrize("stage", SCHEMAS)
@pytest.mark.parametrize("server", TAKEN)
def test_a_schema_holds_only_keywords_that_the_server_takes(stage: str, server: str) -> None:
    bounds, taken = TAKEN[server]
    assert set(keywords(without(SCHEMAS[stage](), bounds))) - taken == set()


@pytest.mark.parametrize("stage", SCHEMAS)
def test_every_property_is_required_and_no_other_is_allowed(stage: str) -> None:
    schema = SCHEMAS[stage]()
    objects = [schema, *schema.get("$defs", {}).values()]  # type: ignore[attr-defined]
    assert all(node["required"] == list(node["properties"]) for node in objects)
    assert all(node["additionalProperties"] is False for node in objects)


def test_lists_and_texts_of_a_digest_have_an_end() -> None:
    found = list(keywords(digest_schema()))
    assert {"maxItems", "minItems", "maxLength"} <= set(found)
