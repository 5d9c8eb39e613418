"""How a model server wants to be asked is remembered from one run to the next."""

from tasks.records import Dialect
from tasks.store import Store

SCHEMA = Dialect(answer_format="json_schema", bounds="all", limit_field="max_tokens")
WORDS = Dialect(answer_format="text", bounds="none", limit_field="none")


def test_what_was_found_out_is_remembered_for_each_server_and_model(store: Store) -> None:
    assert store.recall("a") is None
    store.keep("a", SCHEMA)
    store.keep("b", WORDS)
    assert (store.recall("a"), store.recall("b")) == (SCHEMA, WORDS)


def test_what_is_found_out_later_replaces_it(store: Store) -> None:
    store.keep("a", SCHEMA)
    store.keep("a", WORDS)
    assert store.recall("a") == WORDS
