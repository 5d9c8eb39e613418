"""The language model: one chat call with a JSON answer, its price, and the budget of a run."""

from tasks.model.chat import ChatModel, Reply, rehearse
from tasks.model.client import Message
from tasks.model.fence import fence
from tasks.model.formats import Memory
from tasks.model.reading import read_answer
from tasks.model.schema import strict_schema

__all__ = [
    "ChatModel",
    "Memory",
    "Message",
    "Reply",
    "fence",
    "read_answer",
    "rehearse",
    "strict_schema",
]
