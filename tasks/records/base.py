"""What all records are: immutable JSON-able models, and the names that several of them use."""

import hashlib
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

ArxivId = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}\.[0-9]{4,5}$")]
"""An arXiv identifier of the form used since 2007, without prefix and version."""


def sha256_hex(text: str) -> str:
    """The SHA-256 of the UTF-8 text, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


class Record(BaseModel):
    """Base of all records: immutable, and closed against unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")
