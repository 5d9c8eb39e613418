"""`nonmun check`: one JSON object a line in, one verdict a line out."""

import json
from collections.abc import Iterable, Iterator

from pydantic import BaseModel, ConfigDict, ValidationError

from tasks.verify.check import check_text


class _Pair(BaseModel):
    """One line: a paper and a Korean text about it. Further fields are ignored."""

    model_config = ConfigDict(frozen=True)

    id: str
    title: str
    abstract: str
    text: str


def check_lines(lines: Iterable[str]) -> Iterator[str]:
    """The verdict on each line that is not blank."""
    return (check_line(line) for line in lines if line.strip())


def check_line(line: str) -> str:
    """The verdict on a line `{"id", "title", "abstract", "text"}` as one line of JSON.

    `{"id", "ok", "refusals": [{"rule", "text", "detail"}]}`; for a line that is not such an
    object, `{"id": null, "ok": false, "refusals": [], "error": …}`.
    """
    try:
        pair = _Pair.model_validate_json(line)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        where = ".".join(map(str, first["loc"])) or "line"
        return _json({"id": None, "ok": False, "refusals": [], "error": f"{where}: {first['msg']}"})
    verdict = check_text(pair.title, pair.abstract, pair.text)
    refusals = [r.model_dump(include={"rule", "text", "detail"}) for r in verdict.refusals]
    return _json({"id": pair.id, "ok": verdict.ok, "refusals": refusals})


def _json(answer: dict[str, object]) -> str:
    return json.dumps(answer, ensure_ascii=False)
