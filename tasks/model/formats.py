"""How a server is asked for JSON: found out by the first call, and remembered.

Servers that are called compatible differ in what they take: a schema, "some JSON", or nothing but
words; bounds in a schema or none; and one of two names for the token limit. One call finds out,
the others wait for it as long as a refusal takes; after at most two refusals it has an answer.
"""

import json
import logging
import re
import threading
from collections.abc import Callable, Sequence
from typing import Any, Literal, Protocol, TypeVar
from urllib.parse import urlsplit

from tasks.model.client import Message
from tasks.model.schema import without
from tasks.records import AnswerFormat, Dialect, TokenLimit

log = logging.getLogger(__name__)

HEAD_START_SECONDS = 1.0
"""How long other calls wait for the first one: what is wrong with a request is refused at once."""

_FORMAT = re.compile(r"response_format|json_schema|json_object|schema|grammar|structured", re.I)
_LIMIT = re.compile(r"max_(?:completion_)?tokens", re.I)
_OPENAI_HOSTS = ("api.openai.com", ".azure.com")

_IN_WORDS = (
    "Answer with one JSON object and nothing else: no prose, no code fence. It must fit this JSON "
    "schema:\n{schema}"
)


class Memory(Protocol):
    """Where it is remembered how a server is asked, from one run to the next."""

    def recall(self, identity: str) -> Dialect | None:
        """How the server and model of this identity took their last call; None when unknown."""

    def keep(self, identity: str, dialect: Dialect) -> None:
        """Remember it."""


def first_dialect(base_url: str | None, wanted: AnswerFormat | Literal["auto"]) -> Dialect:
    """What is tried first. OpenAI's strict schemas know no bounds of texts, others need them."""
    host = urlsplit(base_url or "https://api.openai.com").hostname or ""
    is_openai = host.endswith(_OPENAI_HOSTS)
    return Dialect(
        answer_format="json_schema" if wanted == "auto" else wanted,
        bounds="lists" if is_openai else "all",
        limit_field="max_completion_tokens" if is_openai else "max_tokens",
    )


def next_dialect(refused: Dialect, said: str, *, last: bool, fixed: bool) -> Dialect | None:
    """What to try after a refusal with these words; None when nothing is left.

    `last` says that there is only one more try, `fixed` that the format is the user's choice.
    """
    about_limit = _LIMIT.search(said) and not _FORMAT.search(said)
    if about_limit and not last and refused.limit_field != "none":
        other: TokenLimit = (
            "max_tokens" if refused.limit_field != "max_tokens" else "max_completion_tokens"
        )
        return refused.model_copy(update={"limit_field": other})
    if about_limit and refused.limit_field != "none":
        return refused.model_copy(update={"limit_field": "none"})
    plainest = Dialect(answer_format="text", bounds="none", limit_field="none")
    if fixed:
        plainest = plainest.model_copy(update={"answer_format": refused.answer_format})
        return plainest if refused != plainest else None
    if last or refused.answer_format != "json_schema":
        return plainest if refused != plainest else None
    return refused.model_copy(update={"answer_format": "json_object", "bounds": "none"})


def in_dialect(
    dialect: Dialect, name: str, schema: dict[str, Any], max_tokens: int
) -> dict[str, Any]:
    """The fields of the request body that ask for an answer of this schema."""
    body: dict[str, Any] = {}
    if dialect.limit_field != "none":
        body[dialect.limit_field] = max_tokens
    if dialect.answer_format == "json_schema":
        bounded = without(schema, dialect.bounds)
        body["response_format"] = {
            "type": "json_schema",
            "json_schema": {"name": name, "schema": bounded, "strict": True},
        }
    elif dialect.answer_format == "json_object":
        body["response_format"] = {"type": "json_object"}
    return body


def in_words(
    dialect: Dialect, messages: Sequence[Message], schema: dict[str, Any]
) -> list[Message]:
    """The messages, the first of which holds the schema where the request cannot.

    It goes into the system message: chat templates of some models take no two users in a row.
    """
    if dialect.answer_format == "json_schema":
        return list(messages)
    plain = json.dumps(without(schema, "none"), ensure_ascii=False, separators=(",", ":"))
    (role, text), *others = messages
    words = _IN_WORDS.format(schema=plain)
    if role == "system":
        return [("system", f"{text}\n\n{words}"), *others]
    return [("system", words), *messages]


AnswerT = TypeVar("AnswerT")


class Negotiation:
    """Finds out, once, how a server wants to be asked. Safe from many threads."""

    def __init__(
        self, identity: str, first: Dialect, memory: Memory | None, *, fixed: bool
    ) -> None:
        known = memory.recall(identity) if memory is not None else None
        if known is not None and fixed and known.answer_format != first.answer_format:
            known = None
        self._identity, self._memory, self._fixed = identity, memory, fixed
        self._first, self._dialect = first, known or first
        self._settled = self._is_remembered = known is not None
        self._finding_out = threading.Lock()
        self._found_out = threading.Event()

    def ask(self, call: Callable[[Dialect], AnswerT], said: Callable[[Exception], str]) -> AnswerT:
        """Call in the server's dialect, which the first call finds out.

        `said` gives the words of a refusal of the parameters, and "" for any other error. A
        refusal that no dialect helps against is raised as it was at first.
        """
        if not self._settled and self._finding_out.acquire(blocking=False):
            try:
                return self._find_out(call, said)
            finally:
                self._finding_out.release()
        if not self._settled:
            self._found_out.wait(HEAD_START_SECONDS)
        asked = self._dialect
        try:
            return call(asked)
        except Exception as error:
            if not self._is_outdated(asked, said(error)):
                raise
        with self._finding_out:
            if asked == self._dialect:
                return self._find_out(call, said)
        return call(self._dialect)

    def _is_outdated(self, asked: Dialect, words: str) -> bool:
        """True when the refusal is of the dialect: it was not tried yet, or in an earlier run."""
        if not words:
            return False
        about_it = _FORMAT.search(words) or _LIMIT.search(words)
        return asked != self._dialect or not self._settled or bool(self._is_remembered and about_it)

    def _find_out(
        self, call: Callable[[Dialect], AnswerT], said: Callable[[Exception], str]
    ) -> AnswerT:
        dialect: Dialect | None = self._dialect
        refusal: Exception | None = None
        for tries_left in (2, 1, 0):
            assert dialect is not None
            try:
                answer = call(dialect)
            except Exception as error:
                words = said(error)
                if not words:
                    raise
                refusal = refusal or error
                dialect = next_dialect(dialect, words, last=tries_left == 1, fixed=self._fixed)
                if not tries_left or dialect is None:
                    break
            else:
                self._settle(dialect)
                return answer
        # It is the question that is refused, not how it is put: nothing has been learned.
        self._dialect, self._settled = self._first, True
        self._found_out.set()
        assert refusal is not None
        raise refusal

    def _settle(self, dialect: Dialect) -> None:
        if dialect != self._dialect:
            log.warning(
                "The model server refuses %s: from now on it is asked by %s.",
                _told(self._dialect),
                _told(dialect),
            )
        self._dialect, self._settled, self._is_remembered = dialect, True, False
        self._found_out.set()
        if self._memory is not None:
            self._memory.keep(self._identity, dialect)


def _told(dialect: Dialect) -> str:
    limit = "no token limit" if dialect.limit_field == "none" else dialect.limit_field
    return f"{dialect.answer_format} with {limit}"
