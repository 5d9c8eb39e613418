import pytest

from tasks.model import read_answer, strict_schema
from tasks.records import CategoryChoice, Digest, Insight
from tasks.run.errors import UnusableAnswer


def test_answer_in_a_code_fence_is_read() -> None:
    content = '```json\n{"primary": "code", "secondary": []}\n```'
    assert read_answer(CategoryChoice, content) == CategoryChoice(primary="code")


@pytest.mark.parametrize(
    "content",
    [
        "",
        "죄송합니다. 답할 수 없습니다.",
        '{"primary": "code", "secon',
        '{"primary": ["code"], "secondary": []}',
        '{"primary": "code", "secondary": [], "note": "extra"}',
        "} {",
    ],
)
def test_prose_half_json_and_wrong_types_are_unusable(content: str) -> None:
    with pytest.raises(UnusableAnswer):
        read_answer(CategoryChoice, content)


@pytest.mark.parametrize("record", [CategoryChoice, Digest, Insight])
def test_strict_schema_requires_every_property_and_allows_no_other(record: type) -> None:
    schema = strict_schema(record)
    objects = [schema, *schema.get("$defs", {}).values()]
    assert all(node["required"] == list(node["properties"]) for node in objects)
    assert all(node["additionalProperties"] is False for node in objects)
