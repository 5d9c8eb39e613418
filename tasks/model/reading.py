"""Reads a model's text as a record, whatever stands around the JSON and however it is spelt.

Models think aloud, explain, wrap, repeat, break off and misspell. What is read must fit the record
in the end; what does not is told by the kind of its trouble.
"""

import json
import logging
import re
import types
import typing
from collections.abc import Iterator
from typing import Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from tasks.run.errors import UnusableAnswer

log = logging.getLogger(__name__)

AnswerT = TypeVar("AnswerT", bound=BaseModel)

MAX_CHARACTERS = 400_000
"""A hundred times a long answer; more is not looked through."""
MOST_STARTS = 400
"""So many braces are tried as the start of the object, the last ones first."""

_THOUGHT = re.compile(r"<(think|thinking|thought|reasoning)>.*?(?:</\1>|\Z)", re.DOTALL | re.I)
_END_OF_THOUGHT = re.compile(r"</(?:think|thinking|thought|reasoning)>", re.I)
_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")

_EMPTY = "the answer is empty"
_THINKS = "the answer is thoughts only"
_PROSE = "there is no JSON in the answer"
_CUT = "the JSON in the answer breaks off"
_SHAPE = "the JSON in the answer does not fit"
_HINTS = {
    _EMPTY: "Raise NONMUN_MODEL_MAX_TOKENS, or try NONMUN_ANSWER_FORMAT=text.",
    _THINKS: "Raise NONMUN_MODEL_MAX_TOKENS, or turn the model's thinking off.",
    _PROSE: "Try NONMUN_ANSWER_FORMAT=json_schema, or another model.",
    _CUT: "Raise NONMUN_MODEL_MAX_TOKENS.",
    _SHAPE: "Try another NONMUN_ANSWER_FORMAT, or a larger model.",
}


def unusable(trouble: str, detail: str = "", hint: str = "") -> UnusableAnswer:
    """The error for an answer that cannot be used; answers with one `trouble` are told together."""
    told = f"{trouble[0].upper()}{trouble[1:]}" + (f": {detail}." if detail else ".")
    return UnusableAnswer(told, trouble=trouble, hint=hint or _HINTS.get(trouble, ""))


def read_answer(record: type[AnswerT], content: str) -> AnswerT:
    """The model's text as a record.

    Of several objects the last one that fits counts: what came before was thought or example.
    Keys in other case, numbers as strings, an object alone in a list and keys that the record does
    not know are put right. Raises `UnusableAnswer`, which names the kind of trouble.
    """
    content = content[:MAX_CHARACTERS]
    if not content.strip():
        raise unusable(_EMPTY)
    misfit: ValidationError | None = None
    for text in _places(content):
        for found in _objects(text):
            try:
                return record.model_validate(_fitted(record, found))
            except ValidationError as error:
                misfit = misfit or error
    if misfit is not None:
        raise unusable(_SHAPE, _first(misfit))
    outside = _THOUGHT.sub("", content)
    raise unusable(_CUT if "{" in outside else _PROSE if outside.strip() else _THINKS)


def _places(content: str) -> Iterator[str]:
    """Where the answer may stand: behind the thoughts; failing that, anywhere."""
    *_, after = _END_OF_THOUGHT.split(content)
    outside = _THOUGHT.sub("", content)
    yield from dict.fromkeys((after, outside, content))


def _objects(text: str) -> Iterator[Any]:
    """The JSON values of the text that may be the answer, the last one first, then a repaired one.

    An unfinished thought may hold braces of its own, so every brace is tried as the start.
    """
    decoder = json.JSONDecoder(strict=False)
    found: list[Any] = []
    position = 0
    for start in [match.start() for match in re.finditer(r"[{\[]", text)][-MOST_STARTS:]:
        if start < position:
            continue
        try:
            value, position = decoder.raw_decode(text, start)
        except (ValueError, RecursionError):
            continue
        if isinstance(value, dict | list):
            found.append(value)
    yield from reversed(found)
    if (repaired := _repaired(text)) is not None:
        yield repaired


def _repaired(text: str) -> Any:
    """What json-repair makes of the text from its first brace on; None when that is nothing."""
    start = text.find("{")
    if start < 0 or "}" not in text:
        return None
    import json_repair

    try:
        value = json_repair.loads(text[start:], skip_json_loads=True)
    except (ValueError, RecursionError):
        return None
    if not isinstance(value, dict | list) or not value:
        return None
    log.info("An answer with broken JSON was repaired.")
    return value


def _fitted(annotation: Any, value: Any) -> Any:
    """The value brought to the shape of the annotation, as far as no meaning is guessed."""
    annotation, value = _bare(annotation), _clean(value)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        if isinstance(value, list) and len(value) == 1:
            value = value[0]
        return _fitted_fields(annotation, value) if isinstance(value, dict) else value
    if get_origin(annotation) is tuple and isinstance(value, list):
        return [_fitted(get_args(annotation)[0], item) for item in value]
    return value


def _fitted_fields(record: type[BaseModel], value: dict[str, Any]) -> dict[str, Any]:
    names = {_folded(name): name for name in record.model_fields}
    hints = typing.get_type_hints(record, include_extras=False)
    known = {names[_folded(key)]: item for key, item in value.items() if _folded(key) in names}
    if value and not known:
        return value  # another thing, for which a record with defaults must not stand in
    return {name: _fitted(hints[name], item) for name, item in known.items() if item is not None}


def _bare(annotation: Any) -> Any:
    """The annotation without `None` beside it."""
    if get_origin(annotation) in (Union, types.UnionType):
        return next(part for part in get_args(annotation) if part is not type(None))
    return annotation


def _folded(key: str) -> str:
    return re.sub(r"[^a-z0-9]", "", key.lower())


def _clean(value: Any) -> Any:
    """A text without control characters and halves of characters; anything else as it is."""
    if not isinstance(value, str):
        return value
    whole = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return _CONTROL.sub(" ", _SURROGATE.sub("", whole).replace("\ufffd", ""))


def _first(error: ValidationError) -> str:
    first = error.errors(include_input=False, include_url=False)[0]
    where = ".".join(str(part) for part in first["loc"]) or "the whole answer"
    return f"{where}: {first['msg']}"
