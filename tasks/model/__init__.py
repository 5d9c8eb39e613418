"""The language model: one chat call with a JSON answer, its price, and the budget of a run."""

from tasks.model.chat import ChatModel, Message, Reply, rehearse
from tasks.model.fence import fence
from tasks.model.schema import read_answer, strict_schema

__all__ = [
    "ChatModel",
    "Message",
    "Reply",
    "fence",
    "read_answer",
    "rehearse",
    "strict_schema",
]
